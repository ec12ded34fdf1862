"""Browsers, driven as readers drive them: one module per kind of driver, one `Surfer` whatever the kind."""

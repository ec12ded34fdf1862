"""Django, for those who need the newsroom's rows. Loaded late: it takes a second that `--help` need not wait for."""

from __future__ import annotations

import os

from standfirst.config.home import Home


def set_up_django(home: Home) -> None:
    """Have Django work on the paper ``home``, once in a process."""
    import django

    # The settings read the environment themselves, so that manage.py-like tools find the same paper.
    os.environ["STANDFIRST_HOME"] = str(home.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "standfirst.config.settings"
    django.setup()

"""The measurements: each module prints figures for ``standfirst bench NAME``; docs/benchmarks.md says how to repeat them."""

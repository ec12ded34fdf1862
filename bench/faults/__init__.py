"""Faults: what is done to a paper to see whether it stands. Tests do little of it, `standfirst bench faults` much."""

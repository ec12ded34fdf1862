"""Standfirst publishes an ad-funded news site that does not break."""

__version__ = "0.1.0"

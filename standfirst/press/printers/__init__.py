"""Printers: one file a kind of job; each makes one plate from what it asks of its notes."""

"""What can be wrong with an edition.

EditionError
├── EditionUnwritable   a folder we may not or cannot write (rights, full disk)
├── EditionUnknown      an address of an edition we cannot open
└── PlateDamaged        a stored plate that is not whole
    └── PlateTooNew     a plate of a later format than this program reads
"""

from __future__ import annotations


class EditionError(Exception):
    """Anything an edition cannot do."""


class EditionUnwritable(EditionError):
    """A folder we may not or cannot write."""


class EditionUnknown(EditionError):
    """An address of an edition that this program cannot open."""


class PlateDamaged(EditionError):
    """A stored plate that is not whole: cut, changed, or not a regular file."""


class PlateTooNew(PlateDamaged):
    """A plate of a later format than this program reads."""

"""Where an edition keeps what: one place that knows, for writers and readers alike.

EDITION/
  plates/3a7/3a7f….plate    one plate; the name is a digest of its path, so no path can leave the folder,
                            meet a length limit or differ from another by case alone
  search.sqlite3            the search index
  adverts/                  the flight schedule the business side exports
  tmp/                      files being written; never served
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote, urlsplit

from standfirst.edition.errors import EditionUnknown

SEARCH_INDEX = "search.sqlite3"


def edition_folder(url: str) -> Path:
    """Return the folder of an edition's ``file://`` address. Raises EditionUnknown for any other scheme."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise EditionUnknown(f"EDITION_URL {url!r} cannot be opened; give file:///absolute/path/of/a/folder")
    return Path(unquote(parts.path))


def plate_name(path: str) -> str:
    """Return where the plate of ``path`` lies below the edition: ``plates/3a7/3a7f….plate``."""
    digest = blake2b(path.encode(), digest_size=16).hexdigest()
    return f"plates/{digest[:3]}/{digest}.plate"


#: How addresses begin whose plates the business side binds; the press leaves them alone.
NOT_PRINTED = ("/adverts/", "/ask/")

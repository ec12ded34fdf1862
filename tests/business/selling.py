"""Things sold, for tests: each names only what matters to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from standfirst.ads.sizes import BOX, NARROW, SIZES, WIDE, Size

TODAY = date.today()  # noqa: DTZ011  # flights are sold by the day
DAY = timedelta(days=1)


def drawn(size: Size = BOX, kind: str = "PNG", colour: str = "navy", frames: int = 1) -> bytes:
    """Return a picture's bytes."""
    file = BytesIO()
    images = [Image.new("RGB", (size.width, size.height), (20 * frame, 20, 90)) for frame in range(frames - 1)]
    Image.new("RGB", (size.width, size.height), colour).save(
        file, kind, **({"save_all": True, "append_images": images} if images else {})
    )
    return file.getvalue()


def flight(**more: Any) -> Any:
    """Return a saved flight that runs today."""
    from standfirst.business.models import Advertiser, Flight, Order

    advertiser, _ = Advertiser.objects.get_or_create(name="Ferry Line")
    order, _ = Order.objects.get_or_create(advertiser=advertiser, name="Sundays")
    values = {"order": order, "name": "Autumn", "first_day": TODAY - 2 * DAY, "last_day": TODAY + 2 * DAY} | more
    made = Flight(**values)
    made.full_clean()
    made.save()
    return made


def creative(
    sold: Any = None, *, sizes: tuple[Size, ...] = (WIDE, NARROW, BOX), colour: str = "navy", **more: Any
) -> Any:
    """Return a saved creative, approved unless ``more`` says otherwise."""
    from standfirst.business.models import SIZE_OF, Creative

    pictures = {
        field: ContentFile(drawn(size, colour=colour), "from the client.PNG")
        for field, size in SIZE_OF.items()
        if size in sizes
    }
    values: dict[str, Any] = {
        "flight": sold or flight(),
        "name": "Poster",
        "alt": "Sail on Sundays",
        "target": "https://ferry.example/",
        "approved": True,
    }
    made = Creative(**values | pictures | more)
    made.full_clean()
    made.save()
    return made


#: Runs what waits for the end of the transaction, as the end of one does.
Committing = Callable[..., Any]

__all__ = ["BOX", "DAY", "NARROW", "SIZES", "TODAY", "WIDE", "Committing", "creative", "drawn", "flight"]

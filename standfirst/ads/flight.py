"""What is sold and shown: advertisers' flights and their creatives, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from standfirst.ads.sizes import Size, Slot


class Priority(IntEnum):
    """Who goes first: the higher number wins the slot whenever it may run."""

    HOUSE = 1
    STANDARD = 2
    SPONSORSHIP = 3


class Unit(StrEnum):
    """What a flight's goal counts."""

    VIEWS = "views"
    CLICKS = "clicks"


class Device(StrEnum):
    """What a reader holds, as coarse as the browser says it itself."""

    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"


class Remember(StrEnum):
    """Whether readers' devices keep how often they saw a flight. GIVEN: only where the page says consent was given."""

    OFF = "off"
    GIVEN = "given"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Advertiser:
    """Who pays. id: stable, unique in this paper. name: as readers may read it.

    category: slug of the trade it competes in, or "": two of one category never stand on one page.
    """

    id: str
    name: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class AdPicture:
    """A creative's picture in one size. path: ``/adverts/picture/<32 hexadecimal digits>.<suffix>``."""

    size: Size
    path: str


@dataclass(frozen=True, slots=True)
class Native:
    """A card in words. headline: never "". text: "" for none."""

    headline: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An HTML5 advert. size: the one it is made for. path: its first document, ``/adverts/bundle/<digest>/index.html``."""

    size: Size
    path: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Somebody else's advert, shown only to readers who ask for it. address: ``https://`` document of that server."""

    size: Size
    address: str


@dataclass(frozen=True, slots=True)
class Creative:
    """What is shown.

    id: digits, unique in this paper. alt: what the picture says, never "".
    target: where a click leads, as ``target_of`` returns it. pictures: at most one a size, widest first.
    native, bundle, tag: at most one of them; a native card may have a picture, the others have none.
    """

    id: str
    alt: str
    target: str
    pictures: tuple[AdPicture, ...] = ()
    native: Native | None = None
    bundle: Bundle | None = None
    tag: Tag | None = None

    def pictures_for(self, slot: Slot) -> tuple[AdPicture, ...]:
        """Return the pictures that may stand in ``slot``, widest first; none when this creative does not fit."""
        return tuple(picture for picture in self.pictures if picture.size in slot.sizes)

    def fits(self, slot: Slot) -> bool:
        """Say whether this creative may stand in ``slot``."""
        if self.native is not None:
            return True
        made = self.bundle or self.tag
        return made.size in slot.sizes if made else any(picture.size in slot.sizes for picture in self.pictures)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often one device may see a flight. views: count, > 0, within so many hours."""

    views: int
    hours: int


@dataclass(frozen=True, slots=True)
class Flight:
    """A campaign's run in a period.

    start, end: aware; it runs while ``start <= now < end``.
    weight: share against other flights of the same priority, >= 1.
    bought: views or clicks (unit) ordered for the whole flight, > 0; None where only the period is sold.
    sections: slugs it may stand in ("home" is the home front); empty means everywhere.
    topics: at least one of them must be the page's; empty means any. barred: topics it must not stand beside.
    share: percent of the views it may stand in, 1 to 100, shown before all else; None for no such promise.
    daily_cap: views a day of the paper's clock, > 0. frequency: on the reader's own device.
    slots, places (slugs of datelines), languages ("en", without region), devices, countries ("GB"): empty means any.
    """

    id: str
    advertiser: Advertiser
    priority: Priority
    start: datetime
    end: datetime
    creatives: tuple[Creative, ...]
    weight: int = 1
    bought: int | None = None
    sections: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    unit: Unit = Unit.VIEWS
    share: int | None = None
    daily_cap: int | None = None
    frequency: Frequency | None = None
    slots: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    devices: frozenset[Device] = frozenset()
    countries: frozenset[str] = frozenset()

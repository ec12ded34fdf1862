"""Ad slots: one tiny, sandboxed document a slot, and where a click on it leads.

/adverts/SLOT/SECTION?lang=he&topics=kyiv,ferries&place=odesa    what the slot shows now
/adverts/count/served/TOKEN, /adverts/count/viewed/TOKEN         that it was shown; that it could be seen
/adverts/click/TOKEN                                             302 to that creative's own target
/adverts/tag/TOKEN?lang=he                                       somebody else's advert, for a reader who asked for it
/adverts/tag/TOKEN?lang=he&stop=1                                the question again, for one who took that back
/adverts/picture/DIGEST.png, /adverts/bundle/DIGEST/index.html   their files; index.html?named to engines that must be told whose

``had=3,7`` after a slot's address names flights its device has seen often enough; only the device knows.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from standfirst.ads.allotments_file import LARGEST as LARGEST_ALLOTMENTS
from standfirst.ads.allotments_file import Dealt, allotments_file, allotments_of
from standfirst.ads.decision import Choice, Decision, Dice, Reason, decide, reasons
from standfirst.ads.flight import Creative, Device, Flight, Remember
from standfirst.ads.frame import (
    BUNDLE_POLICY,
    FRAME_POLICY,
    Ways,
    ad_document,
    asking_document,
    empty_document,
    policy_of,
    tag_document,
    tag_policy,
)
from standfirst.ads.label import label_of
from standfirst.ads.openings import NO_PART, NOTHING_YET, Openings, Worker, opening
from standfirst.ads.roster import Roster
from standfirst.ads.schedule import BUNDLE_PATH, LARGEST, PICTURE_PATH, Schedule, schedule_file, schedule_of
from standfirst.ads.sizes import SLOTS, Slot
from standfirst.ads.targeting import Place
from standfirst.ads.watched import Watched
from standfirst.audience.devices import device_of
from standfirst.audience.readers import is_from_our_page, is_reader
from standfirst.audience.seats import Seat
from standfirst.audience.tally import Tally
from standfirst.delivery.beacons import BEACONS, CLICK, Beacons
from standfirst.delivery.counting import Counting
from standfirst.delivery.given import Given
from standfirst.delivery.http import Handler, Headers, Request, Response
from standfirst.edition.shelf import Shelf

#: How often what may run is worked out anew, seconds.
LOOK_SECONDS = 1.0

_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CREATIVE = re.compile(r"[0-9]{1,18}", re.ASCII)
_MOST_TOPICS = 50
#: A name and a port, as readers' browsers send them, and nothing that could end a policy's word.
_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)

#: What a bundle is asked for with by an engine that must be told our name: its own address, which no cache between keeps,
#: for what others are answered may hold nothing that a reader made up.
_NAMED = "named"

_FRAME_HEADERS: Headers = (
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", FRAME_POLICY),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "fullscreen=(), camera=(), microphone=(), geolocation=(), autoplay=(), payment=()"),
    ("x-robots-tag", "noindex"),
)


def _with_policy(policy: str) -> Headers:
    return tuple((dict(_FRAME_HEADERS) | {"content-security-policy": policy}).items())


@lru_cache(maxsize=64)
def _naming(policy: str, host: str) -> Headers:
    """Return the headers of a frame whose pictures and frames may come from ``host`` by its name."""
    for what in ("img-src", "frame-src"):
        policy = policy.replace(f"{what} 'self'", f"{what} {_self(host)}")
    return _with_policy(policy)


def _self(host: str) -> str:
    return f"'self' http://{host} https://{host}"


def _headers_of(policy: str, host: str) -> Headers:
    """Return the headers of a frame under ``policy``. host: our name where it must be told, "" elsewhere."""
    if host:
        return _naming(policy, host)
    return _FRAME_HEADERS if policy == FRAME_POLICY else _with_policy(policy)


def _bundle_headers(request: Request) -> Headers:
    """Return what the answer with a file of a bundle has besides the file's own."""
    host = request.headers.get("host", "")
    if request.query == _NAMED and _HOST.fullmatch(host):
        named = BUNDLE_POLICY.replace("'self'", _self(host))
        return (("content-security-policy", named), ("cache-control", "no-store"))
    return (("content-security-policy", BUNDLE_POLICY),)


def _name_to_tell(request: Request) -> str:
    """Return our name as the reader's browser has it, "gazette.example:8000", where its engine must be told; "" elsewhere.

    To WebKit, new (WebKitGTK 2.50) and old (QtWebKit), and to all engines before Content Security Policy 3, a sandboxed frame
    is nobody's, so that 'self' is nobody: they would show an advert's words without its picture, and count nothing. To them
    we name ourselves. Of those that say what they ask for (``sec-fetch-dest``) only WebKit needs it; Chromium, which calls
    itself WebKit too, does not.
    """
    host, agent = request.headers.get("host", ""), request.headers.get("user-agent", "")
    is_webkit = "AppleWebKit/" in agent and "Chrom" not in agent
    is_needed = is_webkit or "sec-fetch-dest" not in request.headers
    return host if is_needed and _HOST.fullmatch(host) else ""


@dataclass(frozen=True, slots=True)
class AdSettings:
    """What ads need to know.

    edition: the edition's folder. tallies: folder of this node's counts. secret: signs tokens, the same on all nodes.
    node: this machine's name. workers: processes that serve readers here.
    country_header: in which the front server says the reader's country, in lower case; "" where it says nothing.
    """

    edition: Path
    tallies: Path
    secret: bytes
    node: str = "main"
    workers: int = 1
    country_header: str = ""


def counting_handlers(settings: AdSettings, *, clock: Callable[[], datetime], dice: Dice) -> Mapping[str, Handler]:
    """Return the handlers of "adverts" and "seen" with one tally between them. Call it once in every process.

    clock: returns aware moments. dice: throws from 0 up to but not including 1.
    """
    tally = Tally(settings.tallies, clock=clock)
    tally.keep()
    seat = Seat(settings.tallies, settings.workers)
    # A process too many, while another one is replaced, gives no views that are counted out.
    worker = Worker(settings.workers, settings.workers + 1) if seat.number is None else Worker(seat.number, seat.of)
    slots = Slots(settings, tally, clock=clock, dice=dice, worker=worker)
    return {"adverts": slots, "seen": Counting(settings.edition, tally)}


class Slots:
    """Answers everything below ``/adverts/``."""

    def __init__(
        self,
        settings: AdSettings,
        tally: Tally,
        *,
        clock: Callable[[], datetime],
        dice: Dice,
        worker: Worker = Worker(),  # noqa: B008  # frozen
    ) -> None:
        self._file = Watched(schedule_file(settings.edition), _schedule_of, Schedule(), largest=LARGEST)
        self._dealt = Watched(allotments_file(settings.edition), allotments_of, Dealt(), largest=LARGEST_ALLOTMENTS)
        self._shelf = Shelf(settings.edition)
        self._tally = tally
        self._clock = clock
        self._dice = dice
        self._worker = worker
        self._node = settings.node
        self._country_header = settings.country_header
        self._beacons = Beacons(tally, settings.tallies, secret=settings.secret, node=settings.node, clock=clock)
        self._given = Given(settings.tallies)
        self._schedule: Schedule | None = None
        self._openings = Openings(Roster(Schedule()), Schedule().traffic())
        self._creatives: Mapping[str, tuple[Flight, Creative]] = {}
        self._owners: Mapping[str, str] = {}
        # Sections the edition is known to have a front of; "home" is the home front.
        self._sections = {"home"}
        self._looked = float("-inf")
        # Documents but for their tokens; nobody outside can write the mark, so nothing else is ever replaced.
        self._mark = f"token-{token_hex(16)}"
        self._documents: dict[tuple[str, str, str], bytes] = {}

    def __call__(self, request: Request) -> Response | Awaitable[Response]:
        if request.method not in {"GET", "HEAD"}:
            return Response(405, (("allow", "GET, HEAD"),))
        _, _, *rest = request.path.split("/")
        match rest:
            case [name, section] if name in SLOTS and _SLUG.fullmatch(section):
                return self._slot(SLOTS[name], section, request)
            case ["count", event, token] if event in BEACONS:
                return self._beacons.counted(event, token, request)
            case ["click", written]:
                return self._click(written, request)
            case ["tag", written]:
                return self._tag(written, request)
            case ["picture", _] if PICTURE_PATH.fullmatch(request.path):
                return self._kept(request.path)
            case ["bundle", *_] if BUNDLE_PATH.fullmatch(request.path):
                return self._kept(request.path, _bundle_headers(request))
        return Response(404, _FRAME_HEADERS, empty_document("en"))

    def explained(self, place: Place, had: frozenset[str] = frozenset()) -> tuple[Decision, tuple[Reason, ...]]:
        """Return what ``place`` would show now, and what becomes of each flight; nothing is counted."""
        now = self._refresh()
        openings, schedule, dealt = self._openings, self._file.now(), self._dealt.now()
        progress = self._given.progress(self._owners, now=now, zone=schedule.zone)
        parts = dealt.of(self._node)

        def waits(flight: Flight) -> str:
            at = openings.roster.flights.index(flight)
            allotted = (parts or {}).get(flight.id, NO_PART) if parts is not None else None
            had_so_far = progress.get(flight.id, NOTHING_YET)
            return opening(
                flight,
                openings.lines[at],
                had_so_far,
                now=now,
                seconds=LOOK_SECONDS,
                allotted=allotted,
                until=dealt.until,
            ).why

        found = decide(openings, place, dice=self._dice, had=had)
        return found, reasons(openings, place, found, had=had, waits=waits)

    def _slot(self, slot: Slot, section: str, request: Request) -> Response:
        now = self._refresh()
        place = self._place(slot, section, request)
        had = frozenset(request.asked("had").split(",")[:_MOST_TOPICS])
        found = decide(self._openings, place, dice=self._dice, had=had)
        choice, counts = found.choice, request.method == "GET" and is_reader(request.headers)
        counts = counts and is_from_our_page(request.headers)
        if counts:
            self._openings.gave(found.able, choice.at if choice else None)
            if choice is None:
                self._tally.add("unfilled", self._room(slot, section))
            else:
                self._tally.add("asked", self._room(slot, section))
                self._given.add(choice.creative.id, now)
        language = place.language or "en"
        if choice is None:
            return Response(200, _FRAME_HEADERS, empty_document(language))
        host, body = _name_to_tell(request), self._document(slot, choice, label_of(language)[0], counts=counts)
        if host and choice.creative.bundle:
            path = choice.creative.bundle.path.encode()
            body = body.replace(path, path + f"?{_NAMED}".encode())
        return Response(200, _headers_of(policy_of(choice.creative), host), body)

    def _room(self, slot: Slot, section: str) -> str:
        """Return what a slot that was asked for is counted under: "top:world", or "top" where the paper has no such section.

        An address may name any section, and rows must not grow with what somebody makes up.
        """
        if section not in self._sections:
            if self._shelf.stamp(f"/{section}/") is None:
                return slot.name
            self._sections.add(section)
        return f"{slot.name}:{section}"

    def _place(self, slot: Slot, section: str, request: Request) -> Place:
        language, place = request.asked("lang"), request.asked("place")
        country = request.headers.get(self._country_header, "") if self._country_header else ""
        return Place(
            slot,
            section,
            frozenset(request.asked("topics").split(",")[:_MOST_TOPICS]) - {""},
            language=language.lower() if _LANGUAGE.fullmatch(language) else "",
            place=place if _SLUG.fullmatch(place) else "",
            device=Device(device_of(request.headers)),
            country=country if _COUNTRY.fullmatch(country) else "",
        )

    def _document(self, slot: Slot, choice: Choice, language: str, *, counts: bool) -> bytes:
        """Return what the slot shows; whoever is not counted gets no token, and a plain way to the target."""
        creative = choice.creative
        token = self._beacons.token(slot.name, creative.id) if counts else ""
        if not token:
            ways = Ways(f"/adverts/click/{creative.id}", show=f"/adverts/tag/{creative.id}?lang={language}")
            return ad_document(slot, choice.flight, creative, language, ways)
        kept = self._documents.get((slot.name, creative.id, language))
        if kept is None:
            ways = Ways(
                f"/adverts/click/{self._mark}",
                served=f"/adverts/count/served/{self._mark}",
                seen=f"/adverts/count/viewed/{self._mark}",
                show=f"/adverts/tag/{self._mark}?lang={language}",
                cap=self._cap(choice.flight),
            )
            kept = ad_document(slot, choice.flight, creative, language, ways)
            self._documents[slot.name, creative.id, language] = kept
        return kept.replace(self._mark.encode(), token.encode())

    def _cap(self, flight: Flight) -> str:
        remember = self._schedule.remember if self._schedule else Remember.OFF
        if flight.frequency is None or remember is Remember.OFF:
            return ""
        cap = f"{flight.id} {flight.frequency.views} {flight.frequency.hours}"
        return f"{cap} given" if remember is Remember.GIVEN else cap

    async def _click(self, written: str, request: Request) -> Response:
        self._refresh()
        creative = self._shown(written)
        if creative is None:
            return Response(404)
        # A picture or a script that asks for this address is no click; browsers too old to say are believed.
        is_click = request.headers.get("sec-fetch-dest", "document") == "document"
        if request.method == "GET" and is_click and not _CREATIVE.fullmatch(written):
            self._beacons.take(CLICK, written, request)
            await self._beacons.kept()
        _, made = self._creatives[creative]
        return Response(302, (("location", made.target), ("cache-control", "no-store"), ("x-robots-tag", "noindex")))

    def _tag(self, written: str, request: Request) -> Response:
        self._refresh()
        creative = self._shown(written)
        flight, made = self._creatives.get(creative or "", (None, None))
        if flight is None or made is None or made.tag is None:
            return Response(404, _FRAME_HEADERS, empty_document("en"))
        language = label_of(request.asked("lang") or "en")[0]
        here = f"/adverts/tag/{written}?lang={language}"
        click = f"/adverts/click/{written}"
        if request.asked("stop"):
            body = asking_document(flight, made.tag, language, Ways(click, show=here))
            return Response(200, _headers_of(policy_of(made), _name_to_tell(request)), body)
        ways = Ways(click, stop=f"{here}&stop=1")
        if not _CREATIVE.fullmatch(written):
            ways = replace(ways, served=f"/adverts/count/served/{written}", seen=f"/adverts/count/viewed/{written}")
        headers = _headers_of(tag_policy(made.tag), _name_to_tell(request))
        return Response(200, headers, tag_document(flight, made, made.tag, language, ways))

    def _shown(self, written: str) -> str | None:
        """Return the creative that a token or a plain number names, whether it counts or not; None where there is none."""
        parts = written.split(".")
        creative = parts[4] if len(parts) == 6 else written
        return creative if creative in self._creatives else None

    def _kept(self, path: str, also: Headers = ()) -> Response:
        found = self._shelf.read(path)
        if found is None:
            return Response(404)
        plate, _ = found
        own = {"content-type": plate.content_type, "etag": f'"{plate.etag}"', **dict(plate.headers), **dict(also)}
        return Response(200, tuple(own.items()), plate.identity())

    def _refresh(self) -> float:
        """Take over a changed schedule, and every second what was counted meanwhile. Return the time, since 1970."""
        now = self._clock().timestamp()
        schedule = self._file.now()
        changed = schedule is not self._schedule
        if changed:
            self._schedule = schedule
            self._creatives = schedule.creatives()
            self._documents = {}
            self._owners = {creative: flight.id for creative, (flight, _) in self._creatives.items()}
            self._openings = Openings(Roster(schedule), schedule.traffic(), worker=self._worker)
        if changed or not self._looked <= now < self._looked + LOOK_SECONDS:
            self._looked = now
            self._look(schedule, now)
        return now

    def _look(self, schedule: Schedule, now: float) -> None:
        self._given.look(now)
        had = self._given.progress(self._owners, now=now, zone=schedule.zone)
        dealt = self._dealt.now()
        self._openings.look(
            now=now,
            seconds=LOOK_SECONDS,
            had=lambda flight: had.get(flight, NOTHING_YET),
            allotments=dealt.of(self._node),
            until=dealt.until,
        )


def _schedule_of(stored: bytes, where: str) -> Schedule:
    return schedule_of(stored, where=where)

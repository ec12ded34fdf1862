"""The documents that stand in a slot: labelled, sandboxed, at most three kilobytes without their picture."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from urllib.parse import urlsplit

from standfirst.ads.flight import AdPicture, Bundle, Creative, Flight, Native, Tag
from standfirst.ads.label import asking_of, label_of, stopping_of
from standfirst.ads.sizes import LABEL_HEIGHT, Slot
from standfirst.story.story import direction_of

# The label stands on a ground of its own, so that it can be read whatever the page is painted in.
_STYLE = (
    "html,body{margin:0;height:100%;overflow:hidden}"
    "body{display:flex;flex-direction:column;align-items:center;text-align:center;font:14px/1.35 system-ui,sans-serif}"
    f"p{{margin:0;padding:0 6px;font:11px/{LABEL_HEIGHT}px system-ui,sans-serif;color:#595959;background:Canvas}}"
    f"a{{max-width:100%}}a img{{display:block;max-width:100%;max-height:calc(100vh - {LABEL_HEIGHT}px);width:auto;height:auto}}"
    "a:focus-visible{outline:3px solid;outline-offset:-3px}"
    ".c{position:absolute;width:1px;height:1px;inset:auto 0 0 auto}"
    "@media(prefers-color-scheme:dark){p{color:#b3b3b3}}"
)
# What only cards in words need, and what only adverts in a frame of their own need.
_CARD_STYLE = (
    f".n{{display:flex;gap:12px;align-items:center;box-sizing:border-box;width:100%;max-width:640px;height:calc(100vh - {LABEL_HEIGHT}px);"
    "padding:6px 12px;overflow:hidden;text-align:start;text-decoration:none;color:CanvasText;background:Canvas;border:1px solid #8888}"
    ".n img{max-width:40%}.n b{display:block;font-size:16px}"
)
_BOX_STYLE = ".b{position:relative}.b iframe{display:block;border:0}.b a{position:absolute;inset:0}"
# Round somebody else's advert, one line: the label and the way to take a yes back.
_TAG_STYLE = (
    _BOX_STYLE
    + "p{box-sizing:border-box;max-width:100%;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.x{color:inherit}"
)

# How the page around knows that this came: how many frames a document has is all it can see.
_HERE = "<iframe hidden></iframe>"
# Seen is what half of it (of large ones a third) was for a second, in a window that can be seen: MRC's measure. The empty frame is
# put in once the advert is there: beginning one takes a browser as long as all the rest.
_SCRIPT = (
    "(function(){var d=document,b=d.body,u=b.getAttribute('data-seen'),c=b.getAttribute('data-cap'),"
    "e=d.querySelector('.b iframe,a img,a:not(.x)'),t,o,f;"
    "if(c&&parent.postMessage)parent.postMessage('shown '+c,'*');"
    "setTimeout(function(){b.appendChild(d.createElement('iframe')).hidden=true});"
    "if(!u||!e||!window.IntersectionObserver)return;"
    "function s(){clearTimeout(t);t=f&&!d.hidden?setTimeout(function(){o.disconnect();(new Image).src=u},1e3):0}"
    "o=new IntersectionObserver(function(x){x=x[x.length-1];var r=x.boundingClientRect,"
    "n=x.intersectionRatio>=(r.width*r.height>=242500?.3:.5);if(n!==f){f=n;s()}},{threshold:[.3,.5]});"
    "o.observe(e);d.addEventListener('visibilitychange',s)})()"
)
# Who said yes to a server is known to the page around, on the reader's device, and to nobody else: this frame asks it.
_TAG_SCRIPT = (
    "(function(){var d=document,h=d.body.getAttribute('data-from'),a=d.querySelector('.n,.x'),n=a.className==='n';"
    "if(!window.addEventListener)return;function s(w){parent.postMessage(w+' '+h,'*')}"
    "a.addEventListener('click',function(){s(n?'yes':'no')});"
    "addEventListener('message',function(e){if(e.source!==parent)return;"
    "if(e.data===(n?'yes ':'no ')+h)location.replace(a.href)});"
    "if(n)s('may')})()"
)


def _hash_of(inline: str) -> str:
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


_SANDBOX = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"

#: A frame of its own: no script but ours, no form, no storage, no request but to us, a link that opens beside the page.
FRAME_POLICY = (
    f"default-src 'none'; img-src 'self'; frame-src 'self'; style-src {' '.join(map(_hash_of, (_STYLE, _CARD_STYLE, _BOX_STYLE)))}; script-src {_hash_of(_SCRIPT)}; "
    f"base-uri 'none'; form-action 'none'; frame-ancestors 'self'; {_SANDBOX}"
)
#: The same for a frame that asks before it shows somebody else's advert.
ASKING_POLICY = FRAME_POLICY.replace(_hash_of(_SCRIPT), _hash_of(_TAG_SCRIPT))
#: An HTML5 advert: its own files and nothing else; no link, no window, no form, no download, no network. Who frames it
#: cannot be named: the slot around it is sandboxed, so that it has no origin, and 'self' would keep the advert out of our own.
BUNDLE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'none'; worker-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; sandbox allow-scripts"
)


@dataclass(frozen=True, slots=True)
class Ways:
    """The addresses in a slot's document. served, seen: what counts it, "" for whoever is not counted.

    show, stop: of a tag, where it is shown and where it is asked for again.
    cap: "FLIGHT VIEWS HOURS" where the reader's device may count what it is shown, with " given" where it may only after the
    page said that consent was given, "" where not.
    """

    click: str
    served: str = ""
    seen: str = ""
    show: str = ""
    stop: str = ""
    cap: str = ""


def policy_of(creative: Creative) -> str:
    """Return the policy of the document ``ad_document`` returns for ``creative``."""
    return ASKING_POLICY if creative.tag else FRAME_POLICY


def tag_policy(tag: Tag) -> str:
    """Return the policy of the document in which a reader who asked for it sees somebody else's advert."""
    host = urlsplit(tag.address).netloc
    policy = FRAME_POLICY.replace("frame-src 'self'", f"frame-src https://{host}")
    policy = policy.replace(_hash_of(_SCRIPT), f"{_hash_of(_SCRIPT)} {_hash_of(_TAG_SCRIPT)}")
    return policy.replace(_hash_of(_BOX_STYLE), _hash_of(_TAG_STYLE))


def ad_document(slot: Slot, flight: Flight, creative: Creative, language: str, ways: Ways) -> bytes:
    """Return what ``slot`` shows. language: of the page, BCP 47."""
    if creative.tag is not None:
        return asking_document(flight, creative.tag, language, ways)
    known, label = label_of(language)
    if creative.bundle is not None:
        shown = _bundle(creative.bundle, creative.alt, ways)
    elif creative.native is not None:
        shown = _native(creative.native, creative.pictures_for(slot), ways)
    else:
        shown = _link(ways, _picture(creative.pictures_for(slot), creative.alt))
    return _page(known, _title(label, flight), f"<p>{label}</p>\n{shown}\n", ways)


def asking_document(flight: Flight, tag: Tag, language: str, ways: Ways) -> bytes:
    """Return the document that asks before somebody else's server is: nothing of it is here yet, so nothing is counted."""
    known, label = label_of(language)
    host = escape(urlsplit(tag.address).netloc)
    words = f"<b>{escape(flight.advertiser.name)}</b>{asking_of(language).format(host=host)}"
    body = f'<p>{label}</p>\n<a class="n" href="{escape(ways.show)}"><span>{words}</span></a>\n'
    return _page(known, _title(label, flight), body, Ways(ways.click), host)


def tag_document(flight: Flight, creative: Creative, tag: Tag, language: str, ways: Ways) -> bytes:
    """Return the document that shows somebody else's advert, to a reader who asked for it."""
    known, label = label_of(language)
    host = escape(urlsplit(tag.address).netloc)
    size = f'width="{tag.size.width}" height="{tag.size.height}"'
    stop = f'<a class="x" href="{escape(ways.stop)}">{stopping_of(language).format(host=host)}</a>'
    frame = (
        f'<div class="b"><iframe src="{escape(tag.address)}" title="{escape(creative.alt)}" {size} '
        'referrerpolicy="no-referrer" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe></div>'
    )
    return _page(known, _title(label, flight), f"<p>{label} · {stop}</p>\n{frame}\n", ways, host)


def empty_document(language: str) -> bytes:
    """Return the document of a slot nobody bought: no words, no hole, nothing pretended."""
    return _page(label_of(language)[0], "–", "", Ways(""))


def _picture(pictures: tuple[AdPicture, ...], alt: str) -> str:
    wide, *rest = pictures
    narrow = rest[-1] if rest else wide
    source = f'<source media="(min-width:{wide.size.width}px)" srcset="{wide.path}" {_sized(wide)}>' if rest else ""
    return f'<picture>{source}<img src="{narrow.path}" alt="{escape(alt)}" {_sized(narrow)}></picture>'


def _native(native: Native, pictures: tuple[AdPicture, ...], ways: Ways) -> str:
    # Its words say it; the picture beside them adds none.
    drawn = _picture(pictures[-1:], "") if pictures else ""
    words = f"<span><b>{escape(native.headline)}</b>{escape(native.text)}</span>"
    return _link(ways, drawn + words, "n")


def _bundle(bundle: Bundle, alt: str, ways: Ways) -> str:
    size = f'width="{bundle.size.width}" height="{bundle.size.height}"'
    # The link lies over all of it: the advert itself can open nothing, and a click on it is a click on the link.
    return (
        f'<div class="b"><iframe src="{bundle.path}" title="{escape(alt)}" {size} inert tabindex="-1" '
        f'sandbox="allow-scripts"></iframe>{_link(ways, "", "", alt)}</div>'
    )


def _link(ways: Ways, inside: str, kind: str = "", says: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    spoken = f' aria-label="{escape(says)}"' if says else ""
    return f'<a href="{escape(ways.click)}" target="_blank" rel="sponsored noopener"{named}{spoken}>{inside}</a>'


def _title(label: str, flight: Flight) -> str:
    return f"{label}: {escape(flight.advertiser.name)}"


def _page(language: str, title: str, body: str, ways: Ways, host: str = "") -> bytes:
    """Return a slot's document. host: of somebody else's advert, escaped; "" where it is our own."""
    counted = f'<img class="c" src="{ways.served}" alt="">\n' if ways.served else ""
    seen = f' data-seen="{ways.seen}"' if ways.seen else ""
    seen += f' data-cap="{ways.cap}"' if ways.cap else ""
    seen += f' data-from="{host}"' if host else ""
    box = _TAG_STYLE if host else _BOX_STYLE
    more = _CARD_STYLE * ('class="n"' in body) or box * ('class="b"' in body)
    also = f"<style>{more}</style>\n" if more else ""
    scripts = _SCRIPT * bool(ways.seen), _TAG_SCRIPT * bool(host)
    script = "".join(f"<script>{each}</script>\n" for each in scripts if each)
    here = "" if ways.seen else _HERE
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction_of(language)}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n{also}<body{seen}>\n{body}{counted}{script}{here}</body></html>\n"
    ).encode()


def _sized(picture: AdPicture) -> str:
    return f'width="{picture.size.width}" height="{picture.size.height}"'

"""XMP: the place every format has; IPTC Core's names in it.

Source: ISO 16684-1 (XMP); IPTC Photo Metadata Standard, "IPTC Core" (dc:creator, photoshop:Credit, dc:rights,
dc:description).
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from lxml import etree

from standfirst.press.metadata.rights import Rights

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

#: Largest packet read, bytes: a caption's worth many times over.
LARGEST = 1_000_000


def xmp_packet(rights: Rights) -> bytes:
    """Return the XMP packet that states ``rights`` (tidied), UTF-8."""
    stated = (
        _listed("dc:creator", "Seq", "", rights.photographer)
        + _listed("dc:description", "Alt", ' xml:lang="x-default"', rights.caption)
        + _listed("dc:rights", "Alt", ' xml:lang="x-default"', rights.copyright)
        + (f"<photoshop:Credit>{escape(rights.agency)}</photoshop:Credit>" if rights.agency else "")
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about="" xmlns:dc="{_DC}" xmlns:photoshop="{_PHOTOSHOP}">{stated}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def rights_in_xmp(packet: bytes) -> Rights:
    """Return the rights stated in an XMP ``packet``; what cannot be read, or declares entities, is unstated."""
    if len(packet) > LARGEST or b"<!" in packet:
        return Rights()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(packet.strip(b"\0 \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Rights()
    return Rights(
        photographer=_said(root, _DC, "creator"),
        agency=_said(root, _PHOTOSHOP, "Credit") or _said(root, _PHOTOSHOP, "Source"),
        caption=_said(root, _DC, "description"),
        copyright=_said(root, _DC, "rights"),
    )


def _listed(name: str, kind: str, language: str, words: str) -> str:
    if not words:
        return ""
    return f"<{name}><rdf:{kind}><rdf:li{language}>{escape(words)}</rdf:li></rdf:{kind}></{name}>"


def _said(root: etree._Element, namespace: str, name: str) -> str:
    """Return what a property says, as an attribute, an element or a list; of languages, the default one."""
    tag = f"{{{namespace}}}{name}"
    for described in root.iter(f"{{{_RDF}}}Description"):
        short = described.get(tag)
        if short:
            return short
    found = next(root.iter(tag), None)
    if found is None:
        return ""
    items = list(found.iter(f"{{{_RDF}}}li"))
    if not items:
        return found.text or ""
    if next(found.iter(f"{{{_RDF}}}Alt"), None) is not None:
        default = [item for item in items if item.get(_LANGUAGE) == "x-default"]
        items = (default or items)[:1]
    return ", ".join(item.text.strip() for item in items if item.text and item.text.strip())

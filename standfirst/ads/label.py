"""The word that marks an ad as one, in the language of the page around it."""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "ar": "إعلان",
    "de": "Anzeige",
    "en": "Advertisement",
    "es": "Publicidad",
    "fa": "آگهی",
    "fr": "Publicité",
    "he": "פרסומת",
    "it": "Pubblicità",
    "nl": "Advertentie",
    "pl": "Reklama",
    "pt": "Publicidade",
    "tr": "Reklam",
    "uk": "Реклама",
}


def label_of(language: str) -> tuple[str, str]:
    """Return the language and the word for a BCP 47 ``language``; English where the word is not known."""
    known = language.split("-", 1)[0].lower()
    return (known, LABELS[known]) if known in LABELS else ("en", LABELS["en"])


#: What a reader is asked before somebody else's server may show them anything. host: that server.
_ASKING: Mapping[str, str] = {
    "ar": "اعرض الإعلان من {host}؛ سيرى هذا الخادم عنوان شبكتك.",
    "de": "Anzeige von {host} zeigen. Dieser Server sieht dann Ihre Netzadresse.",
    "en": "Show the ad from {host}. That server will then see your network address.",
    "es": "Mostrar el anuncio de {host}. Ese servidor verá entonces su dirección de red.",
    "fr": "Afficher la publicité de {host}. Ce serveur verra alors votre adresse réseau.",
    "he": "להציג את המודעה מ‎{host}. השרת הזה יראה אז את כתובת הרשת שלך.",
    "uk": "Показати рекламу з {host}. Тоді цей сервер побачить вашу мережеву адресу.",
}


def asking_of(language: str) -> str:
    """Return the words, with ``{host}`` in them, for a BCP 47 ``language``; English where they are not known."""
    return _ASKING.get(language.split("-", 1)[0].lower(), _ASKING["en"])

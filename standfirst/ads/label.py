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


#: What a reader is asked before somebody else's server may show them anything, and how they take their yes back.
#: host: that server.
_ASKING: Mapping[str, tuple[str, str]] = {
    "ar": (
        "اعرض الإعلان من {host}؛ سيرى هذا الخادم عنوان شبكتك. يُحفظ جوابك على هذا الجهاز.",
        "لا مزيد من {host}",
    ),
    "de": (
        "Anzeige von {host} zeigen. Dieser Server sieht dann Ihre Netzadresse. Ihr Ja bleibt auf diesem Gerät.",
        "Nichts mehr von {host}",
    ),
    "en": (
        "Show the ad from {host}. That server will then see your network address. Your yes is kept on this device.",
        "No more from {host}",
    ),
    "es": (
        "Mostrar el anuncio de {host}. Ese servidor verá entonces su dirección de red. Su sí queda en este dispositivo.",
        "Nada más de {host}",
    ),
    "fr": (
        "Afficher la publicité de {host}. Ce serveur verra alors votre adresse réseau. Votre oui reste sur cet appareil.",
        "Plus rien de {host}",
    ),
    "he": (
        "להציג את המודעה מ‎{host}. השרת הזה יראה אז את כתובת הרשת שלך. ההסכמה נשמרת במכשיר הזה.",
        "לא עוד מ‎{host}",
    ),
    "uk": (
        "Показати рекламу з {host}. Тоді цей сервер побачить вашу мережеву адресу. Згода лишається на цьому пристрої.",
        "Більше нічого з {host}",
    ),
}


def asking_of(language: str) -> str:
    """Return the question, with ``{host}`` in it, for a BCP 47 ``language``; in English where it is not known."""
    return _words_of(language)[0]


def stopping_of(language: str) -> str:
    """Return what takes the answer back, with ``{host}`` in it, for a BCP 47 ``language``; in English where it is not known."""
    return _words_of(language)[1]


def _words_of(language: str) -> tuple[str, str]:
    return _ASKING.get(language.split("-", 1)[0].lower(), _ASKING["en"])

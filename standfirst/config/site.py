"""The site put together: the edition's plates, the newsroom's door, ads and counting."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from standfirst.config.home import Home
from standfirst.delivery.app import build_site
from standfirst.delivery.asking import asking_handlers
from standfirst.delivery.declared import declared_handlers
from standfirst.delivery.settings import SiteSettings
from standfirst.delivery.slots import AdSettings, counting_handlers
from standfirst.edition.layout import edition_folder


def site_application(home: Home) -> Any:
    """Return the site as Granian serves it."""
    settings = SiteSettings(
        edition=edition_folder(home.edition_url),
        newsroom=f"unix:{home.newsroom_socket}",
        hosts=home.hosts,
    )
    handlers = counting_handlers(ad_settings(home), clock=lambda: datetime.now(UTC), dice=random.random)
    asking = asking_handlers(settings.edition, home.tallies, clock=lambda: datetime.now(UTC))
    return build_site(settings, {**handlers, **asking, **declared_handlers(settings.edition)})


def ad_settings(home: Home) -> AdSettings:
    """Return what ads on this machine need to know."""
    return AdSettings(
        edition=edition_folder(home.edition_url),
        tallies=home.tallies,
        secret=ads_secret(home),
        node=home.node,
        workers=home.workers,
        country_header=home.country_header,
    )


def ads_secret(home: Home) -> bytes:
    """Return the key that signs what counts ads; the same on every machine that has the paper's secret key."""
    return blake2b(home.secret_key.encode() or str(home.folder).encode(), person=b"standfirst ads").digest()

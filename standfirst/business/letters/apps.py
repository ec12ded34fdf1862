"""Letters as a Django app of the business side, with tables of its own."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LettersConfig(AppConfig):
    """What the paper says to readers who block its ads."""

    name = "standfirst.business.letters"
    label = "letters"
    verbose_name = "Letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what has to happen whenever a letter is saved, and let those who sell write letters."""
        # Imported here because models may only be imported once the apps are loaded.
        from standfirst.business.letters import posting, rights  # noqa: PLC0415

        posting.connect()
        post_migrate.connect(rights.let_sales_write, sender=self)

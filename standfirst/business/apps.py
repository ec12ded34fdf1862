"""The business side as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BusinessConfig(AppConfig):
    """The business side: who advertises, what they bought, what is shown."""

    name = "standfirst.business"
    label = "business"
    verbose_name = "Sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what has to happen whenever something is saved, and make the role once its rights are there."""
        # Imported here because models may only be imported once the apps are loaded.
        from standfirst.business import posting, roles  # noqa: PLC0415

        posting.connect()
        post_migrate.connect(roles.make_sales_role, sender=self)

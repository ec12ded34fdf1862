"""The newsroom as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    """The newsroom: where stories are written."""

    name = "standfirst.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what has to happen whenever something is saved."""
        # Imported here because models may only be imported once the apps are loaded.
        from standfirst.newsroom.indexes import make_indexes  # noqa: PLC0415
        from standfirst.newsroom.ringing import connect  # noqa: PLC0415

        connect()
        post_migrate.connect(make_indexes, sender=self)

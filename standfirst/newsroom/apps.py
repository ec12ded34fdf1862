"""The newsroom as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models import DateTimeField
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
        from wagtail.admin.forms.models import register_form_field_override  # noqa: PLC0415
        from wagtail.admin.widgets import AdminDateTimeInput  # noqa: PLC0415

        from standfirst.newsroom.hours import HourField  # noqa: PLC0415
        from standfirst.newsroom.indexes import make_indexes  # noqa: PLC0415
        from standfirst.newsroom.ringing import connect  # noqa: PLC0415

        connect()
        hours = {"form_class": HourField, "widget": AdminDateTimeInput}
        register_form_field_override(DateTimeField, override=hours)
        post_migrate.connect(make_indexes, sender=self)

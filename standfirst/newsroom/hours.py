"""Hours as editors write them: those of the two nights a year when clocks are changed included.

An hour that does not come, or comes twice, is asked back about; with its offset, as in "2026-10-25 02:30+01:00", it is clear.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail import blocks


class HourField(forms.DateTimeField):
    """A moment, written in the current zone."""

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the form; of an hour that comes twice with its offset, so that it can be saved again as it is."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            local = timezone.localtime(value)
            if _goes_back(*_readings(local.replace(tzinfo=None))):
                return local.isoformat(" ", "minutes")
        return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment. Raises ValidationError that says what to write where it is not clear which is meant."""
        try:
            moment: datetime | None = super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone" or not error.params:
                raise
            raise ValidationError(_question(error.params["datetime"]), code=error.code) from error
        return moment


class HourBlock(blocks.DateTimeBlock):
    """A moment within a stream."""

    @cached_property
    def field(self) -> HourField:
        """The field it is written in."""
        return HourField(widget=super().field.widget, **self.field_options)

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Return what migrations know of it: nothing of it is stored otherwise."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.DateTimeBlock", args, kwargs


def _readings(written: datetime) -> tuple[datetime, datetime]:
    """Return ``written`` (naive) by the clock before a change, and by the clock after it: the same but in such a night."""
    zone = timezone.get_current_timezone()
    return written.replace(tzinfo=zone, fold=0), written.replace(tzinfo=zone, fold=1)


def _goes_back(before: datetime, after: datetime) -> bool:
    return before.utcoffset() != after.utcoffset() and before.timestamp() < after.timestamp()


def _question(written: datetime) -> str:
    before, after = _readings(written)
    zone = timezone.get_current_timezone()
    where = zone.key if isinstance(zone, ZoneInfo) else str(zone)
    hour = f"{written:%H:%M}"
    if _goes_back(before, after):
        first, second = (reading.isoformat(" ", "minutes") for reading in (before, after))
        return f"{hour} comes twice that night in {where}: write {first} for the first, {second} for the second."
    later = datetime.fromtimestamp(before.timestamp(), zone)
    return (
        f"There is no {hour} that night in {where}, clocks go forward: write another time, as {later:%Y-%m-%d %H:%M}."
    )

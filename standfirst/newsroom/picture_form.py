"""The photo desk's form. Apart from the others: it may only be imported once the models are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from standfirst.newsroom.negatives import FOCAL_POINT, look_into
from standfirst.press.originals import PictureRefused


class PictureForm(BaseImageForm):
    """The form of the photo desk: a file that cannot be printed is refused while its owner looks on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].to_python = _looked_into(self.fields["file"].to_python)

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; a new file's focal point is not the old one's."""
        cleaned: dict[str, Any] = super().clean()
        if "file" in self.changed_data and not set(FOCAL_POINT) & set(self.changed_data):
            cleaned |= dict.fromkeys(FOCAL_POINT)
        return cleaned


def _looked_into(to_python: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a reader of uploads that looks into them before Wagtail does, who stumbles over damaged ones."""

    def look_and_read(upload: Any) -> Any:
        if upload:
            try:
                look_into(upload, name=upload.name)
            except PictureRefused as error:
                raise ValidationError(str(error)) from error
        return to_python(upload)

    return look_and_read

"""A file field that shows the picture it holds, without an address a blocker could catch."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.forms import ClearableFileInput
from django.utils.html import format_html
from django.utils.safestring import SafeString


class PictureInput(ClearableFileInput):
    """The picture itself, a tick to take it out, and a button to choose another."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the field's HTML."""
        kept = value if self.is_initial(value) else None
        choose = super().render(name, None, attrs, renderer)
        return format_html("{}{}", self._shown(name, kept), choose) if kept else choose

    def _shown(self, name: str, kept: Any) -> SafeString:
        try:
            with kept.open("rb") as file:
                drawn = b64encode(file.read()).decode()
        except OSError:
            return format_html("<p>{}</p>", "The file of this picture is gone; choose it again.")
        kind = kept.name.rpartition(".")[2].replace("jpg", "jpeg")
        # A field that must be filled has nothing to tick: it is replaced, never emptied.
        clear = "" if self.is_required else self._clear(name)
        return format_html(
            '<p><img src="data:image/{};base64,{}" alt="" style="max-width:100%"></p>{}', kind, drawn, clear
        )

    def _clear(self, name: str) -> SafeString:
        return format_html(
            '<p><label><input type="checkbox" name="{}"> Take this picture out</label></p>',
            self.clear_checkbox_name(name),
        )

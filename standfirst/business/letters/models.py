"""A letter as the paper writes it, and how letters are asked and counted."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import PreviewableMixin

from standfirst.ads import letters
from standfirst.ads.letters import MOST_WORDS, Counting, blame_in, letter_words

#: The languages letters are written in, by their own names.
LANGUAGES = (
    ("en", "English"),
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("uk", "Українська"),
)

_WORDED = ("language", "salutation", "body", "sign_off", "signature")


def valid_way(address: str) -> None:
    """Raise ValidationError unless ``address`` is a page of this paper or one reached by https."""
    parts = urlsplit(address)
    own = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not own and not (parts.scheme == "https" and parts.hostname):
        raise ValidationError("Write https://… or a page of this paper, such as /support/")


class Letter(PreviewableMixin, models.Model):
    """One letter. It is sent to readers in its language as long as it is running."""

    name = models.CharField(max_length=80, help_text="For you, to tell it from others. Readers never see it.")
    language = models.CharField(max_length=3, choices=LANGUAGES, default="en")
    salutation = models.CharField(max_length=120, help_text="Such as: Dear reader,")
    body = models.TextField(
        help_text="What you say, paragraphs parted by an empty line. It stands in an ad's space: be brief."
    )
    sign_off = models.CharField("sign-off", max_length=120, help_text="Such as: With thanks,")
    signature = models.CharField(max_length=120, help_text="Who writes: a name, or the editors.")
    running = models.BooleanField(
        default=False,
        help_text="Readers get it. Several running letters in one language are compared: each is shown equally often.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("language"), FieldPanel("running")], heading="Which"),
        MultiFieldPanel(
            [FieldPanel(field) for field in ("salutation", "body", "sign_off", "signature")],
            heading="The letter",
            help_text="It asks, and never blames: nobody broke anything, and nobody has to do anything to read on.",
        ),
    ]

    class Meta:
        ordering = ["language", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    def clean(self) -> None:
        """Refuse words that blame or threaten, and letters too long for an ad's space."""
        super().clean()
        wrong: dict[str, str] = {}
        for field in ("salutation", "body", "sign_off", "signature"):
            if blamed := blame_in(str(getattr(self, field)), self.language):
                said = ", ".join(f"“{phrase}”" for phrase in blamed)
                wrong[field] = f"This may sound as if the reader did wrong: {said}. Say what the ads pay for, and ask."
        if "body" not in wrong and not self.paragraphs():
            wrong["body"] = "Say something."
        if "body" not in wrong and len(self.said().said()) > MOST_WORDS:
            wrong["body"] = f"{len(self.said().said())} characters with salutation and signature; at most {MOST_WORDS}."
        if wrong:
            raise ValidationError(wrong)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; other words make another version, which is counted from nothing."""
        before = type(self).objects.filter(pk=self.pk).values(*_WORDED, "version").first() if self.pk else None
        if before and any(before[field] != getattr(self, field) for field in _WORDED):
            self.version = before["version"] + 1
        super().save(*args, **kwargs)

    def paragraphs(self) -> tuple[str, ...]:
        """Return the body's paragraphs."""
        parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", str(self.body)))
        return tuple(part for part in parts if part)

    def said(self) -> letters.Letter:
        """Return the letter as readers get it."""
        identity = f"{self.language}.{self.pk or 0}.{self.version}"
        return letters.Letter(identity, self.salutation, self.paragraphs(), self.sign_off, self.signature)

    def is_previewable(self) -> bool:
        """Say that there is something to preview."""
        return True

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: Any = None,
    ) -> HttpResponse:
        """Return the preview; it needs nothing of a request."""
        del original_request, extra_request_attrs
        return self.serve_preview(None, preview_mode)

    def serve_preview(self, request: HttpRequest | None, mode_name: str | None) -> HttpResponse:
        """Return a page with the letter on it as readers meet it, by the very script that shows it to them."""
        # The preview knows the models, not the other way round.
        from standfirst.business.letters.preview import preview_of  # noqa: PLC0415

        del request, mode_name
        return preview_of(self.said(), self.language)


@register_setting(icon="mail")
class AskSettings(BaseGenericSetting):
    """Whether readers are asked, what is counted of it, and how else they can help."""

    asking = models.BooleanField(
        default=True,
        help_text="Ask readers whose browser leaves the ads out, once a visit at most and three times ever. Without a letter "
        "of your own, Standfirst’s is sent.",
    )
    counting = models.CharField(
        max_length=5,
        choices=[
            (Counting.ON.value, "Count"),
            (Counting.GIVEN.value, "Count only where a page says that consent was given"),
            (Counting.OFF.value, "Count nothing"),
        ],
        default=Counting.ON.value,
        help_text="Sums of a day: offered, shown, dismissed, allowed, supported. Never who.",
    )
    support = models.CharField(
        max_length=300, blank=True, validators=[valid_way], help_text="Where readers can support you in another way."
    )
    newsletter = models.CharField(
        max_length=300, blank=True, validators=[valid_way], help_text="Where readers can have your newsletter."
    )

    class Meta:
        verbose_name = "Letters to readers"

    @classmethod
    def current(cls) -> AskSettings:
        """Return the settings; those of a new paper, unsaved, where none were saved yet."""
        found: AskSettings | None = cls.objects.order_by("pk").first()
        return found or cls()


def letters_out(language: str) -> tuple[letters.Letter, ...]:
    """Return the letters running in ``language``; ours where the paper runs none of its own."""
    running = tuple(letter.said() for letter in Letter.objects.filter(language=language, running=True).order_by("pk"))
    return running or (letter_words(language).letter,)

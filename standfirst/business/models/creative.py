"""Creatives: what is shown, once it was approved as it is."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from standfirst.ads.errors import TargetRefused
from standfirst.ads.schedule import TEXT_LENGTH
from standfirst.ads.sizes import BOX, NARROW, SIZES, WIDE, Size
from standfirst.ads.target import TARGET_LENGTH, target_of
from standfirst.business.bundles import bundle_name, files_of
from standfirst.business.models.flight import Flight
from standfirst.business.pictures import checked, name_of

#: Where a creative keeps its picture of which size.
SIZE_OF = {"wide": WIDE, "narrow": NARROW, "box": BOX}


def _picture(size: Size, where: str) -> Any:
    return models.FileField(f"picture {size}", upload_to="sales", blank=True, help_text=f"{where} PNG, JPEG or WebP.")


def _is_new(file: Any) -> bool:
    """Say whether ``file`` was chosen just now and is not in the store yet."""
    return not file._committed  # noqa: SLF001  # Django says it nowhere else


class Creative(models.Model):
    """What is shown. It stands wherever one of its pictures fits, once it was approved as it is."""

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="creatives")
    name = models.CharField(max_length=120)
    alt = models.CharField(
        "what it says",
        max_length=TEXT_LENGTH,
        help_text="For readers who do not see pictures: the words in it and what it shows.",
    )
    target = models.CharField(
        "leads to", max_length=TARGET_LENGTH, help_text="https://… or a page of this paper, such as /world/"
    )
    headline = models.CharField(
        max_length=TEXT_LENGTH, blank=True, help_text="Makes it a card in words, with or without a picture."
    )
    text = models.CharField(max_length=TEXT_LENGTH, blank=True, help_text="Under the headline.")
    bundle = models.FileField(
        "HTML5 bundle",
        upload_to="sales/bundles",
        blank=True,
        help_text="A zip with index.html. It runs shut off from everything; the whole of it is one link.",
    )
    tag = models.CharField(
        "third-party tag",
        max_length=TARGET_LENGTH,
        blank=True,
        help_text="https://… of a page at another server. Readers are asked before that server sees them.",
    )
    frame_size = models.CharField(
        "size of bundle or tag",
        max_length=10,
        blank=True,
        choices=[(str(size), str(size)) for size in SIZES],
    )
    wide = _picture(WIDE, "Above and below stories, on large screens.")
    narrow = _picture(NARROW, "The same places, on phones.")
    box = _picture(BOX, "Beside and between stories, on all screens.")
    approved = models.BooleanField(
        default=False,
        help_text="It is shown once this is ticked. Changing words, pictures or target takes the tick away.",
    )
    approved_as = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        ordering = ["flight", "name"]
        permissions = [("approve_creative", "Can approve creatives")]

    def __str__(self) -> str:
        return f"{self.name} ({self.flight})"

    def clean(self) -> None:
        """Refuse a target, picture or bundle that must not be shown. Raises ValidationError by field."""
        super().clean()
        wrong: dict[str, Any] = {}
        for name in ("target", "tag"):
            try:
                if given := getattr(self, name):
                    setattr(self, name, target_of(given))
            except TargetRefused as error:
                wrong[name] = str(error)
        for field, size in SIZE_OF.items():
            try:
                if (file := getattr(self, field)) and _is_new(file):
                    checked(file, size)
            except ValidationError as error:
                wrong[field] = error.messages
        try:
            if self.bundle and _is_new(self.bundle):
                files_of(self.bundle)
        except ValidationError as error:
            wrong["bundle"] = error.messages
        wrong = self._kind_refused() | wrong
        if wrong:
            raise ValidationError(wrong)

    def _kind_refused(self) -> dict[str, Any]:
        """Return what is wrong with the kind of creative it is, by field."""
        kinds = [name for name in ("headline", "bundle", "tag") if getattr(self, name)]
        if len(kinds) > 1:
            return {kinds[1]: "A card in words, a bundle or a tag: one of them."}
        if not kinds:
            return {} if any(self.pictures()) else {"wide": "One picture at least."}
        if kinds != ["headline"] and not self.frame_size:
            return {"frame_size": "Say for which size it is made."}
        if kinds == ["tag"] and not self.tag.startswith("https://"):
            return {"tag": "A page at another server, https://…"}
        return {}

    def pictures(self) -> Iterator[tuple[Size, Any]]:
        """Yield each picture there is with its size, widest first."""
        for field, size in SIZE_OF.items():
            if file := getattr(self, field):
                yield size, file

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; new pictures are named by their bytes, and an approval holds only for what was approved.

        Raises ValidationError for a picture or bundle that must not be shown, whoever saves.
        """
        for size, file in self.pictures():
            if _is_new(file):
                file.name = name_of(*checked(file, size))
        if self.bundle and _is_new(self.bundle):
            self.bundle.name = bundle_name(self.bundle)
        content = self.content()
        if not self.approved:
            self.approved_as = ""
        elif not self.approved_as:
            self.approved_as = content
        elif self.approved_as != content:
            self.approved, self.approved_as = False, ""
        super().save(*args, **kwargs)

    def is_approved(self) -> bool:
        """Say whether it was approved as it is now."""
        return bool(self.approved and self.approved_as == self.content())

    def content(self) -> str:
        """Return 32 hexadecimal digits that differ when what readers would meet does."""
        parts = [
            self.alt,
            self.target,
            *(text for text in (self.headline, self.text, self.tag) if text),
            *([f"{self.frame_size} {self.bundle.name.rpartition('/')[2][:32]}"] if self.bundle else []),
            *(f"{size} {file.name.rpartition('/')[2][:32]}" for size, file in self.pictures()),
        ]
        return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    def size(self) -> Size | None:
        """Return the size of its bundle or tag, None where it has neither."""
        return next((size for size in SIZES if str(size) == self.frame_size), None)

"""What a story's body may hold: the same blocks as story/blocks.py, as an editor fills them in."""

from __future__ import annotations

from django.utils import timezone
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

from standfirst.newsroom.hours import HourBlock

#: What running text may carry; the handoff lets nothing else through whatever is stored.
INLINE = ["bold", "italic", "link"]
RUNNING = [*INLINE, "h2", "ol", "ul"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=INLINE, label="What was said")
    source = blocks.CharBlock(required=False, help_text="Who said it. Leave empty where the text says so.")

    class Meta:
        icon = "openquote"
        label = "Quote"


class PullQuoteBlock(blocks.StructBlock):
    text = blocks.CharBlock(help_text="Words of this story, repeated large as decoration.")
    source = blocks.CharBlock(required=False)

    class Meta:
        icon = "pilcrow"
        label = "Pull quote"


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock()
    caption = blocks.CharBlock(
        required=False, help_text="What this story says of it; the picture's own caption when empty."
    )

    class Meta:
        icon = "image"
        label = "Picture"


class ListingBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(required=False, label="Numbered")
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE, label="Item"))

    class Meta:
        icon = "list-ul"
        label = "List"


class FactBoxBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE, label="Fact"))

    class Meta:
        icon = "info-circle"
        label = "Fact box"


class EmbedLinkBlock(blocks.StructBlock):
    url = blocks.URLBlock(
        label="Address", help_text="Printed as a link: no other site is asked when readers open the story."
    )
    title = blocks.CharBlock(required=False, help_text="What is to be seen there.")
    provider = blocks.CharBlock(required=False, help_text="Where it is, for instance YouTube.")

    class Meta:
        icon = "link-external"
        label = "Link to a video, post or map"


class LiveEntryBlock(blocks.StructBlock):
    at = HourBlock(label="Time", default=timezone.now)
    headline = blocks.CharBlock(help_text="What happened, in a line.")
    text = blocks.RichTextBlock(features=INLINE, required=False)
    key = blocks.BooleanBlock(
        required=False, label="Key moment", help_text="One of those that matter most: set apart on the page."
    )

    class Meta:
        icon = "history"
        label = "Live entry"


class BodyBlock(blocks.StreamBlock):
    """A story's body."""

    paragraph = blocks.RichTextBlock(features=RUNNING, label="Text", icon="pilcrow")
    subheading = blocks.CharBlock(icon="title")
    quote = QuoteBlock()
    pull_quote = PullQuoteBlock()
    picture = PictureBlock()
    list = ListingBlock()
    table = TableBlock(table_options={"startRows": 3, "startCols": 3, "language": "en-US"}, icon="table")
    fact_box = FactBoxBlock()
    embed = EmbedLinkBlock()
    live = LiveEntryBlock()


class AttributionBlock(blocks.StructBlock):
    source = blocks.CharBlock(help_text="Who said it: “the ministry”, “Ada Lark”.")
    stance = blocks.ChoiceBlock(choices=[("asserts", "asserts"), ("denies", "denies")], default="asserts")
    claim = blocks.CharBlock(help_text="What is said.")
    via = blocks.CharBlock(required=False, help_text="Through whom it reached us, if not directly.")
    when = blocks.CharBlock(required=False, help_text="As the story puts it: “early Wednesday”.")

    class Meta:
        icon = "user"
        label = "Statement"


class CorrectionBlock(blocks.StructBlock):
    at = HourBlock(label="Corrected at")
    text = blocks.RichTextBlock(features=INLINE, help_text="What was wrong, and what is right.")

    class Meta:
        icon = "edit"
        label = "Correction"

"""The desk: all stories in one flat list, beside the page tree."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import django_filters  # type: ignore[import-untyped]  # ships no types, as Wagtail does not
from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left, Length
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy

from standfirst.newsroom.desk_rows import HeadlineColumn
from standfirst.newsroom.indexes import PARENT
from standfirst.newsroom.models.paper import PaperSettings
from standfirst.newsroom.models.person import Person
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.story import StoryByline, StoryPage
from standfirst.newsroom.taps import taps_of

STATUSES = (
    ("draft", "Draft"),
    ("review", "In review"),
    ("scheduled", "Scheduled"),
    ("live", "Live"),
    ("changed", "Live, with changes not published"),
    ("withdrawn", "Withdrawn"),
)


def with_status(stories: QuerySet[Any], status: str) -> QuerySet[Any]:
    """Return those of ``stories`` that stand as ``status`` (one of STATUSES) says."""
    match status:
        case "draft":
            return stories.filter(live=False, first_published_at__isnull=True)
        case "review":
            waiting = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
            return stories.filter(pk__in=[int(pk) for pk in waiting.values_list("object_id", flat=True)])
        case "scheduled":
            story = ContentType.objects.get_for_model(StoryPage)
            # Of what kind they are is looked at here: asked for both, SQLite looks through all that was ever written.
            due = Revision.objects.filter(approved_go_live_at__isnull=False).values_list("content_type", "object_id")
            return stories.filter(pk__in=[int(pk) for kind, pk in due if kind == story.pk])
        case "live":
            return stories.filter(live=True)
        case "changed":
            return stories.filter(live=True, has_unpublished_changes=True)
        case "withdrawn":
            return stories.filter(live=False, first_published_at__isnull=False)
        case _:
            return stories


class NamesSelect(forms.Select):
    """A select of very many names, asked for and written at once: Django makes an object and sets a template for each option."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Return the element; ``value``: of the option that is chosen."""
        del renderer
        chosen = str(value or "")
        named = [("", self.choices.field.empty_label), *self.choices.queryset.values_list("pk", "name")]
        options = "".join(
            f'<option value="{key}"{" selected" if str(key) == chosen else ""}>{escape(label)}</option>'
            for key, label in named
        )
        attributes = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", attributes, SafeString(options))


class _Parent(Func):
    """The path of the page above the one with this path, as the index in ``indexes`` has it."""

    template = PARENT.replace("path", "%(expressions)s")
    output_field = CharField()


def below(pages: QuerySet[Any], parent: Page) -> QuerySet[Any]:
    """Return those of ``pages`` that stand right below ``parent``, by an index that has their newest first."""
    return pages.annotate(parent=_Parent("path")).filter(parent=parent.path)


class DeskFilterSet(WagtailFilterSet):
    """The desk's filters: section, status, author, date."""

    section = django_filters.ModelChoiceFilter(
        label="Section", queryset=SectionPage.objects.order_by("path"), method="of_section", widget=forms.RadioSelect
    )
    status = django_filters.ChoiceFilter(
        label="Status", choices=STATUSES, method="of_status", widget=forms.RadioSelect, empty_label="Any"
    )
    author = django_filters.ModelChoiceFilter(
        label="Author",
        queryset=Person.objects.only("name"),
        method="of_author",
        empty_label="Anybody",
        widget=NamesSelect,
    )
    first_published_at = django_filters.DateFromToRangeFilter(label="Published", widget=DateRangePickerWidget)
    latest_revision_created_at = django_filters.DateFromToRangeFilter(label="Changed", widget=DateRangePickerWidget)

    class Meta:
        model = StoryPage
        fields: list[str] = []

    def of_section(self, stories: QuerySet[Any], name: str, section: SectionPage) -> QuerySet[Any]:
        """Return the stories of ``section``."""
        del name
        # Of one person's stories of a section, ``of_author`` takes those of the section.
        return stories if self.form.cleaned_data.get("author") else below(stories, section)

    def of_status(self, stories: QuerySet[Any], name: str, status: str) -> QuerySet[Any]:
        """Return the stories that stand as ``status`` says."""
        del name
        return with_status(stories, status)

    def of_author(self, stories: QuerySet[Any], name: str, person: Person) -> QuerySet[Any]:
        """Return the stories with ``person`` in the byline, the newest of very many: those the desk has pages for."""
        del name
        bylines = StoryByline.objects.filter(person=person).order_by("-pk")
        if section := self.form.cleaned_data.get("section"):
            bylines = bylines.filter(story__path__startswith=section.path)
        # By their numbers: all that a row shows is looked up before the newest are chosen.
        return stories.filter(pk__in=list(bylines.values_list("story_id", flat=True)[: DeskPaginator.most]))


def with_names(stories: QuerySet[Any]) -> QuerySet[Any]:
    """Return ``stories``, each with its section's name, its first author and how many authors there are."""
    above = SectionPage.objects.filter(path=Left(OuterRef("path"), Length(OuterRef("path")) - SectionPage.steplen))
    bylines = StoryByline.objects.filter(story_id=OuterRef("pk"))
    return stories.annotate(
        of_section=Subquery(above.values("title")[:1]),
        first_author=Subquery(bylines.order_by("sort_order").values("person__name")[:1]),
        authors=Subquery(bylines.order_by().values("story_id").annotate(number=Count("pk")).values("number")),
    )


def byline_of(page: Any) -> str:
    """Return who wrote ``page`` (as ``with_names`` gives it), short: "Ada Lark and 1 more"."""
    first, number = getattr(page, "first_author", None), getattr(page, "authors", None) or 0
    return f"{first} and {number - 1} more" if first and number > 1 else first or ""


def introduce(pages: Iterable[StoryPage]) -> None:
    """Tell ``pages`` their sections, the paper and their taps, in two queries, so that none asks for itself."""
    paper = PaperSettings.current()
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    sections = {section.path: section for section in SectionPage.objects.filter(path__in=set(above.values()))}
    for page in pages:
        page.known_paper, page.known_section = paper, sections.get(above[page.pk])
    addresses = {page.pk: page.address() for page in pages if page.live}
    taps = taps_of(filter(None, addresses.values()), settings.STANDFIRST.tallies)
    for page in pages:
        page.known_taps = taps.get(addresses.get(page.pk) or "")


class DeskPaginator(WagtailPaginator):
    """Pages of the desk. Nobody turns more than forty of them, so no more stories are counted than stand there."""

    most = 2_000

    @cached_property
    def count(self) -> int:
        """Return how many stories there are, at most ``most``."""
        if not isinstance(self.object_list, QuerySet):
            return min(int(super().count), self.most)
        # In the desk's own order, by whose indexes few of very many are found: withdrawn stories were looked for among all that ever ran.
        newest = F("latest_revision_created_at").desc(nulls_last=True)
        return int(self.object_list.order_by(newest).values("pk")[: self.most].count())

    def page(self, number: Any) -> Any:
        """Return page ``number``. Which stories stand there is asked first: what a row shows is then looked up for those alone."""
        if not isinstance(self.object_list, QuerySet):
            return super().page(number)
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        chosen = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        return self._get_page(self.object_list.filter(pk__in=chosen), number, self)


class DeskView(IndexView):
    """The desk's list, newest change first."""

    paginator_class = DeskPaginator

    page_title = "Desk"
    default_ordering = "-latest_revision_created_at"
    columns = [
        BulkActionsColumn("bulk_actions"),
        HeadlineColumn("title", label="Headline", sort_key="title", classname="title"),
        Column("section", label="Section", accessor=lambda page: getattr(page, "of_section", "")),
        Column("byline", label="By", accessor=byline_of),
        DateColumn("latest_revision_created_at", label="Changed", sort_key="latest_revision_created_at", width="12%"),
        DateColumn("first_published_at", label="Published", sort_key="first_published_at", width="12%"),
        Column("taps", label="Full story", accessor=lambda page: getattr(page, "known_taps", None) or ""),
        PageStatusColumn("status", label="Status", sort_key="live", width="12%"),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the stories the editor may see: by where they stand, not as one of all pages, which no index helps to sort."""
        return self.annotate_queryset(PagePermissionPolicy(StoryPage).explorable_instances(self.request.user))

    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """Return ``pages`` with everything a row of the desk shows, so that a row costs no query of its own."""
        return with_names(super().annotate_queryset(pages))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context, its pages knowing their sections and the paper."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        introduce(context["object_list"])
        return context


class Desk(PageListingViewSet):
    """All stories, for those who may see them."""

    model = StoryPage
    index_view_class = DeskView
    filterset_class = DeskFilterSet
    columns = DeskView.columns
    name = "desk"
    url_prefix = "desk"
    menu_label = "Desk"
    menu_name = "desk"
    icon = "list-ul"
    menu_order = 50
    add_to_admin_menu = True

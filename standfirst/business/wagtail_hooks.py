"""Advertising in the admin: a menu of its own, for those who sell.

No address here holds "advert" and no class "ad-": staff use blockers, too.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from standfirst.business.models import Advertiser, Creative, Flight, Order, Rate
from standfirst.business.urls import admin_urls
from standfirst.business.widgets import PictureInput


class LinkColumn(Column):
    """A way to one of our own pages for each row."""

    cell_template_name = "business/link_cell.html"

    def __init__(self, name: str, words: str) -> None:
        super().__init__(name, label="")
        self._words = words

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> Any:
        """Return the template's context."""
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"href": reverse(self.name, args=[instance.pk]), "words": self._words}


class AdvertiserViewSet(ModelViewSet):
    """Who pays."""

    model = Advertiser
    name = "customers"
    url_prefix = "sales/customers"
    icon = "group"
    menu_label = "Advertisers"
    list_display = ["name", "contact"]
    search_fields = ["name"]
    panels = [FieldPanel(name) for name in ("name", "contact", "category", "barred_topics")]
    inspect_view_enabled = True


class OrderViewSet(ModelViewSet):
    """What was ordered."""

    model = Order
    name = "orders"
    url_prefix = "sales/orders"
    icon = "clipboard-list"
    menu_label = "Orders"
    list_display = ["name", "advertiser", "order_number", "price_model", LinkColumn("sales_order", "Figures")]
    list_filter = ["advertiser"]
    search_fields = ["name", "order_number"]
    panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("advertiser", "name", "order_number")], heading="What"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(name) for name in ("price_model", "price", "currency")])], heading="Price"
        ),
    ]


class FlightViewSet(ModelViewSet):
    """When and where it runs."""

    model = Flight
    name = "flights"
    url_prefix = "sales/flights"
    icon = "date"
    menu_label = "Flights"
    list_display = [
        "name",
        "order",
        "first_day",
        "last_day",
        Column("get_priority_display", label="Priority", sort_key="priority"),
        BooleanColumn("paused"),
        LinkColumn("sales_flight", "How it stands"),
    ]
    list_filter = ["priority", "paused"]
    search_fields = ["name"]
    panels = [
        MultiFieldPanel([FieldPanel("order"), FieldPanel("name"), FieldPanel("paused")], heading="What"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])], heading="When"),
        MultiFieldPanel(
            [
                FieldPanel("priority"),
                FieldRowPanel([FieldPanel("goal"), FieldPanel("unit")]),
                FieldRowPanel([FieldPanel("share"), FieldPanel("weight")]),
                FieldRowPanel([FieldPanel("daily_cap"), FieldPanel("frequency_views"), FieldPanel("frequency_hours")]),
            ],
            heading="How much",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("sections", "topics", "barred_topics", "slots", "places")],
            heading="Where",
            help_text="Never beside a story marked as sensitive, whatever stands here.",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(name) for name in ("languages", "devices", "countries")])],
            heading="Which readers",
            help_text="By what the page and the browser say themselves, never by who somebody is.",
        ),
    ]


class CreativeViewSet(ModelViewSet):
    """What is shown."""

    model = Creative
    name = "creatives"
    url_prefix = "sales/creatives"
    icon = "image"
    menu_label = "Creatives"
    list_display = ["name", "flight", "target", BooleanColumn("approved"), LinkColumn("sales_preview", "Preview")]
    list_filter = ["approved"]
    search_fields = ["name", "alt"]
    # A copy would need its pictures chosen again, and look as if it had them.
    copy_view_enabled = False
    panels = [
        MultiFieldPanel([FieldPanel("flight"), FieldPanel("name")], heading="What"),
        MultiFieldPanel([FieldPanel("alt"), FieldPanel("target")], heading="Words and target"),
        MultiFieldPanel(
            [FieldPanel(field, widget=PictureInput) for field in ("wide", "narrow", "box")], heading="Pictures"
        ),
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("text")], heading="Card in words"),
        MultiFieldPanel(
            [FieldPanel("bundle"), FieldPanel("tag"), FieldPanel("frame_size")], heading="HTML5 or third-party tag"
        ),
        FieldPanel("approved", permission="business.approve_creative"),
    ]


class RateViewSet(ModelViewSet):
    """Lines of the rate card."""

    model = Rate
    name = "rates"
    url_prefix = "sales/rates"
    icon = "list-ul"
    menu_label = "Rate card"
    list_display = ["what", "price", "currency", "per"]
    panels = [FieldPanel(name) for name in ("what", "price", "currency", "per", "order")]


class SalesGroup(ViewSetGroup):
    """The menu "Advertising"."""

    menu_label = "Advertising"
    menu_name = "sales"
    menu_icon = "tag"
    items = (FlightViewSet(), CreativeViewSet(), OrderViewSet(), AdvertiserViewSet(), RateViewSet())


@hooks.register("register_admin_viewset")
def advertising() -> SalesGroup:
    """Return the business side's screens."""
    return SalesGroup()


@hooks.register("register_admin_urls")
def own_pages() -> list[Any]:
    """Return the addresses of our own pages."""
    return list(admin_urls)


class ForSales(MenuItem):
    """A menu item only those who sell see."""

    def is_shown(self, request: Any) -> bool:
        """Say whether ``request``'s user sells."""
        return bool(request.user.has_perm("business.view_flight"))


@hooks.register("register_reports_menu_item")
def forecast_item() -> MenuItem:
    """Return the way to the forecast."""
    return ForSales(
        "Advertising to sell", reverse("sales_forecast"), name="sales-forecast", icon_name="view", order=900
    )

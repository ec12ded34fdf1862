"""The business side's own pages in the admin: how a flight stands, what an order costs, previews, forecasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.forms import DateField, DateInput, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from standfirst.ads.frame import BUNDLE_POLICY
from standfirst.ads.sizes import SLOTS
from standfirst.business.bundles import FIRST, TYPES, files_of
from standfirst.business.caps import cap_said
from standfirst.business.charts import bars
from standfirst.business.export import paper_zone
from standfirst.business.figures import order_figures
from standfirst.business.forecast import Forecast, forecast
from standfirst.business.making_good import NothingToMakeGood, make_good
from standfirst.business.models import Creative, Flight, HouseRules, Order
from standfirst.business.previewing import page_with, preview_key, previewed, slot_with
from standfirst.edition.layout import edition_folder
from standfirst.edition.shelf import Shelf

View = Callable[..., HttpResponse]


def allowed(*rights: str) -> Callable[[View], View]:
    """Let only those in who have ``rights`` of the business side."""

    def guarded(view: View) -> View:
        @wraps(view)
        def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms([f"business.{right}" for right in rights]):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guard

    return guarded


# --- Flights


@allowed("view_flight")
def flight_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a flight stands, with the buttons that matter in a hurry."""
    flight = get_object_or_404(Flight.objects.select_related("order__advertiser"), pk=pk)
    [figures] = [one for one in order_figures(flight.order, paper_zone()).flights if one.flight.pk == pk]
    return render(
        request,
        "business/flight.html",
        {
            "flight": flight,
            "figures": figures,
            "part": f"{figures.done / flight.goal:.1%}" if flight.goal else "",
            "chart": bars(figures.days, "served", "Views by day"),
            "is_over": flight.last_day < _today(),
            "creatives": flight.creatives.all(),
            "cap": cap_said(flight, HouseRules.current()),
        },
    )


@require_POST
@allowed("change_flight")
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a flight off the pages now, or let it run on."""
    flight = get_object_or_404(Flight, pk=pk)
    flight.paused = request.POST.get("pause") == "1"
    flight.save(update_fields=["paused"])
    messages.success(request, "It is off the pages." if flight.paused else "It runs on.")
    return redirect("sales_flight", pk)


@require_POST
@allowed("add_flight", "add_creative")
def good(request: HttpRequest, pk: int) -> HttpResponse:
    """Book what a flight fell short of."""
    flight = get_object_or_404(Flight, pk=pk)
    try:
        again = make_good(flight, today=_today(), zone=paper_zone())
    except NothingToMakeGood as error:
        messages.error(request, str(error))
        return redirect("sales_flight", pk)
    messages.success(request, f"{again.goal:,} {again.unit} are booked again, until {again.last_day:%d %B}.")
    return redirect("flights:edit", again.pk)


# --- Orders


@allowed("view_order")
def order_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an order's figures, what to invoice, and its report link."""
    order = get_object_or_404(Order.objects.select_related("advertiser"), pk=pk)
    figures = order_figures(order, paper_zone())
    key = order.report_key
    link = request.build_absolute_uri(reverse("sales_report", args=[key])) if key else ""
    chart = bars(figures.days, "served", "Views by day")
    rules = HouseRules.current()
    caps = [(one.flight.name, cap_said(one.flight, rules)) for one in figures.flights]
    return render(
        request,
        "business/order.html",
        {"order": order, "figures": figures, "link": link, "chart": chart, "caps": caps},
    )


@require_POST
@allowed("change_order")
def report_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an order's report link, or shut it: a link that was shut never works again."""
    order = get_object_or_404(Order, pk=pk)
    if request.POST.get("open") == "1":
        order.open_report()
    else:
        order.shut_report()
    messages.success(request, "The link works." if order.report_key else "The link leads nowhere now.")
    return redirect("sales_order", pk)


# --- Creatives


@allowed("view_creative")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a creative on a real page; ``page``: its path."""
    creative = get_object_or_404(Creative, pk=pk)
    frames = reverse("sales_preview", args=[pk]) + "slot/"
    path = request.GET.get("page", "/")
    page = page_with(Shelf(edition_folder(settings.STANDFIRST.edition_url)), path, frames)
    if page is None:
        raise Http404(f"There is no page at {path[:80]} to show {creative} on.")
    return HttpResponse(page)


@allowed("view_creative")
def preview_slot(request: HttpRequest, pk: int, slot: str) -> HttpResponse:
    """Show one slot of a preview."""
    if slot not in SLOTS:
        raise Http404
    creative = get_object_or_404(Creative.objects.select_related("flight__order__advertiser"), pk=pk)
    files = reverse("sales_preview_file", args=[preview_key(pk), FIRST]).removesuffix(FIRST)
    body, policy = slot_with(creative, slot, files, agreed=request.GET.get("agreed") == "1")
    return HttpResponse(body, headers={"content-security-policy": policy})


@xframe_options_exempt
@require_safe
def preview_file(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Serve a file of a bundle that is looked at, shut off as readers would get it, to whoever has the preview's ``key``.

    A sandboxed frame has no origin: browsers send it no login, and a rule that names our own origin would shut it out.
    """
    del request
    try:
        creative = get_object_or_404(Creative.objects.exclude(bundle=""), pk=previewed(key))
        with creative.bundle.open("rb") as kept:
            files = files_of(kept)
    except (BadSignature, FileNotFoundError, ValidationError) as error:
        raise Http404(str(error)) from error
    if name not in files:
        raise Http404
    kind = TYPES[name.rpartition(".")[2].lower()]
    return HttpResponse(
        files[name],
        content_type=kind,
        headers={
            "content-security-policy": BUNDLE_POLICY,
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
            "x-robots-tag": "noindex",
        },
    )


# --- What there is to sell


class Period(Form):
    """The days somebody asks about."""

    first_day = DateField(widget=DateInput(attrs={"type": "date"}))
    last_day = DateField(widget=DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts, or is longer than a year."""
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and not timedelta() <= last - first <= timedelta(days=366):
            raise ValidationError("The last day comes after the first, within a year.")
        return told


@allowed("view_flight")
def availability(request: HttpRequest) -> HttpResponse:
    """Show what each slot is expected to have free in a period, in all of the paper and section by section."""
    today = _today()
    form = Period(request.GET or {"first_day": today, "last_day": today + timedelta(days=27)})
    found: tuple[Forecast, ...] = ()
    if form.is_valid():
        days = form.cleaned_data
        found = forecast(SLOTS, days["first_day"], days["last_day"], now=datetime.now(paper_zone()))
    paper = [one for one in found if one.section == ""]
    sections = [one for one in found if one.section != ""]
    return render(request, "business/forecast.html", {"form": form, "paper": paper, "sections": sections})


def _today() -> date:
    return datetime.now(paper_zone()).date()

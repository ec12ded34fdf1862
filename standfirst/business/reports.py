"""The advertiser's report: one order's figures for whoever has its link, without a login."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from standfirst.business.charts import bars
from standfirst.business.export import paper_zone
from standfirst.business.figures import OrderFigures, order_figures
from standfirst.business.models import Order
from standfirst.business.sheets import order_sheet

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Return the report as a page."""
    figures = _figures(key)
    charts = [
        (heading, bars(figures.days, name, heading))
        for name, heading in (("served", "Views by day"), ("viewed", "Viewable by day"), ("clicks", "Clicks by day"))
    ]
    page = render(request, "business/report.html", {"order": figures.order, "figures": figures, "charts": charts})
    return _private(page)


@require_safe
def report_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """Return the report as CSV."""
    del request
    sheet = HttpResponse(order_sheet(_figures(key)), content_type="text/csv; charset=utf-8")
    sheet["content-disposition"] = 'attachment; filename="figures.csv"'
    return _private(sheet)


def _figures(key: str) -> OrderFigures:
    order = Order.objects.select_related("advertiser").filter(report_key=key).first()
    if order is None:
        raise Http404
    return order_figures(order, paper_zone())


def _private(answer: HttpResponse) -> HttpResponse:
    answer["content-security-policy"] = _POLICY
    answer["cache-control"] = "private, no-store"
    # The link is the key: it must not be told to whoever is linked to.
    answer["referrer-policy"] = "no-referrer"
    answer["x-robots-tag"] = "noindex"
    return answer

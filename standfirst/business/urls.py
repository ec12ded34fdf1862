"""Addresses of the business side's own pages, below /newsroom/."""

from __future__ import annotations

from django.urls import path

from standfirst.business import reports, views

#: In the admin, for those who sell.
admin_urls = [
    path("sales/flights/<int:pk>/now/", views.flight_now, name="sales_flight"),
    path("sales/flights/<int:pk>/pause/", views.pause, name="sales_pause"),
    path("sales/flights/<int:pk>/good/", views.good, name="sales_good"),
    path("sales/orders/<int:pk>/now/", views.order_now, name="sales_order"),
    path("sales/orders/<int:pk>/link/", views.report_link, name="sales_link"),
    path("sales/creatives/<int:pk>/preview/", views.preview, name="sales_preview"),
    path("sales/creatives/<int:pk>/preview/slot/<slug:slot>/", views.preview_slot, name="sales_preview_slot"),
    path("sales/forecast/", views.availability, name="sales_forecast"),
]

#: For whoever has the link.
report_urls = [
    path("newsroom/sales-files/<str:key>/<path:name>", views.preview_file, name="sales_preview_file"),
    path("newsroom/reports/<str:key>/", reports.report, name="sales_report"),
    path("newsroom/reports/<str:key>/figures.csv", reports.report_sheet, name="sales_report_sheet"),
]

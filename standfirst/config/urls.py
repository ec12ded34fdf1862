"""The newsroom's addresses: all under /newsroom/, and nothing of Wagtail's public side."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from standfirst.business.urls import report_urls
from standfirst.newsroom import views

urlpatterns = [
    # Whoever comes in stands at the desk; the dashboard's own address leads there too.
    path("newsroom/", views.landing),
    path("newsroom/bulk/<str:app_label>/<str:model_name>/<str:action>/", views.bulk),
    path("newsroom/media/<path:path>", views.media, name="newsroom_media"),
    path("newsroom/originals/<int:pk>/", views.original, name="newsroom_original"),
    path("newsroom/stories/<int:pk>/previews/", views.preview_links, name="newsroom_preview_links"),
    path("newsroom/renditions/<str:name>", views.any_rendition, name="newsroom_rendition"),
    path("newsroom/previews/<str:secret>/m/<str:name>", views.linked_rendition, name="newsroom_linked_rendition"),
    path("newsroom/previews/<str:secret>/", views.linked_preview, name="newsroom_linked_preview"),
    *report_urls,
    path("newsroom/", include(wagtailadmin_urls)),
]

handler500 = "standfirst.newsroom.doors.out_of_order"

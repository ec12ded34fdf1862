"""The newsroom goes by the paper's clock: an hour that an editor reads or writes is one that readers will read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.users.models import UserProfile

from standfirst.newsroom.handoff.archive import zone


class ByThePapersClock:
    """Middleware: whoever is logged in has the paper's zone.

    Wagtail would have each user's own, and UTC until they choose one: a story scheduled for nine in New York
    would go out at four or five in the morning.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer."""
        return self._get_response(request)

    def process_view(self, request: Any, *_: Any) -> None:
        """Give the user the paper's zone, for this request."""
        if request.user.is_authenticated:
            profile = getattr(request.user, "wagtail_userprofile", None) or UserProfile.get_for_user(request.user)
            profile.current_time_zone = zone().key
            request.user.wagtail_userprofile = profile

"""What the newsroom shows beside Wagtail's own pages, to those who may see it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils._os import safe_join
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index as act_in_bulk
from wagtail.admin.views.home import HomeView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from standfirst.newsroom.models.capture import Capture
from standfirst.newsroom.models.story import StoryPage
from standfirst.newsroom.preview import no_preview, preview_of, rendition, shows
from standfirst.newsroom.preview_links import good_links, linked_revision, make_link

#: Folders of the media that hold pictures; everything else there is handed out by no address.
PICTURE_FOLDERS = frozenset({"images", "original_images"})
_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_admin_access
def landing(request: HttpRequest) -> HttpResponse:
    """Return the way to the desk, and for those who have no stories to see there the plain dashboard."""
    if page_permission_policy.explorable_root_instance(request.user) is not None:
        return redirect("desk:index")
    return HomeView.as_view()(request)


@require_admin_access
def bulk(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """Return Wagtail's page for doing something to many things at once, for those who may see all of them.

    Wagtail's own refuses to act on what one may not touch, but names it. Raises Http404.
    """
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not _may_see(request, model):
        raise Http404
    return act_in_bulk(request, app_label, model_name, action)


def _may_see(request: HttpRequest, model: type[Model]) -> bool:
    if not issubclass(model, Page):
        policy = policy_registry.get_by_type(model)
        return bool(policy.user_has_any_permission(request.user, {"add", "change", "delete", "publish"}))
    hidden = Page.objects.filter(depth__gt=1).exclude(pk__in=page_permission_policy.explorable_instances(request.user))
    asked = request.GET.getlist("id")
    if "all" not in asked:
        hidden = hidden.filter(pk__in=[int(pk) for pk in asked if pk.isdecimal()])
    return not hidden.exists()


@require_safe
@require_admin_access
def media(request: HttpRequest, path: str) -> FileResponse:
    """Return a picture of the photo desk, for those who are logged in. Raises Http404 for anything else."""
    del request
    name = PurePosixPath(path)
    content_type = _TYPES.get(name.suffix.lower())
    if content_type is None or not name.parts or name.parts[0] not in PICTURE_FOLDERS:
        raise Http404
    response = FileResponse(_opened(path), content_type=content_type)
    response["Cache-Control"] = "private, max-age=3600"
    return _inert(response)


@require_safe
@require_admin_access
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file a story was imported from, as a download, for those who may edit that story."""
    capture = get_object_or_404(Capture.objects.select_related("story"), pk=pk)
    if not capture.story.permissions_for_user(request.user).can_edit():
        raise Http404
    name = PurePosixPath(capture.file).name or "original"
    # Never as what it claims to be: a captured page must not run in the newsroom.
    response = FileResponse(
        _opened(capture.original), content_type="application/octet-stream", as_attachment=True, filename=name
    )
    return _inert(_never_kept(response))


@require_http_methods(["GET", "POST"])
@require_admin_access
def preview_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the links by which a story may be read without a login, and make or revoke one, for those who may edit it."""
    story = get_object_or_404(StoryPage, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise Http404
    now, address = timezone.now(), ""
    if request.method == "POST":
        revoked = request.POST.get("revoke", "")
        if revoked.isascii() and revoked.isdecimal():
            story.preview_links.filter(pk=int(revoked)).delete()
        elif "make" in request.POST and story.latest_revision_id:
            secret = make_link(story, request.user, now)
            address = story.paper().origin + reverse("newsroom_linked_preview", args=[secret])
    links = good_links(now).filter(story=story).select_related("made_by", "revision")
    said = {"story": story, "address": address, "links": links}
    return _never_kept(render(request, "newsroom/preview_links.html", said))


@require_safe
def linked_preview(request: HttpRequest, secret: str) -> HttpResponse:
    """Return what a preview link shows: one revision, to whoever has the link, as long as it is good."""
    del request
    now = timezone.now()
    page = linked_revision(secret, now)
    if page is None:
        return no_preview()
    pictures = reverse("newsroom_linked_rendition", args=[secret, "-"]).removesuffix("-")
    return preview_of(page, now, pictures=pictures, still=True)


@require_safe
def linked_rendition(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """Return a rendition that a preview link's page shows, to whoever has the link. Raises Http404 for any other."""
    del request
    now = timezone.now()
    page = linked_revision(secret, now)
    if page is None or not shows(page, name, now):
        raise Http404
    return rendition(name, now)


@require_safe
@require_admin_access
def any_rendition(request: HttpRequest, name: str) -> HttpResponse:
    """Return a rendition of any picture, for previews. Raises Http404 where there is none."""
    del request
    return rendition(name, timezone.now())


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _opened(path: str) -> object:
    try:
        return Path(safe_join(settings.MEDIA_ROOT, path)).open("rb")
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error


def _inert(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

"""Opening a paper: its database made or brought up to date, its front page, its groups and its first login."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site, Workflow

from standfirst.newsroom.models import PaperFront, PaperSettings

USERNAME = "editor"

#: What each group may do: with pages below the front, with pictures, and with other rows.
PAGES = {
    "Reporters": ("add_page",),
    "Editors": ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
    "Photo desk": (),
}
PICTURES = {
    "Reporters": ("add_image", "choose_image"),
    "Editors": ("add_image", "change_image", "choose_image"),
    "Photo desk": ("add_image", "change_image", "delete_image", "choose_image"),
}
ROWS = {
    "Reporters": ("access_admin", "add_topic", "view_topic", "view_person"),
    "Editors": (
        "access_admin",
        *(f"{verb}_{noun}" for noun in ("topic", "person") for verb in ("add", "change", "delete", "view")),
        "change_papersettings",
    ),
    "Photo desk": ("access_admin",),
}


class PaperHome(Protocol):
    """What of a paper's home is needed to open it (config.home.Home is one)."""

    @property
    def media(self) -> Path:
        """Where pictures and originals lie."""

    @property
    def port(self) -> int:
        """The site's port on this machine."""


def open_paper(home: PaperHome) -> tuple[str, str | None]:
    """Return the first login's name, and the password made up for it; None when it was made at an earlier start.

    Makes what is missing and leaves what is there. Raises what a database that is away raises.
    """
    home.media.mkdir(parents=True, exist_ok=True)
    _migrate()
    with transaction.atomic():
        front = _front()
        _site(front, home)
        _settings(home)
        _groups(front)
        return USERNAME, _first_login()


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    # Asking takes a tenth of the time of a migrate that has nothing to do.
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _front() -> PaperFront:
    found: PaperFront | None = PaperFront.objects.order_by("path").first()
    if found is not None:
        return found
    root = Page.get_first_root_node()
    front = PaperFront(title="Front page", slug="front")
    root.add_child(instance=front)
    front.save_revision().publish()
    return front


def _site(front: PaperFront, home: PaperHome) -> None:
    if Site.objects.filter(root_page=front).exists():
        return
    # Wagtail's own first page greets developers; the paper's front takes its place.
    welcome = list(Page.objects.filter(depth=2, sites_rooted_here__isnull=False).exclude(pk=front.pk))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": front, "hostname": "localhost", "port": home.port}
    )
    for page in welcome:
        page.delete()


def _settings(home: PaperHome) -> None:
    if not PaperSettings.objects.exists():
        PaperSettings.objects.create(origin=f"http://127.0.0.1:{home.port}")


def _groups(front: PaperFront) -> None:
    if Group.objects.filter(name="Reporters").exists():
        return
    # Wagtail's own two groups mean other things by their names.
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    pictures = Collection.get_first_root_node()
    for name, pages in PAGES.items():
        group = Group.objects.create(name=name)
        group.permissions.set(_permissions(ROWS[name], app="newsroom"))
        for permission in _permissions(pages, app="wagtailcore"):
            GroupPagePermission.objects.create(group=group, page=front, permission=permission)
        # Wagtail asks for the rights of its own picture model, whichever model holds the pictures.
        for permission in _permissions(PICTURES[name], app="wagtailimages"):
            GroupCollectionPermission.objects.create(group=group, collection=pictures, permission=permission)
    _review(Group.objects.get(name="Editors"))


def _permissions(names: tuple[str, ...], *, app: str) -> list[Permission]:
    """Return the permissions with these code names. Raises LookupError for one that is not there."""
    apps = {app, "wagtailadmin"}
    found = Permission.objects.filter(codename__in=names, content_type__app_label__in=apps)
    by_name = {permission.codename: permission for permission in found}
    missing = [name for name in names if name not in by_name]
    if missing:
        raise LookupError(f"the database knows no permission {missing[0]!r}; run the migrations again")
    return [by_name[name] for name in names]


def _review(editors: Group) -> None:
    """Have stories that reporters hand in reviewed by editors."""
    workflow = Workflow.objects.filter(active=True).order_by("pk").first()
    if workflow is None:
        return
    workflow.name = "Review"
    workflow.save(update_fields=["name"])
    for task in workflow.tasks.all():
        step: Any = task.specific
        step.name = "An editor reads it"
        step.save()
        if hasattr(step, "groups"):
            step.groups.set([editors])


def _first_login() -> str | None:
    users = get_user_model().objects
    if users.exists():
        return None
    # Four groups of four are read off a screen without a mistake; 80 bits.
    password = "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(4))
    users.create_superuser(username=USERNAME, email="", password=password)
    return password

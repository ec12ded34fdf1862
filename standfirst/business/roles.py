"""The role of those who sell: they see advertising and nothing of the newsroom's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

SALES = "Sales"


def make_sales_role(sender: Any, **more: Any) -> None:
    """Make the group of those who sell. A group that is there keeps the rights an administrator gave or took."""
    del more
    create_permissions(sender, verbosity=0)
    group, is_new = Group.objects.get_or_create(name=SALES)
    if is_new:
        rights = Q(content_type__app_label=sender.label) | Q(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        group.permissions.set(Permission.objects.filter(rights))

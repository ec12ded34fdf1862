"""Who writes letters: those who sell, until an administrator says otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from standfirst.business.roles import SALES


def let_sales_write(sender: Any, **more: Any) -> None:
    """Give the role of those who sell the rights over letters, once: what an administrator took stays taken."""
    del more
    permissions = Permission.objects.filter(content_type__app_label=sender.label)
    if permissions.exists():
        return
    create_permissions(sender, verbosity=0)
    group, _ = Group.objects.get_or_create(name=SALES)
    group.permissions.add(*permissions.all())

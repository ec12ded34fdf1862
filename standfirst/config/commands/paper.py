"""Commands about the paper as a whole: make it, fill it, log in to it."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from standfirst.config.django_setup import set_up_django
from standfirst.config.home import Home
from standfirst.config.new_home import make_home
from standfirst.config.opening import open_home


def make_paper(folder: Path) -> int:
    """Make a paper in ``folder``, or bring the one that is there up to date, and say how to go on."""
    home = make_home(folder, os.environ)
    opened = open_home(home)
    print(f"The paper is in {home.folder}")
    if opened.password:
        print(f"Log in as {opened.username} with the password {opened.password}   (made up now; it is not shown again)")
    print(f"Run it: STANDFIRST_HOME={home.folder} standfirst serve")
    return 0


def fill_with_example(home: Home) -> int:
    """Fill the paper with the example paper; stories that are there already stay as editors left them."""
    open_home(home)
    from standfirst.config.demo import load_demo

    print(f"{load_demo(home)} stories of the example paper brought in")
    return 0


def new_password(home: Home, username: str | None) -> int:
    """Give ``username`` (None: the first login) a password made up now, and print it."""
    set_up_django(home)
    from django.contrib.auth import get_user_model

    users = get_user_model().objects.filter(is_superuser=True).order_by("pk")
    user = users.first() if username is None else get_user_model().objects.filter(username=username).first()
    if user is None:
        print(
            f"standfirst: there is no login {username or ''} here; `standfirst init` makes the first one",
            file=sys.stderr,
        )
        return 1
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    print(f"Log in as {user.get_username()} with the password {password}   (made up now; it is not shown again)")
    return 0

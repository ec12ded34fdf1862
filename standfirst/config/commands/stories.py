"""Commands about live stories: list them, take one off."""

from __future__ import annotations

import json
import sys

from standfirst.config.django_setup import set_up_django
from standfirst.config.home import Home


def list_stories(home: Home, *, as_json: bool) -> int:
    """Print the live stories, newest first: one JSON object a line, or a line for people."""
    set_up_django(home)
    from standfirst.config.origins import origin_of
    from standfirst.newsroom.intake import live_stories

    origin = origin_of(home)
    for story in live_stories():
        url = origin + story.url
        if as_json:
            row = {"id": story.id, "url": url, "section": story.section, "headline": story.headline}
            print(json.dumps(row | {"published": story.published.isoformat()}, ensure_ascii=False))
        else:
            print(f"{story.id:>6}  {story.published:%Y-%m-%d %H:%M}  {story.section}: {story.headline}\n        {url}")
    return 0


def unpublish_story(home: Home, id_or_url: str, *, wait: bool) -> int:
    """Take a story off the site, and say so; wait: return when readers can no longer have it."""
    set_up_django(home)
    from standfirst.config.commands.pressing import bring_to_readers
    from standfirst.newsroom.intake import StoryUnknown, withdraw

    try:
        done = withdraw(id_or_url)
    except StoryUnknown as error:
        print(f"standfirst: {error}", file=sys.stderr)
        return 1
    if wait:
        bring_to_readers(home, [done.id])
    print(f"{done.id}: {done.reason or 'taken off the site'}")
    return 0

"""The catalogue: which jobs a subject may call for, and in which order jobs are printed."""

from __future__ import annotations

from standfirst.press.jobs import Job
from standfirst.press.scripting import own_scripts
from standfirst.press.wording import languages

FEED_SUFFIXES = ("xml", "atom", "json")
HOUSE_PAGES = ("404", "405", "410", "414", "431", "503", "search", "search-words")

#: Dependencies first: what others link to is printed before them.
_ORDER = (
    "file",
    "script",
    "house",
    "picture",
    "entry",
    "live",
    "story",
    "day",
    "month",
    "topic",
    "person",
    "corrections",
    "front",
    "feed",
    "sitemap",
    "news-sitemap",
    "sitemap-index",
)
_RANKS = {kind: rank for rank, kind in enumerate(_ORDER)}
#: Of what stories need, and of stories themselves; everything later shows a list of them.
STORY_RANK, LAST_RANK = _RANKS["story"], len(_ORDER) - 1


def rank_of(job: Job) -> int:
    """Return the place of ``job``'s kind in a run, 0 first."""
    return _RANKS[job.kind]


def standing_jobs(files: tuple[str, ...]) -> frozenset[Job]:
    """Return what a paper has whatever is live; ``files``: keys of the jobs of kind "file"."""
    return frozenset(
        {
            *(Job("file", key) for key in files),
            *(Job("script", f"{language}.{name}") for language in languages() for name in own_scripts()),
            *(Job("script", language) for language in languages()),
            *(Job("house", key) for key in HOUSE_PAGES),
            *(Job("feed", f"all.{suffix}") for suffix in FEED_SUFFIXES),
            Job("front"),
            Job("corrections"),
            Job("sitemap-index"),
            Job("news-sitemap"),
        }
    )


def jobs_for(subject: str) -> tuple[Job, ...]:
    """Return the jobs that may have to be there because of ``subject``; their printers say whether they are."""
    kind, _, key = subject.removeprefix("in:").partition(":")
    match kind:
        case "story" | "month" | "topic" | "person" | "sitemap":
            return (Job(kind, key),)
        case "section":
            return (Job("front", key), *(Job("feed", f"{key}.{suffix}") for suffix in FEED_SUFFIXES))
        case _:
            return ()

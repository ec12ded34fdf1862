"""The `standfirst` command: what it takes, and which part of `standfirst.config.commands` does it.

Each command loads what it needs when it runs: `standfirst --help` must not wait for Django.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

import standfirst

if TYPE_CHECKING:
    from standfirst.config.home import Home

IMPORT_FORMATS = ("auto", "capture", "html", "warc", "story", "ninjs", "newsmlg2", "nitf", "wxr", "rss")
EXPORT_FORMATS = ("story", "html", "ninjs", "newsmlg2", "nitf", "wxr")
ROOMS = ("site", "newsroom", "press")

#: What a command says with its exit code: done; something was refused or is stale; it could not even begin.
DONE, REFUSED, UNUSABLE = 0, 1, 2

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(standfirst.__version__, prog_name="standfirst")
def cli() -> None:
    """Publish a news site that does not break.

    STANDFIRST_HOME names the paper's folder (default: ./paper).
    """


@cli.command()
@click.option("--home", "folder", type=click.Path(path_type=Path), help="The new paper's folder; else STANDFIRST_HOME.")
def init(folder: Path | None) -> int:
    """Make a new paper: settings, database, edition, and a login."""
    from standfirst.config.commands.paper import make_paper

    return make_paper(folder or _folder())


@cli.command()
def demo() -> int:
    """Fill the paper with the example paper."""
    from standfirst.config.commands.paper import fill_with_example

    return fill_with_example(_home())


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The site's port; else the setting's, 8000.")
@click.option("--only", type=click.Choice(ROOMS), help="Run this one alone.")
@click.option("--example", is_flag=True, help="Make the paper if there is none, and fill it with the example.")
def serve(port: int | None, only: str | None, *, example: bool) -> int:
    """Run the paper: site, newsroom and press together, or one of them alone."""
    from standfirst.config.new_home import make_home
    from standfirst.config.processes import serve as serve_rooms

    home = make_home(_folder(), os.environ) if example else _home()
    return serve_rooms(home.at_port(port), (only,) if only else ROOMS, example=example)


@cli.command("import")
@FILES
@click.option("--format", "form", type=click.Choice(IMPORT_FORMATS), default="auto", show_default=True)
@click.option("--publish", is_flag=True, help="Make live stories, not drafts.")
@click.option("--wait", is_flag=True, help="Return when readers have what was published.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each file; needs no paper.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def import_stories(files: tuple[Path, ...], form: str, **options: bool) -> int:
    """Bring stories in, and say of each item what became of it. Exit code 1 if any was refused."""
    from standfirst.config.commands.importing import Importing, import_files

    wanted = Importing(form=form, **options)
    return import_files(None if wanted.dry_run else _home(), files, wanted)


@cli.command()
@click.argument("story", metavar="ID|URL")
@click.option("--wait", is_flag=True, help="Return when readers can no longer have it.")
def unpublish(story: str, *, wait: bool) -> int:
    """Take a story off the site: its page, and every list, feed and search result."""
    from standfirst.config.commands.stories import unpublish_story

    return unpublish_story(_home(), story, wait=wait)


@cli.command()
@click.argument("story", metavar="ID", required=False)
@click.option("--all", "everything", is_flag=True, help="Every live story.")
@click.option("--format", "form", type=click.Choice(EXPORT_FORMATS), default="story", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="A file a story in this folder.")
def export(story: str | None, form: str, out: Path | None, *, everything: bool) -> int:
    """Write live stories as files for others, or one to the terminal."""
    from standfirst.config.commands.exporting import export_stories

    if bool(story) == everything:
        raise click.UsageError("name one story, or say --all")
    return export_stories(_home(), story, form, out)


@cli.command()
@click.option("--all", "everything", is_flag=True, help="Print everything anew, stale or not.")
@click.option("--check", is_flag=True, help="Only say what is stale; exit code 1 if anything is.")
@click.option(
    "--explain",
    "explained",
    metavar="PATH",
    help="Only say what the plate at this address was made from, and whether it is stale.",
)
@click.option("--json", "as_json", is_flag=True, help="With --explain: one JSON object.")
def press(*, everything: bool, check: bool, explained: str | None, as_json: bool) -> int:
    """Print what is live and not printed yet."""
    from standfirst.config.commands.pressing import explain_plate, press_paper, say_stale

    if explained is not None:
        return explain_plate(_home(), explained, as_json=as_json)
    return say_stale(_home()) if check else press_paper(_home(), everything=everything)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def stories(*, as_json: bool) -> int:
    """List the live stories, newest first, with their addresses."""
    from standfirst.config.commands.stories import list_stories

    return list_stories(_home(), as_json=as_json)


@cli.group()
def emergency() -> None:
    """Publish from files while the newsroom's database is away. See docs/howto/publish-without-the-newsroom.md."""


@emergency.command("publish")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def emergency_publish(file: Path, *, as_json: bool) -> int:
    """Put a story file (.md or .json) before readers: its page, the search, a banner on the home front.

    A file of the same name again changes that story. Neither database nor press need to run.
    """
    from standfirst.config.commands.emergency import publish_file

    return publish_file(_home(), file, as_json=as_json)


@emergency.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def emergency_list(*, as_json: bool) -> int:
    """List what was published so and is not in the newsroom yet."""
    from standfirst.config.commands.emergency import list_emergencies

    return list_emergencies(_home(), as_json=as_json)


@emergency.command("withdraw")
@click.argument("name")
def emergency_withdraw(name: str) -> int:
    """Take a story published so off the site; NAME: the file's, without its ending."""
    from standfirst.config.commands.emergency import withdraw_emergency

    return withdraw_emergency(_home(), name)


@emergency.command("reconcile")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def emergency_reconcile(*, as_json: bool) -> int:
    """Bring what was published so into the newsroom, once, at the same address. Needs the database."""
    from standfirst.config.commands.emergency import reconcile

    return reconcile(_home(), as_json=as_json)


@cli.command()
@click.argument("username", required=False)
def login(username: str | None) -> int:
    """Make up a new password for a newsroom login (default: the first one)."""
    from standfirst.config.commands.paper import new_password

    return new_password(_home(), username)


@cli.command()
@click.option("--needle", metavar="TEXT", help="Instead, prove that this text stands nowhere readers can get at.")
@click.option("--json", "as_json", is_flag=True, help="With --needle: one JSON object.")
def check(needle: str | None, *, as_json: bool) -> int:
    """Say what is wrong with this paper's set-up, and how to mend it. Exit code 1 if anything is.

    --needle looks into every plate, whatever its status and in every coding, the search index and the schedule of ads.
    """
    from standfirst.config.commands.checking import check_paper, look_for

    if needle is not None:
        return look_for(_home(), needle, as_json=as_json)
    return check_paper(_folder(), os.environ)


@cli.group()
def ads() -> None:
    """Look into advertising, and collect what was counted."""


@ads.command("explain")
@click.argument("slot", type=click.Choice(("top", "mid", "foot")))
@click.argument("section")
@click.option("--topics", default="", help="Slugs of the page's topics, by commas.")
@click.option("--lang", default="", help="The page's language, such as en.")
@click.option("--place", default="", help="Slug of the story's dateline.")
@click.option("--device", type=click.Choice(("phone", "tablet", "computer")), default="computer", show_default=True)
@click.option("--country", default="", help="The reader's country, such as GB.")
@click.option("--had", default="", help="Flights its device has seen often enough, by commas.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def explain_slot(slot: str, section: str, *, as_json: bool, **asked: str) -> int:
    """Say what SLOT of a page in SECTION ("home": the home front) shows now, and why not the others."""
    from standfirst.config.commands.advertising import explain

    return explain(_home(), slot, section, asked, as_json=as_json)


@ads.command("collect")
@click.option("--every", type=click.FloatRange(1), metavar="SECONDS", help="Go on, so often; else once.")
def collect_counts(every: float | None) -> int:
    """Bring what this machine counted into the database; the press does so by itself where it runs."""
    from standfirst.config.commands.advertising import collect

    return collect(_home(), every)


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> int:
    """Measure, and print the figures: page, lighthouse, publish, serve, archive, faults, import, ads, ask, capture or browsers."""
    from standfirst.config.commands.measuring import measure

    return measure(name, list(arguments))


@cli.command()
@click.option("--check", is_flag=True, help="Only say what differs; exit code 1 if anything does.")
def reference(*, check: bool) -> int:
    """Write docs/reference/ from the code."""
    from standfirst.config.reference import write_reference

    return write_reference(cli, check=check)


def _folder() -> Path:
    return Path(os.environ.get("STANDFIRST_HOME") or "paper")


def _home() -> Home:
    from standfirst.config.new_home import existing_home

    return existing_home(_folder(), os.environ)


def main() -> NoReturn:
    """Run the command line, and end with its exit code; an error is one line."""
    try:
        sys.exit(cli.main(prog_name="standfirst", standalone_mode=False))
    except click.exceptions.Abort as abort:
        # Click takes the end of any file for the end of the terminal: only Ctrl-C, and a question unanswered, are.
        if isinstance(abort.__cause__, EOFError):
            _tell(abort.__cause__)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our lines has enough of them; what is left in the buffer must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)
    except Exception as error:  # noqa: BLE001 -- told in a line, or raised again
        _tell(error)


def _tell(error: Exception) -> NoReturn:
    from standfirst.config.trouble import one_line

    line = one_line(error)
    if line is None:
        raise error
    click.echo(f"standfirst: {line}", err=True)
    sys.exit(UNUSABLE)


if __name__ == "__main__":
    main()

"""A word to old browsers: to those whom it helps, once, from script only; and old engines read the paper itself."""

from __future__ import annotations

import re
import shutil
import subprocess

import httpx
import pytest
from PIL import Image

from standfirst.press.wording import wording
from tests.journeys.coming import named

WORDS = wording("en")
STORY = "/saltmere/2026/11/18/swing-bridge-vote/"
#: As an engine without them: the page's test fails in it.
WITHOUT_SHADOW_ROOTS = "delete Element.prototype.attachShadow"
WITHOUT_INTERSECTION = "delete window.IntersectionObserver"
EXPLORER = {"user_agent": "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"}
OLD_FIREFOX = {"user_agent": "Mozilla/5.0 (Windows NT 10.0; rv:52.0) Gecko/20100101 Firefox/52.0"}
ON_WINDOWS_7 = {"user_agent": "Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0"}


def addresses(page):
    """Where links lead that stand in no document's own tree: told by the accessibility tree."""
    session = page.context.new_cdp_session(page)
    document = session.send("DOM.getDocument", {"depth": -1, "pierce": True})
    session.detach()
    return re.findall(r"https://[a-z.]+/[^'\"]*", str(document["root"]))


@pytest.mark.parametrize("page", [{}], indirect=True)
def test_a_current_browser_is_told_nothing(page, paper):
    page.goto(paper.site + STORY)

    assert named(page, WORDS.newer_browser) == []


@pytest.mark.parametrize("page", [EXPLORER | {"java_script_enabled": False}], indirect=True)
def test_without_script_nobody_is_told_anything(page, paper):
    page.goto(paper.site + STORY)

    assert named(page, WORDS.newer_browser) == []


@pytest.mark.parametrize(
    ("page", "lacks", "maker"),
    [
        (EXPLORER, WITHOUT_SHADOW_ROOTS, "https://www.microsoft.com/edge/"),
        (OLD_FIREFOX, WITHOUT_SHADOW_ROOTS, "https://www.mozilla.org/firefox/new/"),
        (OLD_FIREFOX, WITHOUT_INTERSECTION, "https://www.mozilla.org/firefox/new/"),
    ],
    indirect=["page"],
)
def test_an_old_browser_is_told_once_where_a_newer_one_is_and_no_copy_has_it(page, paper, lacks, maker):
    page.add_init_script(lacks)
    page.goto(paper.site + STORY)
    page.locator(".sf-note").wait_for(state="attached")

    assert named(page, WORDS.newer_browser) == ["note"]
    assert maker in addresses(page)
    for words in (WORDS.newer_browser, WORDS.newer_browser_where):
        assert words not in page.text_content("body")
        assert words not in page.inner_text("body")
    page.emulate_media(media="print")
    assert named(page, WORDS.newer_browser) == []
    page.emulate_media(media="screen")
    page.goto(f"{paper.site}/", wait_until="networkidle")
    assert page.locator("script[src*=older]").count() == 1
    assert named(page, WORDS.newer_browser) == []


@pytest.mark.parametrize("page", [EXPLORER], indirect=True)
def test_it_goes_away_when_told_to(page, paper):
    page.add_init_script(WITHOUT_SHADOW_ROOTS)
    page.goto(paper.site + STORY)

    page.get_by_role("button", name=WORDS.close).click()

    assert named(page, WORDS.newer_browser) == []


@pytest.mark.parametrize("page", [ON_WINDOWS_7], indirect=True)
def test_nothing_is_said_where_no_update_runs(page, paper):
    page.add_init_script(WITHOUT_SHADOW_ROOTS)
    page.goto(paper.site + STORY, wait_until="networkidle")

    assert page.locator("script[src*=older]").count() == 1
    assert named(page, WORDS.newer_browser) == []


@pytest.mark.parametrize("path", ["/", "/saltmere/", STORY, "/corrections/", "/search?q=bridge", "/none/"])
def test_no_page_s_html_holds_a_notice(paper, path):
    html = httpx.get(paper.site + path).text

    assert [words for words in (WORDS.tap, WORDS.newer_browser, WORDS.newer_browser_where) if words in html] == []


@pytest.mark.parametrize("path", ["/", STORY])
def test_an_engine_of_2012_draws_the_page_and_stumbles_over_no_script(paper, path, tmp_path):
    if shutil.which("wkhtmltoimage") is None:
        pytest.skip("no wkhtmltoimage; as root type: apt-get install wkhtmltopdf")
    picture = tmp_path / "page.png"

    drawn = subprocess.run(
        [
            "wkhtmltoimage",
            "--debug-javascript",
            "--javascript-delay",
            "500",
            "--width",
            "900",
            paper.site + path,
            str(picture),
        ],
        env={
            "PATH": "/usr/bin:/bin",
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert colours_of(picture) > 600, drawn.stderr
    assert "Refused to load the image" not in drawn.stderr
    assert re.findall(r"/a/[0-9a-f]+(?:-\w+)?\.js.*|.*(?:SyntaxError|TypeError|ReferenceError).*", drawn.stderr) == []


def colours_of(picture):
    """How many colours a much smaller copy of ``picture`` has: some 400 of type alone, more with photographs."""
    with Image.open(picture) as image:
        return len(image.convert("RGB").resize((60, 60)).getcolors(3600))


#: Text browsers follow the tasks of a reader: what each task's page must say.
TASKS = {"/": "Saltmere", STORY: "The swing bridge will go on swinging", "/saltmere/": "Council votes", "/search?q=bridge": "Council votes", "/corrections/": "4,100 times"}  # fmt: skip


@pytest.mark.parametrize("program", ["lynx", "w3m", "links2", "elinks"])
def test_a_text_browser_does_every_task_of_a_reader(program, paper, tmp_path):
    if shutil.which(program) is None:
        pytest.skip(f"no {program}; as root type: apt-get install {program}")
    for path, words in TASKS.items():
        shown = subprocess.run(
            [program, "-dump", paper.site + path],
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "dumb"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert words in " ".join(shown.stdout.decode("utf-8", "replace").split()), (program, path)

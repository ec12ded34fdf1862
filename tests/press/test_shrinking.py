"""A shrunk script does what it did: words, patterns and names of properties stay as they are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from standfirst.press.shrinking import ScriptRefused, shrunk


def test_comments_white_space_and_long_names_go():
    source = "(function () {\n  // said\n  var first = 1, other = first; /* more */\n  use(first, other);\n})();"

    assert shrunk(source) == "(function(){var a=1,b=a;use(a,b);})();"


#: Each returns something that a shrinker which guesses would change.
TRICKY = {
    "a comment's signs in a string": 'return "http://x/ /* no comment */ // none";',
    "quotes within quotes": """return 'He said "it\\'s // so"' + "and \\"so\\" on";""",
    "a line that goes on": 'return "one \\\n line";',
    "a pattern with a slash in a class": "return [/[/'\"]+/.test('a/b'), 'a/b'.split(/\\//g)];",
    "a pattern with white space": "return 'a  b'.replace(/ {2}/, '-');",
    "a pattern after return": "return /bot[/ ]|x/i.test('Robot/1');",
    "a division that looks like a pattern": "var g = 2, half = 8 / 2 / g; return half;",
    "plus and minus beside their likes": "var one = 1, two = 2; return [one + +two, one - -two, one + ++two, two-- - one];",
    "a property of a variable's name": "var name = { name: 1, 'other': 2 }, other = name.name; return [other, name.other];",
    "a name in a string": "var word = 'word'; return { word: word }[word];",
    "one name in two functions": "var seen = 1; function inner(seen) { var more = seen * 2; return more; } return [inner(5), seen];",
    "a caught name": "var error = 1; try { throw 2; } catch (error) { error = 3; } return error;",
    "a semicolon nobody wrote": "var a = 1\nvar b = 2\nreturn a + b",
    "an else that hangs": "if (1) if (0) return 1; else return 2; return 3;",
    "a loop without a body": "var i = 0; for (; i < 3; i++); return i;",
    "in, typeof, instanceof, void": "var o = { x: 1 }; return ['x' in o, typeof o, o instanceof Object, void 0 === undefined];",
    "signs beyond ASCII": "return 'г\\u2028א';",
}


@pytest.mark.parametrize("body", TRICKY.values(), ids=TRICKY.keys())
def test_a_shrunk_script_says_the_same(body: str):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node")

    said = [
        subprocess.run([node, "-p", f"JSON.stringify({script})"], capture_output=True, text=True, check=True).stdout
        for script in (f"(function () {{ {body} }})()", shrunk(f"(function () {{ {body}\n }})()").rstrip(";"))
    ]

    assert said[0] == said[1]
    assert json.loads(said[0]) is not None


@pytest.mark.parametrize(
    "source", ["var a = `x${1}`;", "let a = 1;", "var a = b => b;", "var a = b?.c;", "var a = 'open", "class A {}"]
)
def test_what_an_old_engine_cannot_read_is_refused(source: str):
    with pytest.raises(ScriptRefused, match="no ECMAScript 5"):
        shrunk(source)


def test_every_process_shrinks_alike():
    """A script's address is made of its bytes: two processes that differ would send readers to what is not there."""
    program = "from standfirst.press.asking import ask_path; print(ask_path())"
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(said) == 1


def test_what_was_shrunk_once_is_kept_and_what_was_spoiled_is_shrunk_again(tmp_path: Path) -> None:
    source = "(function () { var long = 1; use(long); })();"
    first = shrunk(source, kept_in=tmp_path)
    [kept] = tmp_path.iterdir()

    kept.write_bytes(kept.read_bytes().replace(b"1", b"2"))
    assert shrunk(source, kept_in=tmp_path) == first
    kept.write_bytes(b"")
    assert shrunk(source, kept_in=tmp_path) == first


def test_what_is_kept_is_not_shrunk_again(tmp_path: Path) -> None:
    first = shrunk("(function () { use(1); })();", kept_in=tmp_path)
    [kept] = tmp_path.iterdir()
    kept.touch()
    before = kept.stat().st_mtime_ns

    assert shrunk("(function () { use(1); })();", kept_in=tmp_path) == first
    assert kept.stat().st_mtime_ns == before


def test_a_program_whose_folder_cannot_be_written_shrinks_all_the_same(tmp_path: Path) -> None:
    assert shrunk("(function () { use(1); })();", kept_in=tmp_path / "gone" / "away") == "(function(){use(1);})();"

"""One text costs little whatever is in it: it is rendered, or refused with its line and remedy.

What is measured is that the program ends with an answer; seconds are a guard against hanging only.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from town import PROGRAM, build, bulletin, read, write

from pregonero.markdown.bounds import excess
from pregonero.markdown.to_html import LinkResolver, render

PLACE = LinkResolver(href=lambda typed: typed, figure=lambda typed: None)

#: Texts of up to a megabyte: a piece, and how often.
MADE: dict[str, str] = {
    "lists by two spaces": "\n".join(f"{'  ' * n}- a" for n in range(400)),
    "lists by four": "\n".join(f"{'    ' * n}1. a" for n in range(300)),
    "lists on a line": "- " * 5_000 + "a",
    "quotations": "> " * 300 + "a",
    "quotations without spaces": ">" * 20_000 + "a",
    "brackets": "[" * 60_000,
    "brackets apart": "[ " * 60_000,
    "images": "![" * 50_000,
    "tags": "<x " * 30_000,
    "tags with attributes": '<a href="' * 30_000,
    "closing tags": "</x" * 60_000,
    "elements": "<div>" * 50_000,
    "elements with Markdown": '<div markdown="1">\n' * 500,
    "inline elements": "<b>" * 50_000,
    "headings": "# a\n" * 20_000,
    "headings apart": "# a\n\n" * 20_000,
    "underlined headings": "a\n===\n" * 20_000,
    "rules": "---\n" * 50_000,
    "backticks": "`" * 100_000,
    "backticks apart": "` " * 100_000,
    "runs of backticks": " ".join("`" * n for n in range(1, 400)),
    "fences": "```\n" * 50_000,
    "fences of every length": "".join("`" * n + "\n" for n in range(3, 700)),
    "stars": "*a " * 50_000,
    "two stars": "**a " * 50_000,
    "stars within stars": "*a **b " * 20_000,
    "a run of stars": "*" * 100_000 + "a",
    "underlines": "_a " * 50_000,
    "links": "[a](/b) " * 20_000,
    "links left open": "[a](b" * 30_000,
    "links in angles": "[a](<b" * 30_000,
    "parentheses": "](((" * 100_000,
    "targets": "](" * 300_000,
    "references": "[a][" * 30_000,
    "definitions": "".join(f"[a{n}]: /b\n" for n in range(20_000)),
    "a table of many columns": "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n|" + "b|" * 10_000,
    "a table of few cells": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n" + "|b|\n" * 5_000,
    "a table of many rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * 40_000,
    "ampersands": "&" * 300_000,
    "references of HTML": "&#" * 200_000,
    "notes": "".join(f"[^{n}] " for n in range(5_000)) + "\n\n[^1]: a",
    "one note": "[^1] " * 20_000 + "\n\n[^1]: a",
    "notes below": "".join(f"[^{n}]: a\n\n" for n in range(10_000)),
    "definitions of words": "a\n: b\n" * 50_000,
    "definitions of one word": "a\n" + ": b\n" * 70_000,
    "definitions quoted": "> a\n> : b\n" * 600,
    "comments": "<!-- a -->\n" * 20_000,
    "comments left open": "<!-- a\n" * 60_000,
    "acronyms": "".join(f"*[A{n}]: b\n" for n in range(5_000)),
    "acronyms of a long text": "".join(f"*[A{n}]: b\n" for n in range(900)) + "A1 A2 " * 46_000,
    "attributes": "{: " * 50_000,
    "braces": "{{" * 200_000,
    "a long line": "palabra " * 120_000,
    "a long word": "a" * 900_000,
    "spaces": " " * 300_000 + "a",
    "empty lines": "\n" * 900_000,
    "tabulators": "a\tb\n" * 100_000,
    "addresses": "www." * 100_000,
    "mail": "a@" * 100_000,
    "digits": "1 " * 300_000,
    "a megabyte of markup": "Con **negritas** y [enlace](/x/).\n\n" * 28_000,
}  # fmt: skip

_LOOK = """
import json, sys
from town import read
root, = sys.argv[1:]
from pathlib import Path
from pregonero.lint.proofreading import proofread
from pregonero.content.cache import ContentCache
from pregonero.content.scan import survey
from pregonero.markdown.rendering import safe
room, archive, _ = read(Path(root))
seen = survey(Path(root) / "content", ContentCache(None, ""))
from pregonero.lint.loading import records
records(seen, room, ContentCache(None, ""))
proofread(archive, seen, room.house, ContentCache(None, ""))
for path in sorted((Path(root) / "content/bulletins").rglob("*.md")):
    safe(path.read_text("utf-8").partition("\\n---\\n")[2])
print(json.dumps({p.file: [p.line, p.show("es")] for p in archive.errors}))
"""


def _seconds(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))


def _parts(count: int) -> list[list[str]]:
    names = list(MADE)
    return [names[start::count] for start in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("names", _parts(4), ids=range(4))
def test_a_text_made_to_be_slow_is_read_checked_and_rendered_or_refused(
    tmp_path: Path, names: list[str]
) -> None:
    files = {
        f"bulletins/2026/{number}.md": bulletin(MADE[name], title=f"Texto {number}")[:990_000]
        for number, name in enumerate(names)
    }
    write(tmp_path, files)
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=PROGRAM / "tests",
        env={"PYTHONPATH": f"{PROGRAM}:{PROGRAM / 'tests'}", "PATH": "/usr/bin:/bin"},
        preexec_fn=lambda: _seconds(5 * len(names)),
        check=False,
    )
    assert looked.returncode == 0, (names, looked.stderr[-2000:])
    for file, (line, said) in json.loads(looked.stdout).items():
        assert file and line > 1 and said.count(". ") >= 1


SHORT = [name for name in MADE if len(MADE[name]) < 20_000 or name in ("brackets", "elements")]


@pytest.mark.parametrize("name", SHORT)
def test_what_costs_too_much_is_told_with_its_line_and_shown_as_it_was_typed(name: str) -> None:
    text = f"Antes.\n\n{MADE[name]}"
    found = excess(text)
    html = render(text, PLACE)
    assert "Antes." in html
    if found:
        assert found.line >= 3 and found.wrong.remedy and "<pre>" in html


LONG = [
    "\n\n".join(f"## Parte {n}\n\nCon **negritas**, [enlace](/x/) y *{n}*." for n in range(1_500)),
    "\n".join(f"- Punto {n}: [acta](/actas/{n}/)" for n in range(3_000)),
    "\n".join(["| Calle | Metros |", "|---|---|", *(f"| Calle {n} | {n} |" for n in range(3_000))]),
    "\n".join("    " * n + "- a" for n in range(10)),
    "> " * 5 + "a",
    "<table>" + "<tr><td>Uno</td><td>Dos</td></tr>" * 3_000 + "</table>",
    "- - - - - - - - - - - - - - - - - - - - - - - - - - - -",
    " " * 60 + "ATENTAMENTE",
    "\n".join(f"Palabra {n}\n: Lo que quiere decir: {n}.\n" for n in range(2_000)),
]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_long_text_that_somebody_wrote_is_within_bounds(text: str) -> None:
    assert excess(text) is None


def test_a_text_that_failed_leaves_nothing_behind_in_the_converter() -> None:
    from pregonero.markdown import convert

    text = "| a |\n|---|\n| *b* |"
    before = convert.sanitised(text, "")
    with pytest.raises(RecursionError):
        convert.sanitised("\n".join(f"{'    ' * n}- a" for n in range(400)), "")
    assert convert.sanitised(text, "") == before


def test_check_and_build_refuse_such_a_text_and_end(tmp_path: Path) -> None:
    bad = {"bulletins/2026/nota.md": bulletin(MADE["brackets"])}
    (problem,) = read(write(tmp_path, bad))[1].errors
    assert (problem.line, problem.field) == (9, "texto")
    good = {"bulletins/2026/nota.md": bulletin(LONG[3])}
    assert "nota/2026/nota/index.html" in build(write(tmp_path / "bueno", good))

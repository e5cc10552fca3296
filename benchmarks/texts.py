"""Texts that people wrote, for the same measurements: the bodies of a folder's Markdown files."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import dialects
from benchmarks.generate import bulletins
from benchmarks.measure import Failed, environment
from benchmarks.rows import HERE, PROGRAM

LEAST_WORDS = 40
_HEADER = re.compile(r"\A\s*(?:---\n.*?\n---|\+\+\+\n.*?\n\+\+\+)[ \t]*(?:\n|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_INSIDE = re.compile(r"\[([^\]]*)\]\((?!https?://)[^)]*\)")
#: What a peer would take for a template's, or a link of its own kind.
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|\{filename|\{static|\{attach")


def bodies(folder: Path, work: Path) -> list[str]:
    """The texts that every program can take as they are, in the order of their files.

    Images, and links to what was beside them, leave their words behind; a text that our check
    refuses is left out.
    """
    read = (path.read_text("utf-8-sig", "replace") for path in sorted(folder.rglob("*.md")))
    found = dict.fromkeys(filter(None, map(_body, read)))
    if not found:
        raise Failed("no text in that folder can be used")
    site = work / "texts"
    archive = bulletins(len(found), list(found))
    dialects.write(site, archive, dialects.ours)
    shutil.copyfile(HERE / "newsroom.toml", site / "newsroom.toml")
    refused = _refused(site)
    kept = [one.text for one in archive if dialects.ours(one)[0] not in refused]
    shutil.rmtree(site)
    return kept


def _body(text: str) -> str:
    body = _HEADER.sub("", text.replace("\r\n", "\n"), count=1).strip()
    if _TEMPLATE.search(body) or len(body.split()) < LEAST_WORDS:
        return ""
    return _INSIDE.sub(r"\1", _IMAGE.sub(r"\1", body))


def _refused(site: Path) -> set[str]:
    """The files of a site that hold an error, by path from it."""
    words = (sys.executable, str(PROGRAM), "--config", str(site / "newsroom.toml"))
    said = subprocess.run(
        (*words, "check", "--format", "json"), cwd=site, env=environment(), capture_output=True
    )
    return {one["file"] for one in json.loads(said.stdout) if one["severity"] == "error"}

"""The Nu HTML checker finds no error in any page, nor in the stylesheet."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .pages import VNU, absent

pytestmark = pytest.mark.browser


def checked(*arguments: str | Path) -> list[str]:
    if not shutil.which("java"):
        absent("java is not installed")
    if not VNU.is_file():
        absent("node_modules/vnu-jar is absent: npm ci --ignore-scripts")
    done = subprocess.run(
        ["java", "-jar", VNU, "--errors-only", "--format", "json", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    assert bool(messages) == bool(done.returncode)
    return [f"{m.get('url')}:{m.get('lastLine')}: {m['message']}" for m in messages]


def test_the_checker_reads_pages_and_styles(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/index.html").write_text("<!doctype html><title>a</title><p></div>")
    (tmp_path / "bad.css").write_text("p { colour: }")
    assert len(checked("--skip-non-html", "--also-check-css", tmp_path)) >= 2


@pytest.mark.parametrize("moment", ["ordinary", "veda"])
def test_pages_and_stylesheet_are_valid(outputs: dict[str, Path], moment: str) -> None:
    assert checked("--skip-non-html", "--also-check-css", outputs[moment]) == []

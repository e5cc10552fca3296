"""The Nu HTML checker finds no error in any page, nor in the stylesheet."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from town import absent

from .pages import VNU

pytestmark = pytest.mark.browser


def test_the_checker_finds_faults_only_in_what_is_faulty(
    outputs: dict[str, Path], tmp_path: Path
) -> None:
    if not shutil.which("java"):
        absent("java is not installed")
    if not VNU.is_file():
        absent("node_modules/vnu-jar is absent: npm ci --ignore-scripts")
    (tmp_path / "faulty").mkdir()
    (tmp_path / "faulty/index.html").write_text("<!doctype html><title>a</title><p></div>")
    (tmp_path / "faulty.css").write_text("p { colour: red }")
    options = ["--errors-only", "--format", "json", "--skip-non-html", "--also-check-css"]
    done = subprocess.run(
        [
            "java",
            "-XX:TieredStopAtLevel=1",
            "-Xss8m",
            "-jar",
            VNU,
            *options,
            tmp_path,
            *outputs.values(),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.startswith("{"), done.stderr
    ours, faulty = [], set()
    for message in json.loads(done.stderr)["messages"]:
        if "faulty" in message["url"]:
            faulty.add(Path(message["url"]).name)
        else:
            ours.append(f"{message['url']}:{message.get('lastLine')}: {message['message']}")
    assert faulty == {"index.html", "faulty.css"} and ours == []

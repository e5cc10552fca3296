"""`status`: how things stand, for a person on one screen and for a monitor in a stable shape."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from town import NOW, bulletin, newsroom, run, told

Site = Callable[..., Path]
TARGETS = """
[targets.production]
kind = "disk"
url = "https://prensa.sanjacinto.example"
production = true
path = "{path}"

[targets.lejos]
kind = "ssh"
url = "https://lejos.sanjacinto.example"
host = "127.0.0.1"
port = 1
user = "nadie"
path = "/srv/sitio"
"""
FILES = {
    "bulletins/2026/agua.md": bulletin(slug="agua"),
    "bulletins/2026/rio.md": bulletin(
        title="Crece el río", type="alerta", date="2026-11-22", expires="2026-11-25 18:00"
    ),
    "bulletins/2026/listo.md": bulletin(title="Listo", status="draft"),
    "bulletins/2026/medio.md": bulletin(title="A medias", status="draft", date="mañana"),
    "bulletins/2026/tarde.md": bulletin(title="Tarde", embargo="2026-12-24 09:00"),
}
MINE = ("-c", "user.name=Ana", "-c", "user.email=ana@prensa.example", "-c", "commit.gpgsign=false")


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *MINE, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def town(site: Site, tmp_path: Path) -> Path:
    """A newsroom in git, with a target here and one that does not answer."""
    root = site(FILES, newsroom(TARGETS.format(path=tmp_path / "www")))
    (root / ".gitignore").write_text(".cache\noutput\n", "utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Uno")
    return root


def status(root: Path, *words: str, code: int = 0) -> dict[str, Any]:
    done = run("status", "--at", NOW, "--format", "json", *words, cwd=root)
    assert done.returncode == code, told(done)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_monitor_reads_how_things_stand(town: Path) -> None:
    found = status(town)
    assert list(found) == [
        "format", "moment", "public", "waiting", "broken", "warnings", "targets", "next",
    ]  # fmt: skip
    assert found["public"]["bulletins"] == 2
    (alert,) = found["public"]["alerts"]
    assert alert["title"] == "Crece el río" and alert["until"].startswith("2026-11-25T18:00")
    waiting = {Path(one["path"]).stem: (one["state"], one["problems"]) for one in found["waiting"]}
    assert waiting == {
        "listo": ("draft", 0), "medio": ("unfinished", 1), "tarde": ("embargo", 0),
    }  # fmt: skip
    here, away = found["targets"]
    assert here["asked"] and here["release"] is None and not away["asked"]
    assert found["next"][0]["what"] == "vence"


def test_what_was_shipped_and_what_was_not_yet(town: Path) -> None:
    done = run("deploy", "production", cwd=town)
    assert done.returncode == 0, told(done)
    text = (town / "content/bulletins/2026/agua.md").read_text("utf-8")
    (town / "content/bulletins/2026/agua.md").write_text(text + "\nMás.\n", "utf-8")
    here = status(town)["targets"][0]
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=town, capture_output=True, text=True)
    assert here["commit"] == head.stdout.strip() and here["shipped"] and here["by"]
    assert here["pending"] == ["content/bulletins/2026/agua.md"] and here["pinned"] is None
    assert status(town, "--offline")["targets"][0]["release"] == here["release"]
    shown = run("estado", "--at", NOW, cwd=town)
    assert shown.returncode == 0 and len(shown.stdout.splitlines()) < 40
    for line in ("Alerta en vigor hasta 2026-11-25 18:00", "Por aprobar (1)", "Cambios sin publ"):
        assert line in shown.stdout, told(shown)


def test_a_target_that_is_held_says_so(town: Path) -> None:
    for text in ("Uno.", "Dos."):
        (town / "content/bulletins/2026/agua.md").write_text(bulletin(text, slug="agua"), "utf-8")
        git(town, "commit", "-qam", text)
        assert run("deploy", "production", cwd=town).returncode == 0
    assert run("rollback", "production", cwd=town).returncode == 0
    here = status(town)["targets"][0]
    assert here["pinned"]["release"] == here["release"] and here["pinned"]["by"]
    assert "Fijo en" in run("estado", "--at", NOW, cwd=town).stdout


def test_what_is_wrong_is_told_with_the_day_since_when(town: Path) -> None:
    path = town / "content/bulletins/2026/agua.md"
    path.write_text(path.read_text("utf-8").replace("2026-11-20", "ayer"), "utf-8")
    assert [one["since"] for one in status(town, code=1)["broken"]] == [None]
    git(town, "commit", "-qam", "Dos")
    (one,) = status(town, code=1)["broken"]
    assert (one["path"], one["line"]) == ("content/bulletins/2026/agua.md", 5) and one["since"]


def test_a_target_that_cannot_be_asked_hides_nothing_else(town: Path) -> None:
    found = status(town, "lejos", code=3)
    assert found["public"]["bulletins"] == 2
    (away,) = found["targets"]
    assert away["error"] and not away["asked"]
    assert status(town, "--offline")["targets"][1]["error"] is None
    assert run("status", "nada", cwd=town).returncode == 2

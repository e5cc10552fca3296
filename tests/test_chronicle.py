"""What readers may know of the edits of a bulletin, told by git and never more than is public."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from town import build, bulletin, publish, tree, write

from pregonero.git.checkout import head

NAME = "bulletins/2026/2026-11-10-corte.md"
PAGE = "nota/2026/corte/index.html"
NOTE = [{"date": "2026-11-21 10:00", "note": "El corte es el miércoles."}]
WHO = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    def run(*words: str, at: str = "2026-11-20T10:00:00-06:00", cwd: Path = tmp_path) -> str:
        env = {**os.environ, **WHO, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        done = subprocess.run(
            ["git", *words], cwd=cwd, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout

    run("init", "-q", "-b", "main")
    return run


def saved(root: Path, git: Git, day: str, text: str, **values: object) -> None:
    """A version of the bulletin, saved in git on a day of November."""
    write(root, {NAME: bulletin(text, title="Corte de agua", slug="corte", **values)})
    git("add", "content", "newsroom.toml", cwd=root)
    git("commit", "-q", "-m", "x", at=f"2026-11-{day}T18:00:00-06:00", cwd=root)


def shown(root: Path) -> str:
    page = build(root)[PAGE].decode()
    return " ".join(page.partition('id="historial"')[2].partition("</section>")[0].split())


def test_a_substantive_edit_is_told_with_its_day_and_parts_and_no_words(
    tmp_path: Path, git: Git
) -> None:
    old = {"date": "2026-11-10", "event": {"start": "2026-12-01", "place": "La plaza"}}
    saved(tmp_path, git, "10", "El corte es el martes.", **old)
    saved(tmp_path, git, "11", "El corte es el  martes!", **old)  # minor
    event = {"start": "2026-12-02", "place": "La plaza"}
    new = {**old, "event": event, "changes": NOTE}
    saved(tmp_path, git, "21", "El corte es el miércoles.", **new)
    section = shown(tmp_path)
    assert "10 de noviembre de 2026</time></dt><dd>Se publicó." in section
    assert "21 de noviembre de 2026</time></dt><dd>Cambió: datos del evento, texto." in section
    assert section.count("<dt>") == 2
    assert not any(b"martes" in data for data in tree(tmp_path / "output").values())


def test_nothing_is_told_of_what_was_not_public_yet(tmp_path: Path, git: Git) -> None:
    draft = {"date": "2026-11-10", "status": "draft"}
    saved(tmp_path, git, "08", "Será el lunes.", **draft)
    saved(tmp_path, git, "09", "Será el martes.", **{**draft, "status": "approved"})
    saved(tmp_path, git, "09", "Será el jueves.", date="2026-11-10", embargo="2026-11-12")
    saved(tmp_path, git, "11", "Será el viernes.", date="2026-11-10", changes=NOTE)
    assert shown(tmp_path) == ""
    saved(tmp_path, git, "22", "Será el domingo.", date="2026-11-10", changes=NOTE)
    assert shown(tmp_path).count("<dt>") == 2 and "22 de noviembre" in shown(tmp_path)


def test_without_a_public_note_nothing_is_told(tmp_path: Path, git: Git) -> None:
    saved(tmp_path, git, "10", "Será el lunes.", date="2026-11-10")
    saved(tmp_path, git, "21", "Será el martes.", date="2026-11-10")
    assert shown(tmp_path) == ""


def test_a_renamed_file_keeps_its_history(tmp_path: Path, git: Git) -> None:
    saved(tmp_path, git, "10", "Será el lunes.", date="2026-11-10")
    saved(tmp_path, git, "21", "Será el martes.", date="2026-11-10", changes=NOTE)
    first = shown(tmp_path)
    (tmp_path / "content/bulletins/2026/2026-11-10-corte.md").rename(
        tmp_path / "content/bulletins/2026/2026-11-10-otro.md"
    )
    git("add", "-A", "content")
    git("commit", "-q", "-m", "x")
    assert first and shown(tmp_path) == first


def test_a_copy_without_its_past_or_without_git_has_no_history(tmp_path: Path, git: Git) -> None:
    root = tmp_path / "site"
    root.mkdir()
    saved(root, git, "10", "Será el lunes.", date="2026-11-10")
    saved(root, git, "21", "Será el martes.", date="2026-11-10", changes=NOTE)
    assert shown(root)
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}", str(tmp_path / "shallow"))
    assert shown(tmp_path / "shallow" / "site") == ""
    shutil.copytree(root / "content", tmp_path.parent / f"{tmp_path.name}-plain" / "content")
    plain = write(tmp_path.parent / f"{tmp_path.name}-plain", {})
    assert shown(plain) == ""


def test_the_commit_is_the_one_that_git_says(tmp_path: Path, git: Git) -> None:
    (tmp_path / "sala").mkdir()
    assert head(tmp_path / "sala") == ""  # nothing is saved yet
    git("commit", "-q", "--allow-empty", "-m", "x")
    git("commit", "-q", "--allow-empty", "-m", "y")
    first, last = git("rev-parse", "HEAD~1").strip(), git("rev-parse", "HEAD").strip()
    assert head(tmp_path / "sala") == last
    git("pack-refs", "--all")
    assert not (tmp_path / ".git/refs/heads/main").exists() and head(tmp_path) == last
    git("worktree", "add", "-q", "-b", "otra", "arbol", "HEAD~1")
    assert head(tmp_path / "arbol") == first
    git("checkout", "-q", "HEAD~1")
    assert head(tmp_path) == first
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}", "copia")
    assert head(tmp_path / "copia") == ""
    (tmp_path / ".git/HEAD").write_bytes(b"\xff")
    assert head(tmp_path) == ""


def test_a_commit_alone_brings_its_history_to_what_was_built(tmp_path: Path, git: Git) -> None:
    """With what was built before or from nothing, and so for a commit that is taken back."""
    from pregonero.cli.build import make
    from pregonero.cli.project import find

    def made() -> dict[str, bytes]:
        place = find(tmp_path / "newsroom.toml")
        make(place, "2026-11-23T12:00", tmp_path / "output", place.settings)
        publish(tmp_path, OUTPUT_PATH=str(tmp_path / "cold"), CACHE_PATH=str(tmp_path / "other"))
        warm, cold = tree(tmp_path / "output"), tree(tmp_path / "cold")
        for folder in ("cold", "other"):
            shutil.rmtree(tmp_path / folder)
        assert warm[PAGE] == cold[PAGE]
        return warm

    saved(tmp_path, git, "10", "Será el lunes.", date="2026-11-10")
    made()
    text = bulletin(
        "Será el martes.", title="Corte de agua", slug="corte", date="2026-11-10", changes=NOTE
    )
    write(tmp_path, {NAME: text})
    assert b"historial" not in made()[PAGE]
    git("commit", "-q", "-am", "x")
    assert b"historial" in made()[PAGE]
    git("commit", "-q", "--allow-empty", "-m", "x")
    assert b"historial" in made()[PAGE]
    git("reset", "-q", "--soft", "HEAD~2")
    assert b"historial" not in made()[PAGE]


def test_a_sequence_never_falls_whatever_is_typed_and_taken_back(tmp_path: Path, git: Git) -> None:
    """What RFC 5545, 3.8.7.4 asks for, over every way to change an event without saying so."""
    note = [{"date": "2026-11-14 09:00", "note": "Cambió."}]
    plain = {"start": "2026-12-04 10:00", "place": "La plaza"}
    states: list[dict[str, object]] = [
        {"event": plain},
        {"event": {**plain, "state": "cancelled"}},
        {"event": plain},
        {"event": {**plain, "start": "2026-12-05 10:00"}},
        {"event": {**plain, "state": "postponed"}, "changes": note},
        {"event": plain, "changes": note},
        {"event": plain, "changes": note * 7},
        {"event": plain},
        {"event": {**plain, "state": "cancelled"}, "status": "withdrawn", "changes": note},
    ]
    found = []
    for day, state in enumerate(states, 10):
        saved(tmp_path, git, str(day), "Habrá feria.", type="evento", **state)
        (data,) = (d for n, d in build(tmp_path).items() if n.endswith("corte/evento.ics"))
        found.append(int(data.partition(b"SEQUENCE:")[2].split()[0]))
    assert found == sorted(set(found))
    saved(tmp_path, git, "20", "Otras palabras.", type="evento", **states[-1])
    (data,) = (d for n, d in build(tmp_path).items() if n.endswith("corte/evento.ics"))
    assert int(data.partition(b"SEQUENCE:")[2].split()[0]) == found[-1]  # no revision of the event

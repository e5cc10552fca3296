"""`check --since` finds what came to say another thing in silence; `history` tells all."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from town import Ended, bulletin, run, told, write

Site = Callable[..., Path]
NAME = "bulletins/2026/2026-11-20-corte.md"
WHO = {f"GIT_{who}_{what}": "Rosa" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
VALUES: dict[str, object] = {"title": "Corte de agua", "slug": "corte", "date": "2026-11-20"}
NOTE = [{"date": "2026-11-22", "note": "Es el miércoles."}]


def git(root: Path, *words: str, at: str = "2026-11-21T10:00:00-06:00") -> None:
    env = {**os.environ, **WHO, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    subprocess.run(["git", *words], cwd=root, env=env, check=True, capture_output=True)


def saved(root: Path, text: str, at: str = "2026-11-21T10:00:00-06:00", **more: object) -> None:
    write(root, {NAME: bulletin(text, **{**VALUES, **more})})
    git(root, "add", "-A", "content")
    git(root, "commit", "-q", "-m", "x", at=at)


@pytest.fixture
def repository(site: Site) -> Path:
    root = site({})
    git(root, "init", "-q")
    saved(root, "El corte es el martes.\n\nUno.")
    return root


def check(root: Path, *words: str) -> Ended:
    return run("check", "--since", "HEAD", "--at", "2026-11-23", *words, cwd=root)


def edited(root: Path, text: str, **more: object) -> Ended:
    write(root, {NAME: bulletin(text, **{**VALUES, **more})})
    return check(root)


def test_another_word_without_a_note_is_a_warning_with_its_line(repository: Path) -> None:
    result = edited(repository, "Uno.\n\nEl corte es el miércoles.")
    assert result.returncode == 0
    first = result.stdout.splitlines()[0]
    assert first.startswith(f"content/{NAME}:10: texto: desde HEAD dice otra cosa")
    assert "corregir content/" in first and first.endswith("(aviso)")
    result = edited(repository, "El corte es el miércoles.\n\nUno.")
    assert "«martes» → «miércoles»" in result.stdout
    github = check(repository, "--format", "github").stdout
    assert f"::warning file=content/{NAME},line=10" in github


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("El corte es el miércoles.\n\nUno.", {"changes": NOTE}),
        ("El corte  es el **martes**\n\nUno!", {}),
        ("El corte es el martes.\n\nUno.", {"tags": ["agua"], "topic": "agua"}),
    ],
)
def test_a_note_or_only_another_way_to_write_it_is_none(
    repository: Path, text: str, more: dict[str, object]
) -> None:
    result = edited(repository, text, **more)
    assert result.returncode == 0 and "dice otra cosa" not in result.stdout


def test_values_of_the_header_count(repository: Path) -> None:
    text = "El corte es el martes.\n\nUno."
    result = edited(repository, text, title="Corte de luz", expires="2026-12-01")
    assert f"content/{NAME}:4: title: desde HEAD" in result.stdout
    assert "expires: desde HEAD dice otra cosa" in result.stdout


def test_a_note_that_was_there_before_explains_nothing_new(repository: Path) -> None:
    saved(repository, "El corte es el miércoles.", changes=NOTE)
    assert "dice otra cosa" in edited(repository, "El corte es el jueves.", changes=NOTE).stdout


def test_of_what_is_withdrawn_only_the_title_counts(repository: Path) -> None:
    withdrawn = {"status": "withdrawn", "changes": NOTE}
    saved(repository, "El corte es el martes.", **withdrawn)
    assert "dice otra cosa" not in edited(repository, "Nada.", **withdrawn).stdout
    result = edited(repository, "Nada.", **{**withdrawn, "title": "Corte de luz"})
    assert ":4: title: desde HEAD" in result.stdout


def test_what_was_not_public_may_change(repository: Path) -> None:
    saved(repository, "Será el martes.", status="draft")
    assert edited(repository, "Será el jueves.").stdout == ""
    saved(repository, "Será el martes.", embargo="2026-11-30")
    assert edited(repository, "Será el jueves.", embargo="2026-11-30").stdout == ""


def test_what_was_public_and_goes_is_a_warning(repository: Path) -> None:
    result = edited(repository, "El corte es el martes.\n\nUno.", status="draft")
    assert "ya era público en HEAD y ahora es un borrador" in result.stdout
    (repository / "content" / NAME).unlink()
    assert "era público en HEAD y ya no está" in check(repository).stdout


def test_a_file_under_another_name_is_the_same_bulletin(repository: Path) -> None:
    path = repository / "content" / NAME
    path.rename(path.with_name("2026-11-20-otro.md"))
    assert check(repository).stdout == ""
    new = path.with_name("2026-11-20-otro.md")
    new.write_text(new.read_text("utf-8").replace("martes", "jueves"), "utf-8")
    assert "2026-11-20-otro.md:10: texto: desde HEAD" in check(repository).stdout


def test_a_revision_that_is_not_there_is_a_wrong_call(repository: Path, site: Site) -> None:
    for name in ("nada", "--help", "HEAD~9"):
        result = run("check", "--since", name, cwd=repository)
        assert result.returncode == 2 and "git no conoce la revisión" in result.stderr, name


def test_without_a_repository_or_git_it_says_so(site: Site) -> None:
    root = site({NAME: bulletin()})
    for words in (("check", "--since", "HEAD"), ("history", "se-repara-la-red-de-agua")):
        if words[0] == "history":
            words = ("history", NAME)
        result = run(*words, cwd=root, env={"GIT_CEILING_DIRECTORIES": str(root.parent)})
        assert result.returncode == 2 and "no está en un repositorio de git" in result.stderr
        result = run(*words, cwd=root, env={"PATH": "/nonexistent"})
        assert result.returncode == 3 and "no se pudo ejecutar git" in result.stderr, told(result)


def history(root: Path) -> list[dict[str, object]]:
    result = run("history", NAME, "--format", "json", cwd=root)
    assert result.returncode == 0, told(result)
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_the_history_tells_who_when_and_what(repository: Path) -> None:
    saved(repository, "El corte es el martes!\n\nUno.", at="2026-11-21T11:00:00-06:00")
    saved(
        repository, "El corte es el jueves.\n\nUno.", at="2026-11-22T09:00:00-06:00", changes=NOTE
    )
    saved(repository, "El corte es el jueves.\n\nUno.", at="2026-11-22T10:00:00-06:00",
          changes=NOTE, tags=["agua"])  # fmt: skip
    steps = history(repository)
    assert [one["kind"] for one in steps] == ["created", "minor", "substantive", "unseen"]
    assert [one["public"] for one in steps] == [False, True, True, True]
    assert steps[2]["date"] == "2026-11-22T09:00:00-06:00" and steps[2]["who"] == "Rosa"
    assert steps[2]["changes"][0]["before"] == "martes"  # type: ignore[index]
    table = run("historia", NAME, cwd=repository).stdout
    assert "de fondo" in table and "texto: «martes» → «jueves»" in table and "Rosa" in table
    assert table.index("2026-11-22 09:00") < table.index("2026-11-21 11:00")


def test_a_renamed_file_keeps_its_history(repository: Path) -> None:
    git(repository, "mv", f"content/{NAME}", "content/bulletins/2026/2026-11-20-otro.md")
    git(repository, "commit", "-q", "-m", "x")
    result = run("history", "corte", "--format", "json", cwd=repository)
    assert [one["kind"] for one in json.loads(result.stdout)] == ["created", "unseen"]


def test_a_copy_without_its_past_says_so(repository: Path, tmp_path: Path) -> None:
    saved(repository, "Otro.")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "copia")
    write(tmp_path / "copia", {})
    result = run("history", NAME, cwd=tmp_path / "copia")
    assert result.returncode == 0 and "git fetch --unshallow" in result.stderr


def test_a_file_that_git_does_not_know_yet_is_told(repository: Path) -> None:
    write(repository, {"bulletins/2026/nuevo.md": bulletin(title="Nuevo")})
    result = run("history", "content/bulletins/2026/nuevo.md", cwd=repository)
    assert result.returncode == 0 and "todavía no está guardado en git" in result.stderr

"""A branch that others write to as well."""

import subprocess
from pathlib import Path

import pytest

from pregonero.release.targets.git import Git

from . import places
from .conftest import NOTE, Office, Open

WHO = ("-c", "user.name=Ana", "-c", "user.email=ana@sanjacinto.example")


@pytest.fixture
def at_git(tmp_path: Path, office: Open) -> Office:
    one = office(places.branch(tmp_path))
    status, said = one.deploy()
    assert status == 0, said
    return one


def commit(remote: Path, room: Path, name: str, text: str) -> None:
    """Somebody else's commit on the branch."""
    git = ["git", *WHO]
    subprocess.run([*git, "clone", "-q", "--branch", "gh-pages", remote, room], check=True)
    (room / name).write_text(text)
    subprocess.run([*git, "add", "-A"], cwd=room, check=True)
    subprocess.run([*git, "commit", "-qm", "a mano"], cwd=room, check=True)
    subprocess.run([*git, "push", "-q"], cwd=room, check=True)


def test_what_others_committed_is_told_and_stays_in_the_history(
    at_git: Office, tmp_path: Path
) -> None:
    remote = tmp_path / "remoto.git"
    commit(remote, tmp_path / "ana", "index.html", "Otra")
    commit(remote, tmp_path / "eva", "CNAME", "prensa.sanjacinto.example\n")
    status, said = at_git.deploy(if_changed=True)
    assert status == 0 and "index.html" in said and "a mano" in said
    public = at_git.place.public()
    assert public.pop("CNAME") == b"prensa.sanjacinto.example\n"
    assert b"Otra" not in public["index.html"]
    log = subprocess.run(
        ["git", "log", "--format=%s", "gh-pages"], cwd=remote, capture_output=True, text=True
    )
    assert log.stdout.count("a mano") == 2
    assert len(at_git.releases()) == 2


def test_a_push_that_comes_second_loses_nothing(
    at_git: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Git._push

    def second(self: Git, *words: object) -> int:
        monkeypatch.setattr(Git, "_push", real)
        commit(tmp_path / "remoto.git", tmp_path / "ana", "nota.txt", "x")
        return real(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "_push", second)
    text = (at_git.root / "content" / NOTE).read_text()
    at_git.write({NOTE: text.replace("lunes", "martes")})
    status, said = at_git.deploy()
    assert status == 3 and "mientras tanto" in said and "sigue como estaba" in said
    assert "nota.txt" in at_git.place.public()
    assert at_git.deploy()[0] == 0
    assert b"martes" in at_git.place.public()["nota/2026/agua/index.html"]


def test_the_hosts_own_configuration_goes_along(at_git: Office, tmp_path: Path) -> None:
    text = (at_git.root / "content" / NOTE).read_text()
    at_git.write({NOTE: text.replace('slug: "agua"', 'slug: "pozo"')})
    assert at_git.deploy()[0] == 0
    at_git.place.public()
    headers = (tmp_path / "copia/_headers").read_text()
    assert "Content-Security-Policy: default-src 'self'" in headers
    assert "Strict-Transport-Security" in headers and "X-Robots-Tag" not in headers
    redirects = (tmp_path / "copia/_redirects").read_text()
    assert redirects == "/nota/2026/agua/ /nota/2026/pozo/ 301\n"
    assert (tmp_path / "copia/.nojekyll").exists()


def test_a_remote_that_is_not_there_is_told(tmp_path: Path, office: Open) -> None:
    one = office(places.branch(tmp_path))
    one.toml("remoto.git", "ninguno.git")
    status, said = one.deploy()
    assert status == 3 and "git falló" in said and "sigue como estaba" in said

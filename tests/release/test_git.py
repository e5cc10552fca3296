"""A branch that others write to as well."""

import subprocess
from pathlib import Path

import pytest
from town import run, told

from pregonero.release.targets.error_messages import git_refusal, understood
from pregonero.release.targets.git_branch import Git

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


@pytest.mark.parametrize("history", ["true", "false"])
def test_a_branch_where_something_else_is_kept_is_left_alone(
    tmp_path: Path, office: Open, history: str
) -> None:
    one = office(places.branch(tmp_path))
    one.toml('kind = "git"', f'kind = "git"\nhistory = {history}')
    remote, room = tmp_path / "remoto.git", tmp_path / "fuentes"
    subprocess.run(["git", *WHO, "init", "-q", "-b", "gh-pages", room], check=True)
    (room / "programa.py").write_text("x = 1\n")
    subprocess.run(["git", *WHO, "add", "-A"], cwd=room, check=True)
    subprocess.run(["git", *WHO, "commit", "-qm", "fuentes"], cwd=room, check=True)
    subprocess.run(["git", "push", "-q", remote, "gh-pages"], cwd=room, check=True)
    for asked in ({"dry": True}, {}):
        status, said = one.deploy(**asked)
        assert status == 3 and "programa.py" in said and "Escriba otra rama" in said
    log = ["git", "log", "--format=%s", "gh-pages"]
    told_by_git = subprocess.run(log, cwd=remote, capture_output=True, text=True, check=True)
    assert told_by_git.stdout == "fuentes\n"


def test_a_remote_that_is_not_there_is_told(tmp_path: Path, office: Open) -> None:
    one = office(places.branch(tmp_path))
    one.toml("remoto.git", "ninguno.git")
    status, said = one.deploy()
    assert status == 3 and "git falló" in said and "sigue como estaba" in said


# What git says no to


@pytest.mark.parametrize(
    ("said", "gist"),
    [
        ("remote: error: GH006: Protected branch update failed for refs/heads/gh-pages.\n"
         " ! [remote rejected] a -> gh-pages (protected branch hook declined)", "está protegida"),
        ("remote: GitLab: You are not allowed to push code to protected branches on this project.\n"
         " ! [remote rejected] a -> main (pre-receive hook declined)", "está protegida"),
        ("remote: error: File media/a.mp4 is 120.00 MB; this exceeds GitHub's file size limit\n"
         " ! [remote rejected] a -> gh-pages (pre-receive hook declined)", "más grande"),
        (" ! [rejected]        a -> gh-pages (non-fast-forward)", "mientras tanto"),
        (" ! [rejected]        a -> gh-pages (stale info)", "mientras tanto"),
        ("remote: Permission to sala/sitio.git denied to ana.\nfatal: unable to access "
         "'https://github.com/sala/': The requested URL returned error: 403", "no se le permite"),
        ("fatal: could not read Username for 'https://github.com': terminal prompts disabled",
         "no aceptó el acceso"),
        ("git@github.com: Permission denied (publickey).\nfatal: Could not read from remote "
         "repository.", "no aceptó el acceso"),
        ("remote: Repository not found.\nfatal: repository 'https://x/' not found", "no existe"),
        ("Host key verification failed.\nfatal: Could not read from remote repository.", "llave"),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "no se encuentra"),
        ("ssh: connect to host x port 22: No route to host", "no se pudo llegar"),
        ("fatal: unable to access 'https://x/': SSL certificate problem: x", "certificado"),
        ("error: remote unpack failed: No space left on device", "está lleno"),
        ("fatal: something new", "git falló"),
    ],
)  # fmt: skip
def test_a_refusal_of_git_says_what_to_do(said: str, gist: str) -> None:
    message, remedy = git_refusal(said) or understood(said) or ("git falló", "Revise.")
    assert gist in message and remedy.endswith((".", "--bare"))


def hook(remote: Path, name: str, script: str) -> None:
    path = remote / "hooks" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_what_a_rule_of_the_remote_says_is_kept_beneath(at_git: Office, tmp_path: Path) -> None:
    hook(tmp_path / "remoto.git", "pre-receive", "printf 'Solo \\033[31mlunes\\n' >&2; exit 1")
    before = at_git.place.public()
    at_git.write({NOTE: (at_git.root / "content" / NOTE).read_text() + "\nMás.\n"})
    status, said = at_git.deploy()
    assert status == 3 and "una regla del servidor de git rechazó el envío" in said, said
    assert "remote: Solo" in said and "\033" not in said and "sigue como estaba" in said
    assert at_git.place.public() == before


# What stays in the history


def test_a_withdrawal_says_what_stays_in_the_history_and_a_branch_may_have_none(
    at_git: Office, tmp_path: Path
) -> None:
    remote = tmp_path / "remoto.git"

    def reachable() -> bytes:
        names = subprocess.run(
            ["git", "rev-list", "--objects", "--all"], cwd=remote, capture_output=True, check=True
        ).stdout.split(b"\n")
        asked = b"\n".join(name.split(b" ")[0] for name in names if name)
        return subprocess.run(
            ["git", "cat-file", "--batch"], cwd=remote, input=asked, capture_output=True, check=True
        ).stdout

    done = run(
        "withdraw", "bulletins/2026/salud.md", "--reason", "La fecha era errónea", cwd=at_git.root
    )
    assert done.returncode == 0 and "history = false" in done.stdout, told(done)
    status, said = at_git.deploy(allow_removals=True)
    assert status == 0 and "history = false" in said
    assert "Habrá vacunas.".encode() in reachable()
    at_git.toml('kind = "git"', 'kind = "git"\nhistory = false')
    status, said = at_git.deploy()
    assert status == 0 and "history = false" not in said, said
    assert "Habrá vacunas.".encode() not in reachable()
    assert len(at_git.releases()) == 1
    commit(remote, tmp_path / "ana", "nota.txt", "x")
    status, said = at_git.deploy()
    assert status == 0 and "nota.txt" in said
    assert at_git.deploy(if_changed=True)[0] == 0
    assert at_git.rollback()[0] == 2

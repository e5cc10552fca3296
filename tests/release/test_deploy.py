"""A deploy and its bad days: what is refused, what is told, and what state the site is in."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pytest
from town import bulletin, run

from pregonero.diagnostics import ExternalError
from pregonero.newsroom.secrets import secrets
from pregonero.release.deploy import compare_clocks
from pregonero.release.manifest import NAME
from pregonero.release.websub import announce

from . import places
from .conftest import NOTE, OTHER, Office, Open
from .places import URL, settled

UNTOUCHED = "El sitio público sigue como estaba."


def current(office: Office) -> dict[str, bytes]:
    return office.place.public()


def edit(office: Office, name: str, old: str, new: str) -> None:
    text = (office.root / "content" / name).read_text("utf-8")
    assert old in text
    office.write({name: text.replace(old, new)})


def withdraw(office: Office, name: str) -> None:
    notice = 'status: "withdrawn"\nchanges: [{date: "2026-11-21", note: "Fecha errónea."}]'
    edit(office, name, 'status: "approved"', notice)


# What a person sees


def test_a_trial_site_is_not_to_be_found_and_says_what_it_is(at_disk: Office) -> None:
    at_disk.toml("production = true", "production = false")
    assert at_disk.deploy()[0] == 0
    public = current(at_disk)
    assert public["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    pages = [data.decode() for name, data in public.items() if name.endswith(".html")]
    assert all('<meta name="robots" content="noindex">' in page for page in pages)
    assert all("Sitio de prueba" in page for page in pages)


def test_the_public_address_is_read_back(tmp_path: Path, office: Open) -> None:
    www = tmp_path / "www"

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *words: object) -> None:
            super().__init__(*words, directory=str(www / "current"))  # type: ignore[arg-type]

        def log_message(self, *words: object) -> None:
            pass

    one = office(places.folder(www))
    with places.website(Handler) as origin:
        one.is_at(origin)
        status, said = one.deploy()
    assert status == 0 and "El sitio público responde con esta versión." in said


def test_a_public_server_that_is_down_is_told(at_disk: Office) -> None:
    at_disk.is_at(f"http://127.0.0.1:{places.free_port()}")
    for step in (at_disk.deploy, at_disk.deploy, at_disk.rollback):
        status, said = step()
        assert status == 3 and "no se pudo leer http://127.0.0.1" in said, said
        assert "está completa en el destino" in said and "Revise el servidor web" in said
        assert "Publicado: " in said or "De vuelta: " in said
    assert current(at_disk)["index.html"]


@pytest.mark.parametrize("answer", [b"ruido\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 99_999])
def test_a_public_server_that_answers_anything_is_told(at_disk: Office, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def say() -> None:
            client, _ = server.accept()
            with client:
                client.recv(9_999)
                client.sendall(answer)

        threading.Thread(target=say, daemon=True).start()
        at_disk.is_at(f"http://127.0.0.1:{server.getsockname()[1]}")
        status, said = at_disk.deploy()
    assert status == 3 and "no se pudo leer http://127.0.0.1" in said, said


def test_an_unknown_target_is_a_wrong_call(at_disk: Office) -> None:
    done = run("deploy", "prodution", cwd=at_disk.root)
    assert done.returncode == 2 and "¿Quiso decir «production»?" in done.stderr
    assert run("rollback", "production", "2020", cwd=at_disk.root).returncode == 2


def test_what_git_does_not_have_is_named_and_not_published(
    at_disk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "uno")):
        subprocess.run(["git", *words], cwd=at_disk.root, check=True)
    assert "git" not in at_disk.deploy(dry=True)[1]
    edit(at_disk, NOTE, "lunes", "martes")
    status, said = at_disk.deploy(dry=True)
    assert status == 0 and f"content/{NOTE}" in said
    status, said = at_disk.deploy()
    assert status == 1 and f"content/{NOTE}" in said and "--uncommitted" in said
    assert UNTOUCHED in said and not (at_disk.root.parent / "www/current").exists()
    assert at_disk.deploy(if_changed=True)[0] == 1
    assert at_disk.deploy(if_changed=True, uncommitted=True)[0] == 2
    with monkeypatch.context() as patch:
        patch.setenv("CI", "true")
        assert at_disk.deploy(uncommitted=True)[0] == 2
    monkeypatch.delenv("CI", raising=False)
    status, said = at_disk.deploy(uncommitted=True)
    assert status == 0, said
    manifest = json.loads(current(at_disk)[NAME])
    assert re.fullmatch("[0-9a-f]{40}", manifest["commit"]) and manifest["dirty"]


@pytest.mark.parametrize(
    "line",
    [
        'password = "abc"',
        'aws_secret_access_key = "abc"',
        'token = "abc"',
        'remote = "https://ana:abc@git.example/a.git"',
        'region = "AKIAABCDEFGHIJKLMNOP"',
    ],
)
def test_a_secret_in_newsroom_toml_is_an_error(at_disk: Office, line: str) -> None:
    at_disk.toml("production = true", f"production = true\n{line}")
    status, said = at_disk.deploy(dry=True)
    assert status == 1 and "secreto" in said


HIDDEN = (
    "ASIAABCDEFGHIJKLMNOP",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_11ABC",
    "glpat-abc",
    "xoxe-1-abc",
    "AIzaSyA-1234567890abcdefghijklmnopqrstu",
    "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "-----BEGIN OPENSSH PRIVATE KEY-----",
    "https://a.example/?token=abc",
    "https://a.example/?a=1&access_token=abc",
    "https://a.blob.core.windows.net/c?sv=2024&sig=abc%3D",
    "https://a.s3.amazonaws.com/c?X-Amz-Signature=abc",
    "https://a.example/#api_key=abc",
    "https://ana:abc@a.example/",
    "https://hooks.slack.com/services/T0/B0/x",
    "git@git.example:abc?token=abc",
)


@pytest.mark.parametrize("value", HIDDEN)
def test_a_secret_is_known_by_its_looks_wherever_it_stands(value: str) -> None:
    for where in ({"hub": value}, {"targets": {"p": {"remote": value}}}, {"social": [value]}):
        assert list(secrets(where)), where


@pytest.mark.parametrize(
    "value",
    [
        "git@github.com:sala/sitio.git", "ssh://git@git.example/a.git", "prensa@sanjacinto.example",
        "https://a.example/?v=token", "https://a.example/?q=la+clave", "${PREGONERO_WEBHOOK}",
        "https://a.example/?token=${CLAVE}", "Se busca: clave única", "glosario-AIza",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_secret_is_none(value: str) -> None:
    assert not list(secrets({"alerts": {"webhook": value}, "x": [value]}))


# Addresses answer for ever


def test_a_deleted_bulletin_stops_the_release(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    before = current(at_disk)
    at_disk.write({OTHER: None})
    status, said = at_disk.deploy()
    assert status == 1 and "/nota/2026/salud/" in said and UNTOUCHED in said
    assert current(at_disk) == before
    assert at_disk.deploy(allow_removals=True)[0] == 0
    assert "nota/2026/salud/index.html" not in current(at_disk)


def test_a_bulletin_that_is_a_draft_again_stops_the_release(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    edit(at_disk, OTHER, '"approved"', '"draft"')
    assert at_disk.deploy()[0] == 1


def test_a_renamed_bulletin_answers_at_every_address_it_had(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    for old, new in (("salud", "vacunas"), ("vacunas", "jornada")):
        edit(at_disk, OTHER, f'slug: "{old}"', f'slug: "{new}"')
        status, said = at_disk.deploy()
        assert status == 0, said
    public = current(at_disk)
    for old in ("salud", "vacunas"):
        page = public[f"nota/2026/{old}/index.html"].decode()
        assert 'content="0; url=/nota/2026/jornada/"' in page and "noindex" in page
    assert "/nota/2026/salud/" not in public["sitemap.xml"].decode()
    assert "Nada cambió" in at_disk.deploy(if_changed=True)[1]


def test_an_alias_leads_to_its_bulletin(at_disk: Office) -> None:
    edit(at_disk, OTHER, "slug:", 'aliases: ["/noticias/2019/salud.html", "/?p=1"]\nslug:')
    assert "/?p=1" in at_disk.deploy()[1]
    edit(at_disk, OTHER, ', "/?p=1"', "")
    assert at_disk.deploy()[0] == 0
    assert b"/nota/2026/salud/" in current(at_disk)["noticias/2019/salud.html"]


def test_a_withdrawal_keeps_its_address_and_cannot_be_undone_by_going_back(
    at_disk: Office,
) -> None:
    assert at_disk.deploy()[0] == 0
    for n in range(12):  # so that one is not a tenth
        at_disk.write({f"bulletins/2026/n{n}.md": bulletin("Texto.", title=f"Aviso {n}")})
    assert at_disk.deploy()[0] == 0
    withdraw(at_disk, OTHER)
    status, said = at_disk.deploy()
    assert status == 0, said
    folder = at_disk.root.parent / "www/current/nota/2026/salud"
    assert (folder / "410.html").read_bytes() == (folder / "index.html").read_bytes()
    assert b"vacunas" not in (folder / "410.html").read_bytes()
    status, said = at_disk.rollback()
    assert status == 1 and "/nota/2026/salud/" in said
    assert b"Fecha err" in (folder / "index.html").read_bytes()


def test_withdrawing_much_at_once_has_to_be_asked_for(at_disk: Office) -> None:
    for n in range(30):
        at_disk.write({f"bulletins/2026/n{n}.md": bulletin("Texto.", title=f"Aviso {n}")})
    assert at_disk.deploy()[0] == 0
    for n in range(30):
        withdraw(at_disk, f"bulletins/2026/n{n}.md")
    status, said = at_disk.deploy()
    assert status == 1 and "más de una de cada diez" in said
    assert at_disk.deploy(allow_removals=True)[0] == 0


# What goes wrong outside


def test_what_somebody_changed_by_hand_is_told_and_mended(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    before = current(at_disk)
    www = at_disk.root.parent / "www/current"
    (www / "index.html").unlink()
    (www / "index.html").write_text("Otro")
    (www / "nota/2026/agua/index.html").unlink()
    status, said = at_disk.deploy(if_changed=True)
    assert status == 0 and "index.html" in said and "a mano" in said
    after = current(at_disk)
    assert {n for n in before if before[n] != after.get(n)} <= {NAME}


@pytest.mark.parametrize("data", [b"", b"{", b'{"format": 9}', b"[]", b"\xff" * 99, b"[" * 99999])
def test_a_damaged_manifest_is_told_and_everything_is_sent(at_disk: Office, data: bytes) -> None:
    assert at_disk.deploy()[0] == 0
    manifest = at_disk.root.parent / "www/current" / NAME
    manifest.unlink()
    manifest.write_bytes(data)
    status, said = at_disk.deploy()
    assert status == 0 and "manifiesto" in said
    assert json.loads(current(at_disk)[NAME])["format"] == 1


@pytest.mark.parametrize(
    "data", [b"[" * 99_999, b'{"a":' * 99_999, b"9" * 5_000, b'{"files": 1e999}', b"\x1f\x8b"]
)
def test_what_a_target_remembers_and_cannot_be_read_stops_nothing(
    at_disk: Office, data: bytes
) -> None:
    assert at_disk.deploy()[0] == 0
    www = at_disk.root.parent / "www"
    (record,) = (www / "releases").glob("*.json")
    plain = b'"shipped": "", "by": "", "commit": null'
    for path in (record, www / "pin.json", www / "lock"):
        path.write_bytes(data.replace(b'"files"', plain + b', "files"'))
    assert at_disk.releases() == [f"*{record.stem}"]
    status, said = at_disk.deploy()
    assert status == 2 and "está fijo" in said
    assert at_disk.deploy(resume=True)[0] == 0


def test_two_deploys_do_not_meet(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    holding = "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX); "
    holding += "print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(at_disk.root.parent / "www/lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        status, said = at_disk.deploy()
        assert at_disk.deploy(dry=True)[0] == 0
        holder.communicate()
    assert status == 3 and "en marcha" in said and UNTOUCHED in said
    assert at_disk.deploy()[0] == 0


def test_a_clock_that_is_behind_ships_nothing(
    at_disk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pregonero.cli.deploy as module

    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(module, "moment", lambda at, room: later)
        assert at_disk.deploy()[0] == 0
    before = current(at_disk)
    status, said = at_disk.deploy()
    assert status == 3 and "en hora" in said
    assert current(at_disk) == before


def test_a_folder_where_the_link_should_be_is_left_alone(at_disk: Office) -> None:
    there = at_disk.root.parent / "www/current"
    there.mkdir(parents=True)
    (there / "index.html").write_text("Otro sitio")
    status, said = at_disk.deploy()
    assert status == 3 and str(there) in said
    assert (there / "index.html").read_text() == "Otro sitio"


@pytest.mark.slow
def test_a_full_disk_leaves_the_site_as_it_was(at_disk: Office) -> None:
    www = at_disk.root.parent / "www"
    www.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(www)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a disk of its own takes root")
    try:
        status, said = at_disk.deploy()
        assert status == 0, said
        before = current(at_disk)
        (www / "lleno").write_bytes(b"x" * (os.statvfs(www).f_bavail * os.statvfs(www).f_bsize))
        edit(at_disk, NOTE, "lunes", "martes")
        status, said = at_disk.deploy()
        assert status == 3 and UNTOUCHED in said and "espacio" in said
        assert current(at_disk) == before
        (www / "lleno").unlink()
        assert at_disk.deploy()[0] == 0
        assert b"martes" in current(at_disk)["nota/2026/agua/index.html"]
    finally:  # lazily: what the deploy tidies afterwards may still be at it
        subprocess.run(["umount", "--lazy", str(www)], check=True)


def test_only_the_last_releases_are_kept(at_disk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    import pregonero.release.targets.disk as disk

    monkeypatch.setattr(disk, "KEPT", 2)
    for n in range(4):
        edit(at_disk, NOTE, "El agua", f"{n} El agua")
        assert at_disk.deploy()[0] == 0
    kept = [name.lstrip("*") for name in at_disk.releases()]
    assert settled(at_disk.root.parent / "www")
    folders = {p.name for p in (at_disk.root.parent / "www/releases").glob("[!.]*") if p.is_dir()}
    assert len(kept) == 2 and folders == set(kept)


def test_old_releases_do_not_pile_up_where_nothing_may_go_on_afterwards(
    at_disk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pregonero.release.targets.disk as disk

    monkeypatch.setattr(disk, "KEPT", 1)
    monkeypatch.setattr(disk, "AFTERWARDS", ":")  # as when a service manager ends all it started
    for n in range(4):
        edit(at_disk, NOTE, "El agua", f"{n} El agua")
        assert at_disk.deploy()[0] == 0
    left = [*(at_disk.root.parent / "www/releases").glob(".old-*/*")]
    assert len(left) == 1


# Those who subscribe


class Hub(BaseHTTPRequestHandler):
    answers: list[int]
    heard: list[list[tuple[str, str]]]
    url: str

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.heard.append(parse_qsl(self.rfile.read(length).decode()))
        self.send_response(self.answers.pop(0))
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def hub() -> object:
    kind = type("One", (Hub,), {"answers": [], "heard": []})
    with places.website(kind) as origin:
        kind.url = f"{origin}/"
        yield kind


def test_a_hub_is_told_of_the_feeds_that_changed(at_disk: Office, hub: type[Hub]) -> None:
    hub.answers += [204, 204]
    at_disk.toml('url = "https://prensa', f'hub = "{hub.url}"\nurl = "https://prensa')
    assert at_disk.deploy()[0] == 0
    assert ("hub.mode", "publish") in hub.heard[0]
    assert ("hub.url", f"{URL}/feeds/atom.xml") in hub.heard[0]
    public = current(at_disk)
    for name in ("rss.xml", "atom.xml"):
        root = ElementTree.fromstring(public[f"feeds/{name}"])
        links = [dict(e.attrib) for e in root.iter()]
        assert hub.url in [link.get("href") for link in links if link.get("rel") == "hub"]
    assert json.loads(public["feeds/feed.json"])["hubs"] == [{"type": "WebSub", "url": hub.url}]
    edit(at_disk, "pages/oficina.md", "pocos", "muchos")
    assert at_disk.deploy()[0] == 0
    assert len(hub.heard) == 1  # no feed has pages


def test_a_hub_is_tried_again_and_then_left(hub: type[Hub]) -> None:
    waited: list[float] = []
    hub.answers += [500, 503, 202]
    assert announce(hub.url, ["https://a.example/f"], waited.append) is None
    hub.answers += [500, 500, 500]
    assert "500" in (announce(hub.url, ["https://a.example/f"], waited.append) or "")
    hub.answers += [400]
    assert "400" in (announce(hub.url, ["https://a.example/f"], waited.append) or "")
    assert len(waited) == 4 and len(hub.heard) == 7


def test_a_deploy_does_not_fail_for_a_hub(at_disk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pregonero.release.websub.PAUSES", ())
    at_disk.toml(
        'url = "https://prensa',
        f'hub = "http://127.0.0.1:{places.free_port()}/"\nurl = "https://prensa',
    )
    status, said = at_disk.deploy()
    assert status == 0 and "hub" in said


def test_the_next_change_is_told(at_disk: Office) -> None:
    at_disk.write(
        {
            "bulletins/2027/e.md": bulletin(
                "x", title="Embargado", date="2027-01-02", embargo="2027-01-05 09:00"
            ),
            "bulletins/2027/v.md": bulletin(
                "x", title="Vence", date="2026-11-02", type="aviso", expires="2027-01-04"
            ),
        }
    )
    done = run("next", "--at", "2026-12-01", "--format", "json", cwd=at_disk.root)
    coming = json.loads(done.stdout)
    assert [(one["at"][:19], one["what"]) for one in coming] == [
        ("2027-01-05T00:00:00", "vence"),
        ("2027-01-05T09:00:00", "termina el embargo"),
    ]
    quiet = run("siguiente", "--at", "2030-01-01", cwd=at_disk.root)
    assert quiet.returncode == 0 and "Nada cambiará" in quiet.stderr


def test_the_same_inputs_and_moment_give_the_same_manifest(
    at_disk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pregonero.cli.deploy as module

    now = datetime.now(UTC).replace(microsecond=0)
    monkeypatch.setattr(module, "moment", lambda at, room: now)
    assert at_disk.deploy()[0] == 0
    first = current(at_disk)[NAME]
    shutil.rmtree(at_disk.root / ".cache")
    # Links for the next one are still being made in it.
    (tmp_path / "www").rename(tmp_path / "before")
    assert at_disk.deploy()[0] == 0
    assert current(at_disk)[NAME] == first


def test_clocks_that_do_not_agree_are_told() -> None:
    here = datetime.now(UTC)
    compare_clocks(here, here + timedelta(seconds=200))
    for theirs in (here + timedelta(hours=1), here - timedelta(minutes=6)):
        with pytest.raises(ExternalError):
            compare_clocks(here, theirs)


def test_commits_that_are_nowhere_else_are_told(at_disk: Office, tmp_path: Path) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    for words in (
        ("init", "-q", "-b", "main"),
        ("add", "-A"),
        (*who, "commit", "-qm", "uno"),
        ("init", "-q", "--bare", str(tmp_path / "r.git")),
        ("remote", "add", "origin", str(tmp_path / "r.git")),
    ):
        subprocess.run(["git", *words], cwd=at_disk.root, check=True)
    assert "git push" in at_disk.deploy(dry=True)[1]
    subprocess.run(["git", "push", "-q", "origin", "main"], cwd=at_disk.root, check=True)
    assert "git push" not in at_disk.deploy(dry=True)[1]

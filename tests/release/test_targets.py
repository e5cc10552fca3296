"""Every kind of target: what is shipped is what is public, and the way back works."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from town import run

from pregonero.cli.rollback import releases
from pregonero.release.manifest import loaded
from pregonero.release.targets.layout import AFTERWARDS

from .conftest import NOTE, OTHER, Office, Open
from .places import Place, settled

pytestmark = pytest.mark.usefixtures("every_core")


def right(office: Office) -> dict[str, bytes]:
    """What is public, once it is seen to be exactly what its manifest says."""
    public = office.place.public()
    manifest = loaded(public.pop("manifest.json"))
    assert public.keys() == manifest.files.keys()
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in public.items()}
    assert digests == {name: item.sha256 for name, item in manifest.files.items()}
    return public


def test_a_site_is_shipped_changed_and_put_back(anywhere: Office) -> None:
    status, said = anywhere.deploy()
    assert status == 0, said
    first = right(anywhere)
    assert b"El agua vuelve el lunes." in first["nota/2026/agua/index.html"]

    anywhere.write(
        {
            NOTE: (anywhere.root / "content" / NOTE).read_text().replace("lunes", "martes"),
            "bulletins/2026/nuevo.md": _another(anywhere),
        }
    )
    status, said = anywhere.deploy(if_changed=True)
    assert status == 0, said
    second = right(anywhere)
    assert b"El agua vuelve el martes." in second["nota/2026/agua/index.html"]
    assert "nota/2026/nuevo/index.html" in second

    status, said = anywhere.deploy(if_changed=True)
    assert status == 0 and "Nada cambió" in said
    releases = anywhere.releases()
    assert len(releases) == 2 and releases[0].startswith("*")

    status, said = anywhere.rollback()
    assert status == 0, said
    assert right(anywhere) == first

    status, said = anywhere.deploy(if_changed=True)
    assert status == 0 and "está fijo" in said and "--resume" in said
    status, said = anywhere.deploy()
    assert status == 2 and "está fijo" in said and "--resume" in said
    assert right(anywhere) == first

    status, said = anywhere.deploy(resume=True, if_changed=True)
    assert status == 0, said
    assert right(anywhere) == second
    status, said = anywhere.deploy(if_changed=True)
    assert status == 0 and "Nada cambió" in said


def test_a_dry_run_ships_nothing(anywhere: Office) -> None:
    status, said = anywhere.deploy()
    assert status == 0, said
    before = anywhere.place.public()
    anywhere.write({OTHER: (anywhere.root / "content" / OTHER).read_text() + "\nMás.\n"})
    status, said = anywhere.deploy(dry=True)
    assert status == 0 and "nota/2026/salud/index.html" in said
    assert anywhere.place.public() == before
    assert len(anywhere.releases()) == 1


def test_a_release_that_is_stopped_leaves_nothing_begun(anywhere: Office, tmp_path: Path) -> None:
    status, said = anywhere.deploy()
    assert status == 0, said
    before = anywhere.place.public()
    assert settled(tmp_path / "www") or not (tmp_path / "www").exists()
    anywhere.write({OTHER: None})
    assert anywhere.deploy()[0] == 1
    assert anywhere.place.public() == before
    assert not [*tmp_path.glob("www/releases/.*")]


def test_links_for_the_next_release_are_made_when_one_is_out(
    in_a_folder: Office, tmp_path: Path
) -> None:
    status, said = in_a_folder.deploy()
    assert status == 0, said
    www = tmp_path / "www"
    assert settled(www)
    live = (www / "current").resolve()
    ready = (www / "releases" / f".ready-{live.name}").stat().st_ino
    for left in (".ahead-1", ".old-1", ".ready-otra"):  # of somebody who was killed
        (www / "releases" / left).mkdir()
        (www / "releases" / left / "index.html").write_text("Ajeno")
    in_a_folder.write({NOTE: (in_a_folder.root / "content" / NOTE).read_text() + "\nMás.\n"})
    status, said = in_a_folder.deploy()
    assert status == 0, said
    live = (www / "current").resolve()
    assert live.stat().st_ino == ready
    right(in_a_folder)
    assert settled(www)


def test_links_that_come_late_are_not_kept(
    at_disk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, said = at_disk.deploy()
    assert status == 0, said
    www, tools = tmp_path / "www", tmp_path / "tools"
    assert settled(www)
    for links in www.glob("releases/.*"):
        shutil.rmtree(links)
    tools.mkdir()
    slow = f'#!/bin/sh\n{shutil.which("cp")} "$@"\nln -sfn releases/otra {www}/current\n'
    (tools / "cp").write_text(slow)  # another release is out before it ends
    (tools / "cp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    subprocess.run(["sh", "-c", f"{AFTERWARDS} wait"], cwd=www, check=True)
    assert (www / "current").readlink() == Path("releases/otra")
    assert not [*www.glob("releases/.*")]


def test_what_goes_leaves_no_folder_where_it_was(in_a_folder: Office, tmp_path: Path) -> None:
    text = (in_a_folder.root / "content" / OTHER).read_text()
    for wanted in (text, text.replace("id:", 'embargo: "2099-01-01"\nid:'), text):
        in_a_folder.write({OTHER: wanted})
        status, said = in_a_folder.deploy(allow_removals=True)
        assert status == 0, said
        room = in_a_folder.root / ".cache/targets/production"
        for root in ((tmp_path / "www/current").resolve(), room / "site", room / "outbox"):
            assert (root / "nota/2026/salud").exists() == (wanted == text)
            folders = [path for path in root.rglob("*") if path.is_dir()]
            assert all(any(folder.iterdir()) for folder in folders)


@pytest.mark.parametrize("data", [None, b"{"])
def test_without_its_manifest_a_site_still_keeps_its_addresses(
    in_a_folder: Office, tmp_path: Path, data: bytes | None
) -> None:
    status, said = in_a_folder.deploy()
    assert status == 0, said
    in_a_folder.write({NOTE: (in_a_folder.root / "content" / NOTE).read_text() + "\nMás.\n"})
    assert in_a_folder.deploy()[0] == 0
    manifest = tmp_path / "www/current/manifest.json"
    manifest.unlink()
    if data is not None:
        manifest.write_bytes(data)
    in_a_folder.write({OTHER: None})
    status, said = in_a_folder.deploy()
    assert status == 1 and "/nota/2026/salud/" in said and "manifiesto" in said
    status, said = in_a_folder.deploy(allow_removals=True)
    assert status == 0 and "manifiesto" in said
    assert "nota/2026/salud/index.html" not in right(in_a_folder)


def test_a_site_can_be_read_by_everybody_whoever_ships_it(at_disk: Office, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        assert at_disk.deploy()[0] == 0
        at_disk.write({NOTE: (at_disk.root / "content" / NOTE).read_text() + "\nMás.\n"})
        assert at_disk.deploy()[0] == 0
    finally:
        os.umask(before)
    public = (tmp_path / "www/current").resolve()
    closed = [p for p in (public, *public.rglob("*")) if p.stat().st_mode & 0o444 != 0o444]
    assert not closed


@pytest.mark.parametrize("kind", ["disk", "ssh"])
@pytest.mark.parametrize(
    ("path", "gist"),
    [
        ("~/sitio", "Escríbala completa"), ("~", "ruta"), ("~ana/sitio", "ruta"), ("sitio", "/srv"),
        ("./sitio", "/srv/sitio"), ("$HOME/sitio", "variables"), ("/srv/${SITIO}", "variables"),
        ("/", "solo del sitio"), ("//", "solo del sitio"), ("/srv/../etc", "solo del sitio"),
        ("/srv/ sitio", "espacio"), ("/srv/si\\ntio", "sola línea"), ("", "path"), ("C:/w", "/srv"),
    ],
)  # fmt: skip
def test_a_path_is_the_same_for_every_reader(
    tmp_path: Path, office: Open, kind: str, path: str, gist: str
) -> None:
    one = office(Place(f'kind = "{kind}"\nhost = "127.0.0.1"\npath = "{path}"\n', dict))
    if (kind, path) == ("disk", "~/sitio"):
        return
    status, said = one._run(releases, "production", "text")
    assert status == 1 and gist in said and "targets.production" in said, said


def test_a_home_of_this_machine_is_known(
    tmp_path: Path, office: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    one = office(Place('kind = "disk"\npath = "~/sitio/ "\n', dict))
    assert one.deploy()[0] == 0
    assert (tmp_path / "sitio/current/index.html").is_file()
    done = run("server", "nginx", "production", cwd=one.root, env={"HOME": str(tmp_path)})
    assert f'root "{tmp_path}/sitio/current";' in done.stdout


def _another(office: Office) -> str:
    text = (office.root / "content" / NOTE).read_text()
    for old, new in (('slug: "agua"', 'slug: "nuevo"'), ('title: "Se', 'title: "Ya se')):
        assert old in text
        text = text.replace(old, new)
    start = text.index("id: ")
    end = text.index("\n", start)
    return f'{text[:start]}id: "0b7e4c7e-3d0c-4a0a-9a55-2f6d7b0e1a11"{text[end:]}'

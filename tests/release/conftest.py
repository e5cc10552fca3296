"""A newsroom with a target, shipped as its staff would."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from town import bulletin, newsroom, write

from pregonero.cli.deploy import deploy
from pregonero.cli.errors import ending
from pregonero.cli.project import find
from pregonero.cli.rollback import releases, rollback

from . import places
from .places import URL, Host, Place, Store

NOTE = "bulletins/2026/agua.md"
OTHER = "bulletins/2026/salud.md"
FILES = {
    NOTE: bulletin("El agua vuelve el lunes.", slug="agua", topic="agua"),
    OTHER: bulletin("Habrá vacunas.", title="Campaña de vacunación", slug="salud", topic="salud"),
    "pages/oficina.md": "---\ntitle: La oficina\nslug: oficina\n---\n\nSomos pocos.\n",
}


@dataclass
class Office:
    """A newsroom whose target is at a place. Commands give their exit status and what they said."""

    root: Path
    place: Place
    capture: pytest.CaptureFixture[str]

    def deploy(self, **asked: bool) -> tuple[int, str]:
        asked = {"dry": False, "if_changed": False, "allow_removals": False, **asked}
        return self._run(deploy, "production", **asked)

    def releases(self) -> list[str]:
        """Names of what was shipped, newest first; that of the public one with a star."""
        status, said = self._run(releases, "production", "text")
        assert status == 0, said
        lines = [line.split() for line in said.splitlines()]
        return [f"*{words[1]}" if words[0] == "*" else words[0] for words in lines]

    def rollback(self, release: str | None = None, *, dry: bool = False) -> tuple[int, str]:
        return self._run(rollback, "production", release, dry=dry)

    def write(self, files: dict[str, str | bytes | None]) -> None:
        for name, content in files.items():
            if content is None:
                (self.root / "content" / name).unlink()
            else:
                write(self.root, {name: content}, (self.root / "newsroom.toml").read_text())

    def toml(self, old: str, new: str) -> None:
        """Replace the first of what is in newsroom.toml."""
        path = self.root / "newsroom.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def is_at(self, origin: str) -> None:
        """Have the site's address be another."""
        self.toml(f'[targets.production]\nurl = "{URL}"', f'[targets.production]\nurl = "{origin}"')

    def _run(self, command: Callable[..., None], *words: object, **more: object) -> tuple[int, str]:
        self.capture.readouterr()
        status = 0
        try:
            ending(command)(find(self.root / "newsroom.toml"), *words, **more)
        except SystemExit as ended:
            status = int(str(ended.code or 0))
        said = self.capture.readouterr()
        return status, said.out + said.err


Open = Callable[[Place], Office]


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Open:
    for name in ("PREGONERO_CONFIG", "PREGONERO_TARGET", "SITEURL"):
        monkeypatch.setenv(name, "")  # so that it is put back
        monkeypatch.delenv(name)

    def make(place: Place) -> Office:
        for name, value in place.environ.items():
            monkeypatch.setenv(name, value)
        table = f'[targets.production]\nurl = "{URL}"\nproduction = true\n{place.table}'
        return Office(write(tmp_path / "sala", FILES, newsroom(table)), place, capsys)

    return make


@pytest.fixture
def at_disk(tmp_path: Path, office: Open) -> Office:
    return office(places.folder(tmp_path / "www"))


@pytest.fixture(scope="package")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with places.ssh_host(tmp_path_factory.mktemp("ssh")) as found:
        yield found


@pytest.fixture(scope="package")
def moto() -> Iterator[Store]:
    with places.moto() as found:
        yield found


@pytest.fixture(scope="package")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    room = tmp_path_factory.mktemp("rclone")
    with places.rclone(room) as found:
        yield found, room


@pytest.fixture
def bucket(moto: Store) -> tuple[Store, str]:
    """A new bucket of a server that knows conditional writes."""
    import urllib.request

    name = f"noticias-{uuid.uuid4().hex[:8]}"
    put = urllib.request.Request(f"{moto.endpoint}/{name}", method="PUT")
    with urllib.request.urlopen(put, timeout=10):
        return moto, name


@pytest.fixture
def quick_bucket(rclone: tuple[Store, Path]) -> tuple[Store, str]:
    """A new bucket of a server without conditional writes, which answers in half the time."""
    store, room = rclone
    name = f"noticias-{uuid.uuid4().hex[:8]}"
    (room / name).mkdir()
    return store, name


KINDS = ("disk", "ssh", "s3-moto", "s3-rclone", "git")


@pytest.fixture(params=["disk", "ssh"])
def in_a_folder(request: pytest.FixtureRequest, tmp_path: Path, office: Open) -> Office:
    """A newsroom whose target is the folder `www`, of this machine or by SSH."""
    if request.param == "disk":
        return office(places.folder(tmp_path / "www"))
    return office(request.getfixturevalue("host").place(tmp_path / "www"))


@pytest.fixture(params=KINDS)
def anywhere(request: pytest.FixtureRequest, tmp_path: Path, office: Open) -> Office:
    """The same newsroom with a target of each kind."""
    if request.param == "disk":
        return office(places.folder(tmp_path / "www"))
    if request.param == "ssh":
        return office(request.getfixturevalue("host").place(tmp_path / "www"))
    if request.param.startswith("s3"):
        which = "bucket" if request.param == "s3-moto" else "quick_bucket"
        store, name = request.getfixturevalue(which)
        return office(store.place(name))
    return office(places.branch(tmp_path))

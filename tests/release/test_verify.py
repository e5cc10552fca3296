"""What must not leave is found on the built bytes, whoever put it there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from town import bulletin, publish, write

from pregonero.engine.incremental import directories
from pregonero.engine.incremental.manifest import BuildManifest, digest
from pregonero.release.manifest import Manifest, item
from pregonero.release.verify.built_site import Verifier

URL = "https://prensa.sanjacinto.example"
PAGE = "nota/2026/agua/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "bulletins/2026/a.md": bulletin("## Plan\n\nVea el [plan](#plan).", slug="agua"),
        "bulletins/2026/b.md": bulletin("[Plan](a.md#plan)", title="Otra nota", slug="otra"),
        "bulletins/2026/c.md": bulletin("x", title="Borrador", slug="secreta", status="draft"),
    }
    root = write(tmp_path_factory.mktemp("sala"), files)
    publish(root)
    return root


Found = Callable[..., list[str]]


@pytest.fixture
def verify(built: Path, tmp_path: Path) -> Found:
    """What is found once some files are others."""
    import shutil

    output = tmp_path / "site"
    shutil.copytree(built / "output", output)
    ledger = BuildManifest.load(directories.room_of(built / "output", built / ".cache") / "ledger")
    assert ledger.withheld == ("/nota/2026/secreta/",)

    def look(changes: dict[str, bytes | None] | None = None) -> list[str]:
        for name, data in (changes or {}).items():
            if data is None:
                (output / name).unlink()
            else:
                (output / name).parent.mkdir(parents=True, exist_ok=True)
                (output / name).write_bytes(data)
        files = {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in output.rglob("*")
            if path.is_file()
        }
        items = {name: item(name, digest(data), len(data)) for name, data in files.items()}
        release = Manifest(moment="2026-11-23T12:00:00+00:00", url=URL, files=items)
        room = tmp_path / "room"
        room.mkdir(exist_ok=True)
        found = Verifier(output, release, ledger.withheld, room).problems()
        return [problem.show("es") for problem in found]

    return look


def test_a_built_site_may_leave(verify: Found) -> None:
    assert verify() == []
    assert verify() == []  # and again, by what was kept


@pytest.mark.parametrize(
    ("put", "told"),
    [
        ('<a href="/no/existe/">x</a>', "no lleva a nada"),
        ('<a href="#no-existe">x</a>', "«#no-existe»"),
        ('<a href="/nota/2026/otra/#nada">x</a>', "«#nada»"),
        ('<a href="http://localhost:8000/">x</a>', "máquina de quien lee"),
        ('<a href="http://127.0.0.1/">x</a>', "máquina de quien lee"),
        ('<img src="https://otro.example/a.png" alt="">', "de otro sitio"),
        ('<img src="/a.png" srcset="/media/no.jpg 2x" alt="">', "no lleva a nada"),
        ("<script>alert(1)</script>", "un script escrito"),
        ('<script src="https://otro.example/a.js"></script>', "de otro sitio"),
        ('<p style="color:red">x</p>', "estilos escritos"),
        ('<p onclick="x()">x</p>', "ejecuta código"),
        ("<p>Lorem ipsum dolor</p>", "relleno"),
        ("<p>{{ bulletin.title }}</p>", "relleno"),
        ('<a href="/nota/2026/secreta/">x</a>', "no es público"),
        (f'<a href="{URL}/nota/2026/secreta/">x</a>', "no es público"),
    ],
)
def test_a_page_that_breaks_a_promise_is_found(
    built: Path, verify: Found, put: str, told: str
) -> None:
    page = (built / "output" / PAGE).read_text("utf-8").replace("</main>", f"{put}</main>")
    found = verify({PAGE: page.encode()})
    assert any(told in one and PAGE in one for one in found), found


@pytest.mark.parametrize(
    "name",
    [".env", ".git/config", "content/x.html", "media/id_rsa", "media/a.pem", "newsroom.toml",
     "nota/2026/a.md", "media/.DS_Store", "media/Thumbs.db", "index.html~", "media/copia.sql"],
)  # fmt: skip
def test_a_private_file_is_found(verify: Found, name: str) -> None:
    assert any("privado" in one and name in one for one in verify({name: b"x"}))


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("feeds/rss.xml", b"<channel>", b"<chanel>", "no se puede leer"),
        ("feeds/feed.json", b"{", b"", "no se puede leer"),
        ("feeds/atom.xml", b"urn:uuid:", b"", ""),
        ("index.html", None, b"", "vacío"),
    ],
)
def test_a_file_that_cannot_be_read_is_found(
    built: Path, verify: Found, name: str, old: bytes | None, new: bytes, told: str
) -> None:
    data = (built / "output" / name).read_bytes()
    found = verify({name: new if old is None else data.replace(old, new, 1)})
    assert any(name in one for one in found) if told else not found


def test_an_enclosure_of_another_length_is_found(built: Path, verify: Found) -> None:
    data = (built / "output/feeds/rss.xml").read_bytes()
    wrong = f'<enclosure url="{URL}/index.html" length="1" type="text/html"/></item>'.encode()
    found = verify({"feeds/rss.xml": data.replace(b"</item>", wrong, 1)})
    assert any("mide otra cosa" in one for one in found)


def test_what_a_change_elsewhere_breaks_is_found(built: Path, verify: Found) -> None:
    assert verify() == []
    page = (built / "output" / PAGE).read_text("utf-8")
    without = page.replace('id="s-plan"', "").replace('href="#s-plan"', 'href="#arriba"')
    assert without != page
    found = verify({PAGE: without.encode()})
    assert any("nota/2026/otra/index.html" in one for one in found), found
    assert verify({PAGE: None})  # what links to it was not changed, and leads nowhere now

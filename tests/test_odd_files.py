"""What is no file, what nobody may read, what is broken inside: told, and never waited for."""

import io
import os
import shutil
import socket
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from town import NOW, bulletin, faults, newsroom, photo, publish, run, told

from pregonero.content.cache import ContentCache
from pregonero.content.image_probe import decode, probe
from pregonero.content.scan import survey
from pregonero.diagnostics import ProblemsFound

Site = Callable[..., Path]
SHOWN = {"file": "a.png", "alt": "Una calle con árboles", "credit": "P"}


def pipe(path: Path) -> None:
    os.mkfifo(path)


def door(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's name may have a hundred bytes
        try:
            one.bind(path.name)
        finally:
            os.chdir(here)


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero, which never ends
    except PermissionError:
        pytest.skip("only the system's administrator makes devices")


@pytest.mark.parametrize("make", [pipe, door, device])
@pytest.mark.parametrize("name", ["bulletins/x.md", "pages/x.md", "media/a.jpg", "dictionary.txt"])
def test_what_is_no_file_is_told_and_never_read(
    site: Site, make: Callable[[Path], None], name: str
) -> None:
    root = site({"bulletins/b.md": bulletin(), "media/c.jpg": photo(), "pages/.b": "oculto"})
    make(root / "content" / name)
    found = faults(root)
    assert len(found) == 1 and found[0].startswith(f"content/{name}:1: archivo: no es un archivo")
    publish(root)
    assert (root / "output/index.html").is_file()


def test_no_command_waits_for_a_pipe(site: Site) -> None:
    root = site({"bulletins/2026/b.md": bulletin(slug="b")}, newsroom())
    pipe(root / "content/bulletins/x.md")
    pipe(root / "content/x.jpg")
    for words in (
        ["check"], ["list"], ["next"], ["build"], ["new", "comunicado", "Se repara la red"],
        ["correct", "bulletins/2026/b.md", "--note", "Decía «uno»; es otro.", "--no-edit"],
    ):  # fmt: skip
        ended = run(*words, cwd=root)
        assert ended.returncode == 0, told(ended)
    assert "content/bulletins/x.md" in told(run("check", cwd=root))


def test_a_catalog_of_words_that_is_a_pipe_is_told_and_never_read(site: Site) -> None:
    root = site({"bulletins/2026/b.md": bulletin()}, newsroom())
    (root / "locale").mkdir()
    pipe(root / "locale/es.po")
    ended = run("check", cwd=root)
    assert ended.returncode == 1 and "locale/es.po:1: archivo: no es un archivo" in told(ended)


def test_a_folder_with_the_name_of_a_text_and_links_that_go_round_are_told(site: Site) -> None:
    root = site({"bulletins/b.md": bulletin()})
    (root / "content/bulletins/nota.md").mkdir()
    (root / "content/bulletins/uno.md").symlink_to("dos.md")
    (root / "content/bulletins/dos.md").symlink_to("uno.md")
    (root / "content/bulletins/arriba").symlink_to("..")
    pipe(root / "content/bulletins/.tuberia")
    (root / "content/bulletins/lleva.md").symlink_to(".tuberia")
    told_of = {fault.split(":")[0] for fault in faults(root)}
    names = ("nota.md", "uno.md", "dos.md", "arriba", "lleva.md")
    assert told_of == {f"content/bulletins/{name}" for name in names}


def test_what_nobody_may_read_is_told_with_everything_else(site: Site) -> None:
    root = site({"bulletins/b.md": bulletin(), "media/a.jpg": photo(), "pages/x/a.md": "---"})
    (root / "ajeno.md").write_text(bulletin(), "utf-8")
    (root / "content/bulletins/a.md").symlink_to(root / "ajeno.md")
    for name in ("bulletins/b.md", "media/a.jpg", "pages/x", "../ajeno.md"):
        (root / "content" / name).chmod(0)
    child = os.fork()
    if not child:
        status = 1
        try:
            if not os.geteuid():  # who may do everything reads it as well
                for path in [root, *root.parents]:
                    path.chmod(path.stat().st_mode | 0o055)
                os.setgid(65534)
                os.setuid(65534)
            told_of = [
                (p.file, p.severity)
                for p in survey(root / "content", ContentCache(None, "")).problems
            ]
            assert sorted(told_of) == [
                ("content/bulletins/a.md", "error"),
                ("content/bulletins/b.md", "error"),
                ("content/media/a.jpg", "warning"),
                ("content/pages/x", "error"),
            ]
            status = 0
        finally:
            os._exit(status)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    (root / "content/pages/x").chmod(0o755)
    assert ended == 0


def broken(kind: str) -> bytes:
    """A picture whose body is not what its header says: a PNG's with sums that are right."""
    out = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(out, "PNG" if kind == "sums" else kind)
    data = out.getvalue()
    if kind == "sums":
        body = b"IDAT" + zlib.compress(b"\x00" * 1_000)
        chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        return data[:33] + chunk + data[-12:]
    half = len(data) // 2
    if kind == "JPEG":
        return data[: len(data) // 3] + b"\xff\xd9"
    return data[:half] + bytes(64) + data[half + 64 :]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "sums", "GIF"])
def test_check_finds_a_picture_that_is_broken_inside(site: Site, kind: str) -> None:
    root = site({"bulletins/b.md": bulletin(photos=[SHOWN]), "media/a.png": broken(kind)})
    try:
        with Image.open(root / "content/media/a.png") as picture:
            picture.load()
        pytest.skip("Pillow reads it")
    except (OSError, SyntaxError, ValueError):
        pass
    (found,) = faults(root)
    assert found.startswith("content/bulletins/b.md:7: photos.1.file: a.png no se puede abrir")
    with pytest.raises(ProblemsFound):
        publish(root)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_and_size_are_whole(tmp_path: Path, mode: str) -> None:
    for size in ((1, 1), (7, 3), (9, 70), (640, 480)):
        for kind in ("PNG", "JPEG", "WEBP", "TIFF", "GIF"):
            path = tmp_path / f"{kind}-{size[0]}"
            try:
                Image.new("L", size, 90).convert(mode).save(path, kind)
            except (OSError, ValueError):
                continue  # it has no such mode
            probe(path)
            decode(path)


def test_a_picture_is_decoded_once_in_its_life(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site({"bulletins/b.md": bulletin(photos=[SHOWN]), "media/a.png": photo()})
    publish(root)
    monkeypatch.setattr("pregonero.content.archive.decode", lambda path: pytest.fail(str(path)))
    shutil.rmtree(root / "output")
    publish(root)
    monkeypatch.undo()
    (root / "content/media/a.png").write_bytes(broken("PNG"))
    with pytest.raises(ProblemsFound):
        publish(root)


def test_a_newsroom_that_is_a_pipe_is_told_and_no_other_taken(site: Site) -> None:
    root = site({"bulletins/nota.md": bulletin()})
    (root / "newsroom.toml").unlink()
    os.mkfifo(root / "newsroom.toml")
    ended = run("check", cwd=root)
    assert ended.returncode == 2 and "newsroom.toml no es un archivo" in ended.stderr, told(ended)


def test_a_text_without_end_is_told_and_little_of_it_read(site: Site) -> None:
    root = site({"bulletins/nota.md": bulletin()})
    with (root / "content/bulletins/enorme.md").open("wb") as file:
        file.truncate(8_000_000_000)  # of which the disk holds nothing
    assert any("enorme.md:1: archivo: pesa más de 1 MB" in line for line in faults(root))
    publish(root)


def test_a_folder_of_texts_that_is_a_link_back_stops_nothing(site: Site) -> None:
    root = site({"bulletins/2026/nota.md": bulletin()})
    (root / "content/bulletins/2026/atrás").symlink_to("..")
    checked = run("check", "--at", NOW, cwd=root)
    assert checked.returncode == 0 and "enlace simbólico" in checked.stdout, told(checked)
    publish(root)

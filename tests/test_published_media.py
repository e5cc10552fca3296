"""Of content/media/ only what is meant to be public is: no draft by a link, no camera's place."""

import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from town import NOW, build, bulletin, faults, newsroom, publish, run, tree

from pregonero.render.images.strip_metadata import without_metadata

Site = Callable[..., Path]

SECRET = b"CamaraDeJuan 19.4326 -99.1332"
DRAFT = bulletin("Lo que nadie sabe todavía.", status="draft", title="Borrador", slug="borrador")


def linking(root: Path, name: str, to: object) -> Path:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(str(to))
    return root


@pytest.mark.parametrize(
    "to",
    [
        "../bulletins/2026/borrador.md",
        "/etc/passwd",
        "../../newsroom.toml",
        "falta.txt",
        ".oculto.txt",
        "carpeta",
        "acta.txt",
        "vuelta.txt",
    ],
)
def test_a_link_out_of_the_media_publishes_nothing(live: Site, to: str) -> None:
    root = live(
        {
            "bulletins/2026/nota.md": bulletin("Vea el [acta](acta.txt)."),
            "bulletins/2026/borrador.md": DRAFT,
            "media/.oculto.txt": b"Oculto",
            "media/carpeta/otra.txt": b"Otra",
            "media/vuelta.txt": b"x",
        }
    )
    if to == "vuelta.txt":  # by way of another link
        (root / "content/media/vuelta.txt").unlink()
        linking(root, "media/vuelta.txt", "../bulletins/2026/borrador.md")
    linking(root, "media/acta.txt", to)
    before = tree(root / "output")
    checked, built = (run(command, cwd=root) for command in ("check", "build"))
    assert checked.returncode == built.returncode == 1
    start = "content/media/acta.txt:1: archivo: es un enlace simbólico que sale de content/media/"
    assert [line for line in checked.stdout.splitlines() if line.startswith(start)]
    assert tree(root / "output") == before


def test_a_link_out_of_the_media_that_nobody_names_stops_nothing(site: Site) -> None:
    root = site({"bulletins/2026/nota.md": bulletin()})
    linking(root, "media/acta.txt", "/etc/passwd")
    assert run("build", cwd=root).returncode == 0
    assert not [name for name in tree(root / "output") if name.startswith("media/")]


@pytest.mark.parametrize("name", ["media/fuera", "bulletins/2027"])
def test_a_folder_that_is_a_link_is_told(site: Site, tmp_path: Path, name: str) -> None:
    (tmp_path / "fuera").mkdir()
    (tmp_path / "fuera/acta.pdf").write_bytes(b"%PDF-1.4")
    root = linking(site({"bulletins/2026/a.md": bulletin()}), name, tmp_path / "fuera")
    (line,) = faults(root)
    assert line.startswith(f"content/{name}:1: archivo: es un enlace simbólico")


def test_a_text_that_is_a_link_to_another_part_is_told(site: Site) -> None:
    root = site({"bulletins/2026/borrador.md": DRAFT})
    (line,) = faults(linking(root, "pages/todo.md", "../bulletins/2026/borrador.md"))
    assert line.startswith("content/pages/todo.md:1: archivo: es un enlace simbólico")


def test_a_link_within_the_media_is_the_file(site: Site) -> None:
    root = site({"bulletins/2026/a.md": bulletin("[Acta](acta.txt)"), "media/2026/a.txt": b"Hola"})
    linking(root, "media/acta.txt", "2026/a.txt")
    assert not faults(root)
    assert build(root)["media/acta.txt"] == b"Hola"


def camera(kind: str, turned: int = 1) -> bytes:
    """A picture of a known pattern, with everything that a camera and an editor leave in it."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    mode = "P" if kind == "GIF" else "RGB"
    picture = Image.new(mode, (48, 32), 3 if mode == "P" else "#3a6b1d")
    if mode == "RGB":
        picture.paste("#ffffff", (0, 0, 20, 10))
    out = io.BytesIO()
    options: dict[str, object] = {"exif": exif} if kind != "GIF" else {"comment": SECRET}
    if kind == "JPEG":
        options |= {"comment": SECRET, "progressive": True}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        text = PngInfo()
        text.add_text("Author", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        options["pnginfo"] = text
    if kind in ("WEBP", "AVIF", "JPEG"):
        options["xmp"] = SECRET
    if kind == "WEBP":
        options["lossless"] = True
    picture.save(out, kind, **options)
    tail = SECRET if kind in ("JPEG", "PNG", "WEBP") else b""
    return out.getvalue() + tail


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_an_image_is_the_same_without_what_a_camera_says(kind: str, turned: int) -> None:
    before = camera(kind, turned)
    assert SECRET in before
    after = without_metadata(before)
    assert SECRET not in after and b"Exif" not in after
    shown = Image.open(io.BytesIO(after))
    assert shown.format == kind
    assert shown.size == ((32, 48) if turned == 6 and kind != "GIF" else (48, 32))
    assert without_metadata(after) == after or kind in ("AVIF", "GIF", "TIFF")
    if kind in ("JPEG", "PNG", "WEBP") and turned == 1:
        was = Image.open(io.BytesIO(before))
        assert shown.convert("RGB").tobytes() == was.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_image_that_is_cut_short_ends_in_no_fault_of_ours(kind: str) -> None:
    whole = camera(kind, 1).removesuffix(SECRET)
    for size in (*range(0, len(whole), 7), len(whole) - 1):
        with suppress(OSError, ValueError):
            assert SECRET not in without_metadata(whole[:size])


@pytest.mark.parametrize(("name", "kind"), [("escudo.jpg", "JPEG"), ("escudo.png", "PNG")])
def test_the_institutions_images_say_nothing_of_a_camera(site: Site, name: str, kind: str) -> None:
    images = f'\n[images]\ncoat_of_arms = "{name}"\nlogo = "{name}"\ncard = "tarjeta.jpg"\n'
    root = site(
        {
            "bulletins/2026/a.md": bulletin(),
            f"media/{name}": camera(kind),
            "media/tarjeta.jpg": camera("JPEG"),
        },
        newsroom(images),
    )
    files = build(root)
    assert f"media/{name}" in files
    assert not [path for path, data in files.items() if SECRET in data]


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    ],
)
def test_a_drawing_that_may_run_is_refused(site: Site, drawing: bytes) -> None:
    toml = newsroom('\n[images]\ncoat_of_arms = "escudo.svg"\n')
    root = site({"bulletins/2026/a.md": bulletin(), "media/escudo.svg": drawing}, toml)
    (line,) = faults(root)
    assert line.startswith("newsroom.toml:1: images.coat_of_arms: escudo.svg no se puede abrir")


def test_a_photograph_of_a_text_loses_it_too(site: Site) -> None:
    photos = [{"file": "a.jpg", "alt": "Dos personas en la plaza", "credit": "Prensa"}]
    root = site({"bulletins/2026/a.md": bulletin(photos=photos), "media/a.jpg": camera("JPEG")})
    assert not [path for path, data in build(root).items() if SECRET in data]


def test_a_text_with_a_second_name_among_the_media_is_not_published(live: Site) -> None:
    draft = "bulletins/2026/borrador.md"
    root = live({draft: bulletin("SECRETO.", status="draft"), "bulletins/2026/otra.md": bulletin()})
    (root / "content/media").mkdir(exist_ok=True)
    os.link(root / "content" / draft, root / "content/media/acta.txt")
    (root / "content/bulletins/2026/nota.md").write_text(
        bulletin("Véase [el acta](/media/acta.txt).", title="Acta"), "utf-8"
    )
    assert any(
        line.startswith("content/media/acta.txt:1: archivo: es el mis") for line in faults(root)
    )
    assert run("build", "--at", NOW, cwd=root).returncode == 1  # the link leads nowhere
    (root / "content/bulletins/2026/nota.md").unlink()
    publish(root)
    assert not [name for name, data in tree(root / "output").items() if b"SECRETO" in data]

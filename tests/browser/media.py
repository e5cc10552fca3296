"""The photographs and recordings of the San Jacinto site: drawn here, the same every time."""

import zlib
from pathlib import Path

from PIL import Image, ImageDraw

PHOTOS = (
    "agua/campana.jpg",
    "agua/escuela.jpg",
    "agua/pipa.jpg",
    "agua/pozo.jpg",
    "agua/tablero.jpg",
    "cultura/barro.jpg",
    "identidad/tarjeta.jpg",
    "obras/calle.jpg",
    "obras/luminarias.jpg",
    "paginas/loma.jpg",
    "paginas/plano.jpg",
    "reserva/borradorsecreto.jpg",
    "reserva/embargosecreto.jpg",
)
LARGE = (1400, 930)
_MP3_FRAME = b"\xff\xfb\x90\xc4" + bytes(413)  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz, silence
_MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make(media: Path) -> None:
    """Write every photograph, emblem and recording that the site names under content/media/."""
    for name in PHOTOS:
        _save(_photo(name), media / name, quality=80)
    _save(_emblem((240, 300)), media / "identidad/escudo.png")
    _save(_emblem((420, 160)), media / "identidad/logotipo.png")
    for name, content in {
        "agua/informe.pdf": _PDF,
        "voces/episodio-1.mp3": _MP3_FRAME * 80,
        "voces/taller.mp4": _MP4,
        "voces/taller-lsm.mp4": _MP4,
    }.items():
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(content)


def _save(picture: Image.Image, file: Path, **how: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.save(file, **how)


def _photo(name: str) -> Image.Image:
    """A gradient with a sun: unlike any other, with something to recognise when it is cut."""
    seed = zlib.crc32(name.encode())
    across, down = Image.linear_gradient("L").rotate(90), Image.linear_gradient("L")
    level = Image.new("L", (256, 256), 40 + seed % 160)
    picture = Image.merge("RGB", (across, level, down)).resize(LARGE, Image.Resampling.BILINEAR)
    left, top = seed % 1000, seed // 1000 % 500
    ImageDraw.Draw(picture).ellipse((left, top, left + 300, top + 300), fill="#f4e9c8")
    return picture


def _emblem(size: tuple[int, int]) -> Image.Image:
    picture = Image.new("RGB", size, "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((10, 10, size[0] - 10, size[1] - 10), 30, "#14463d", "#9a5b13", 12)
    return picture

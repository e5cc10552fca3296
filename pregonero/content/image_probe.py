"""What a photograph is, seen from its header: recognised by content, never by name."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

if TYPE_CHECKING:
    from PIL import Image

PIXELS = 100_000_000
TALLEST = 8  # times the width: WebP ends at 16,383 rows, which is 1920 × 8.5
TAIL = 65_536  # bytes at the end of a file that are searched for its end mark

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_LAST = {"JPEG": b"\xff\xd9", "PNG": b"IEND"}
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
DAMAGED = N_("está incompleta o dañada")


class NotAPhoto(Exception):
    """A file no rendition can be made of. `reason` is a message id: a clause without full stop."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """Size in pixels as people see it, orientation applied. Of one that is `animated` the first
    frame is published."""

    width: int
    height: int
    animated: bool = False


def probe(path: Path) -> ImageInfo:
    """Recognise a photograph by its content, without decoding it.

    Raises NotAPhoto; OSError if the file cannot be read at all.
    """
    with path.open("rb") as stream:
        picture = opened(path, stream)
        width, height = picture.size[::-1] if orientation(picture) >= 5 else picture.size
        animated = _animated(picture)
    if height > TALLEST * width:
        raise NotAPhoto(path, N_("es más de ocho veces más alta que ancha"))
    return ImageInfo(width, height, animated)


def _animated(picture: "Image.Image") -> bool:
    """Whether there are more frames, or pages. The other pictures in a phone's JPEG are the same
    one, smaller or for other screens (CIPA DC-007)."""
    with suppress(Exception):  # a damaged second frame is no reason to refuse the first
        return picture.format != "MPO" and bool(getattr(picture, "is_animated", False))
    return False


def unmoved(file: str) -> InvalidValue:
    """What is said of an animation: only its first frame is published."""
    return InvalidValue(
        N_("{file} es una animación o tiene varias páginas: se publica solo el primer cuadro"),
        N_("Si lo demás hace falta, publíquelo como video, o cada cuadro como una foto."),
        file=file,
    )


def opened(path: Path, stream: BinaryIO) -> "Image.Image":
    """The image in a stream, its header read and nothing decoded. Raises NotAPhoto."""
    from PIL import Image

    head = stream.read(16)
    stream.seek(0)
    Image.MAX_IMAGE_PIXELS = PIXELS  # Pillow's own is lower, and only warns
    try:
        picture = Image.open(stream, formats=_FORMATS)
        if picture.width * picture.height > PIXELS:
            raise Image.DecompressionBombError
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPhoto(path, N_("tiene más de 100 megapíxeles")) from error
    except Exception as error:  # plugins raise nearly anything on a damaged header
        reason = DAMAGED if head.startswith(_SIGNATURES) else N_("no es una fotografía")
        if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
            reason = N_("está en el formato HEIC del teléfono; expórtela como JPEG")
        raise NotAPhoto(path, reason if head else N_("el archivo está vacío")) from error
    if picture.mode in ("I", "F"):
        raise NotAPhoto(
            path, N_("no es una foto común, porque guarda mediciones; expórtela como JPEG")
        )
    begun = stream.tell()
    stream.seek(max(begun, stream.seek(0, os.SEEK_END) - TAIL))
    # A phone leaves a video, or the light of the scene, behind the picture: then its end is before.
    if _LAST.get(picture.format or "", b"") not in stream.read() and not _whole(picture, stream):
        raise NotAPhoto(path, DAMAGED)
    stream.seek(begun)
    return picture


def _whole(picture: "Image.Image", stream: BinaryIO) -> bool:
    """Whether a picture ends, part by part, somewhere in its file."""
    stream.seek(0)
    data = stream.read()
    return _jpeg_ends(data) if picture.format in ("JPEG", "MPO") else _png_ends(data)


def _jpeg_ends(data: bytes) -> bool:
    """Whether a JPEG's end mark follows its scans (ITU-T T.81, B.1.1). A thumbnail's is inside a
    segment, which is passed over; inside a scan every FF is escaped."""
    at = 2
    while found := _MARKER.search(data, at):
        kind = found[0][-1]
        at = found.end()
        if kind == 0xD9:
            return True
        if kind != 0x01 and at + 2 <= len(data):
            at += int.from_bytes(data[at : at + 2], "big")
    return False


def _png_ends(data: bytes) -> bool:
    """Whether a PNG's chunks follow one another to its last (PNG 5.3)."""
    at = 8
    while at + 12 <= len(data):
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return False


def orientation(picture: "Image.Image") -> int:
    """EXIF orientation, 1 to 8, of an image not yet decoded."""
    from PIL import ExifTags, Image

    value = 1
    if picture.format != "TIFF":  # Pillow turns those itself
        with suppress(Exception):  # a photograph with damaged EXIF is still a photograph
            # Not the PNG plugin's own getexif, which decodes the pixels to look behind them.
            value = Image.Image.getexif(picture).get(ExifTags.Base.Orientation, 1)
    return value if value in range(1, 9) else 1


def decode(path: Path) -> None:
    """Read all of a photograph that was recognised: only then is it known to be whole.

    A JPEG is decoded at an eighth of its size, which reads as much of it. Raises NotAPhoto; OSError
    if the file cannot be read at all.
    """
    with path.open("rb") as stream:
        picture = opened(path, stream)
        try:
            picture.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
            picture.load()
        except Exception as error:  # decoders raise nearly anything
            raise NotAPhoto(path, DAMAGED) from error

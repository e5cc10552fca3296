"""The institution's own images without what a camera or an editor hid in them.

Photographs are encoded anew; a coat of arms or a logo is published as it was drawn. What its file
says of where, when and with what it was made is left out, and its pixels stay as they are.
"""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence

from pregonero.content.image_probe import orientation

#: JPEG segments that are kept (ITU T.81, B.1): all but APPn and comments, of which JFIF (APP0),
#: colour profile (APP2) and Adobe's colour transform (APP14) decide how it looks.
_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_COMMENT = 0xFE
#: PNG chunks that say how a picture looks (PNG 3rd edition, W3C).
_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
     b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT")
)  # fmt: skip
_DROPPED_RIFF = (b"EXIF", b"XMP ")
#: The bits of VP8X that say there is EXIF and XMP (WebP container, RFC 9649).
_VP8X_METADATA = 0x08 | 0x04


def without_metadata(data: bytes) -> bytes:
    """An image's bytes without EXIF, XMP, IPTC, comments, thumbnails and what is behind its end.

    One that has to be turned for people to see it upright is encoded anew in its own format. Raises
    OSError or ValueError for a file that is no image.
    """
    with Image.open(io.BytesIO(data)) as picture:
        kind = picture.format
        if orientation(picture) == 1:
            if kind == "JPEG":
                return _jpeg(data)
            if kind == "PNG":
                return _png(data)
            if kind == "WEBP":
                return _webp(data)
        return _again(picture, kind or "PNG")


def _jpeg(data: bytes) -> bytes:
    kept = [data[:2]]
    for marker, segment in _segments(data):
        wanted = _KEPT_APPS.get(marker, b"")
        other = not 0xE0 <= marker <= 0xEF and marker != _COMMENT
        if other or (wanted and segment[4:].startswith(wanted)):
            kept.append(segment)
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment of a JPEG with its marker, to its end; a scan has its coded data with it."""
    at = 2
    while at + 1 < len(data):
        if data[at] != 0xFF:
            raise ValueError("JPEG")
        marker = data[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == 0xD9:
            yield marker, data[at : at + 2]
            return
        size = 2 + int.from_bytes(data[at + 2 : at + 4])
        end = _scan_end(data, at + size) if marker == 0xDA else at + size
        yield marker, data[at:end]
        at = end
    yield 0xD9, b"\xff\xd9"


def _scan_end(data: bytes, at: int) -> int:
    """Where coded data ends: at a marker that is neither a stuffed zero nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0:
        following = data[at + 1 : at + 2] or b"\xd9"
        if following[0] != 0 and not 0xD0 <= following[0] <= 0xD7:
            return at
        at += 2
    return len(data)


def _png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if kind in _KEPT_CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    kept: list[bytes] = []
    at, last = 12, 8 + int.from_bytes(data[4:8], "little")
    while at + 8 <= min(last, len(data)):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if kind == b"VP8X" and size:
            kept.append(data[at : at + 8] + bytes([data[at + 8] & ~_VP8X_METADATA]))
            kept.append(data[at + 9 : end])
        elif kind not in _DROPPED_RIFF:
            kept.append(data[at:end])
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _again(picture: Image.Image, kind: str) -> bytes:
    profile = picture.info.get("icc_profile")
    shown: list[Image.Image] = []
    for frame in ImageSequence.Iterator(picture):
        one = (ImageOps.exif_transpose(frame) or frame).copy()
        one.info = {k: v for k, v in one.info.items() if k in ("transparency", "duration", "loop")}
        shown.append(one)
    out = io.BytesIO()
    options: dict[str, object] = {"icc_profile": profile} if profile else {}
    if kind in ("JPEG", "AVIF", "WEBP"):
        options |= {"quality": 95}
    if len(shown) > 1:
        options |= {"save_all": True, "append_images": shown[1:]}
    shown[0].save(out, kind, **options)
    return out.getvalue()

"""Photographs planned: what each is, and the renditions that pages need of it."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import __version__ as pillow_version

from pregonero.content.image_probe import ImageInfo
from pregonero.slug import from_title

CARD = (1200, 630)  # what Open Graph readers show whole
CARD_BYTES = 300_000  # WhatsApp shows no picture above this
CARD_QUALITIES = range(78, 0, -10)

WIDTHS = (320, 640, 960, 1280, 1920)

#: Pillow's options for each format; they are part of the cache key.
#: One thread, because AVIF's tiles, and so its bytes, depend on how many there are.
ENCODERS: dict[str, dict[str, int | bool]] = {
    "image/avif": {"quality": 55, "speed": 8, "max_threads": 1},
    "image/webp": {"quality": 76, "method": 4},
    "image/jpeg": {"quality": 78, "progressive": True, "optimize": True},
}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file made of a photograph: its address from the root, its kind, its size in pixels."""

    address: str
    media_type: str
    width: int
    height: int
    cropped: bool = False


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """The renditions of one photograph, narrowest first, with its own size and digest."""

    width: int
    height: int
    avif: tuple[Rendition, ...]
    webp: tuple[Rendition, ...]
    jpeg: tuple[Rendition, ...]
    card: Rendition
    digest: str

    @property
    def fallback(self) -> Rendition:
        """The JPEG for a browser that chooses nothing: the one nearest 960 wide."""
        return min(self.jpeg, key=lambda one: abs(one.width - 960))

    @property
    def every(self) -> tuple[Rendition, ...]:
        return (*self.avif, *self.webp, *self.jpeg, self.card)


def plan(file: str, shape: ImageInfo, digest: str) -> PhotoSet:
    """The renditions of a photograph: every one of WIDTHS below its own width, then the widest.

    `file` is its name or path, for the address alone; `digest` its `fingerprint`.
    Nothing is enlarged but the card.
    """
    stem = f"/media/{from_title(PurePosixPath(file).stem) or 'foto'}-{digest[:12]}"
    widths = sorted({min(width, shape.width) for width in WIDTHS})
    sizes = [(w, max(1, round(shape.height * w / shape.width))) for w in widths]

    def row(suffix: str, media_type: str) -> tuple[Rendition, ...]:
        return tuple(Rendition(f"{stem}-{w}.{suffix}", media_type, w, h) for w, h in sizes)

    rows = row("avif", "image/avif"), row("webp", "image/webp"), row("jpg", "image/jpeg")
    card = Rendition(f"{stem}-{CARD[0]}x{CARD[1]}.jpg", "image/jpeg", *CARD, cropped=True)
    return PhotoSet(shape.width, shape.height, *rows, card, digest)


def key(photo: PhotoSet, rendition: Rendition) -> str:
    """SHA-256 of all that decides a rendition's bytes; the address is not part of it."""
    encoder = rendition.media_type, ENCODERS[rendition.media_type], CARD_QUALITIES, CARD_BYTES
    size = rendition.width, rendition.height, rendition.cropped
    known = repr((photo.digest, size, encoder, pillow_version))
    return hashlib.sha256(known.encode()).hexdigest()

"""Photographs developed: the files that their renditions become, and a cache of them."""

import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from threading import Event

from PIL import Image, ImageCms

from pregonero.content.image_probe import DAMAGED, NotAPhoto, opened, orientation
from pregonero.i18n import N_
from pregonero.render.images.emblem import encoded_card
from pregonero.render.images.renditions import CARD, ENCODERS, WIDTHS, PhotoSet, Rendition, key
from pregonero.signed_json import opened as signed_for
from pregonero.signed_json import sign


def develop(path: Path, photo: PhotoSet, cache: Path, stop: Event | None = None) -> dict[str, Path]:
    """Encode what the cache lacks of a photograph's renditions: address to cached file.

    Once `stop` is set it returns after the rendition in hand, with those that are ready.
    Raises NotAPhoto if the file turns out damaged, or is no longer the one that was planned.
    """
    ready: dict[str, Path] = {}
    master: Image.Image | None = None
    sizes: dict[int, Image.Image] = {}
    for rendition in photo.every:
        if stop and stop.is_set():
            break
        known = key(photo, rendition)
        if not (cached := _recall(cache, known)):
            master = master or _master(path, photo)
            cached = _keep(cache, known, _encoded(master, sizes, rendition))
        ready[rendition.address] = cached
    return ready


def rendered(path: Path, photo: PhotoSet, rendition: Rendition, cache: Path) -> Path:
    """The cached file of one rendition, encoded if it is not there. Raises NotAPhoto."""
    known = key(photo, rendition)
    return _recall(cache, known) or _keep(
        cache, known, _encoded(_master(path, photo), {}, rendition)
    )


def publish(
    sets: Iterable[tuple[Path, PhotoSet]],
    cache: Path,
    output: Path,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Develop photographs on every processor and put them at their addresses under `output`.

    `progress` is told, in the calling thread, how many are done and of how many. The first
    failure (NotAPhoto, OSError) or interruption drops what has not begun and is raised.
    """
    photos = {photo.card.address: (path, photo) for path, photo in sets}
    stop = Event()

    def one(path: Path, photo: PhotoSet) -> None:
        for address, cached in develop(path, photo, cache, stop).items():
            _put(output / address.lstrip("/"), cached)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            pending = [pool.submit(one, *item) for item in photos.values()]
            for done, future in enumerate(as_completed(pending), 1):
                future.result()
                if progress:
                    progress(done, len(photos))
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _master(path: Path, photo: PhotoSet) -> Image.Image:
    """The photograph upright, in sRGB, on white, as large as its renditions need."""
    if hashlib.sha256(data := path.read_bytes()).hexdigest() != photo.digest:
        raise NotAPhoto(path, N_("cambió mientras se construía el sitio"))
    picture = opened(path, io.BytesIO(data))
    turn = orientation(picture)
    wanted = max(WIDTHS[-1] / photo.width, CARD[0] / photo.width, CARD[1] / photo.height)
    size = round(photo.width * min(1, wanted)), round(photo.height * min(1, wanted))
    size = size[::-1] if turn >= 5 else size
    try:
        # A JPEG decoded at no less than twice the size needed is faster and looks the same.
        picture.draft(None, (size[0] * 2, size[1] * 2))
        picture.load()
        picture = _plain(picture, size)
    except Exception as error:
        raise NotAPhoto(path, DAMAGED) from error
    if turn > 1:  # in EXIF's order, Pillow's numbers: mirror, 180°, flip, transpose, 270°, …
        picture = picture.transpose(Image.Transpose((0, 3, 1, 5, 4, 6, 2)[turn - 2]))
    picture.info = {}  # no profile, EXIF, XMP or comment for an encoder to copy
    return picture


def _plain(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Any mode to sRGB on white, resized. A profile that does not fit the mode is ignored."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16"):  # Pillow clips at 255 where a photograph has to be scaled
        picture = picture.convert("I").point(lambda value: value / 257 + 0.5).convert("L")
        picture.info = {}
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode not in ("L", "RGB", "CMYK", "LAB"):
        picture = picture.convert("RGB")
    picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    picture = picture.convert("RGB") if alpha else picture
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source, srgb = io.BytesIO(profile), ImageCms.createProfile("sRGB")
            picture = ImageCms.profileToProfile(picture, source, srgb, outputMode="RGB") or picture
    picture = picture.convert("RGB")
    if alpha:
        picture = Image.composite(picture, Image.new("RGB", size, "white"), alpha)
    return picture


def _encoded(master: Image.Image, sizes: dict[int, Image.Image], rendition: Rendition) -> bytes:
    """`sizes` keeps what has been resized, by width, for the other formats."""
    if rendition.cropped:
        return encoded_card(master)
    width, out, kind = rendition.width, io.BytesIO(), rendition.media_type
    if width not in sizes:
        sizes[width] = master.resize((width, rendition.height), Image.Resampling.LANCZOS)
    sizes[width].save(out, kind.removeprefix("image/"), **ENCODERS[kind])
    return out.getvalue()


def _recall(cache: Path, key: str) -> Path | None:
    """The cached file for a key. keys/ names it, signed; contents/ holds it under its own SHA-256,
    so that one cut short, or written by something else, is known for what it is and remade."""
    with suppress(OSError, ValueError):
        named = signed_for((cache / "keys" / key[:2] / key).read_bytes(), f"photo {key}")
        digest = str(named or b"", "ascii")
        content = cache / "contents" / digest[:2] / digest
        if hashlib.sha256(content.read_bytes()).hexdigest() == digest:
            return content
    return None


def _keep(cache: Path, key: str, data: bytes) -> Path:
    digest = hashlib.sha256(data).hexdigest()
    content = cache / "contents" / digest[:2] / digest
    _put(content, data)
    _put(cache / "keys" / key[:2] / key, sign(digest.encode(), f"photo {key}"))
    return content


def _put(target: Path, source: bytes | Path) -> None:
    """Bytes, or a link to a file, prepared beside their place and put there in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if isinstance(source, bytes):
            new.write_bytes(source)
        else:
            try:
                new.hardlink_to(source)
            except OSError:  # another disk, or one without links
                shutil.copyfile(source, new)
        if target.is_dir():
            shutil.rmtree(target)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)  # left by a failure, or by a rename onto the same file

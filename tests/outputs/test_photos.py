"""Photographs become small, upright, anonymous files, the same bytes every time."""

import io
import random
import threading
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms

from pregonero.content.image_probe import ImageInfo, NotAPhoto, probe
from pregonero.content.scan import fingerprint
from pregonero.render.images.photos import develop, publish
from pregonero.render.images.renditions import PhotoSet, plan

RED, BLUE = (200, 30, 30), (30, 30, 200)


def two_halves(width: int, height: int) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def near(colour: object, wanted: tuple[int, int, int], most: int = 12) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) <= most for one, other in zip(colour, wanted, strict=True))


def planned(path: Path) -> PhotoSet:
    return plan(path.name, probe(path), fingerprint(path))


def developed(path: Path, cache: Path) -> dict[str, bytes]:
    made = develop(path, planned(path), cache)
    return {address: file.read_bytes() for address, file in made.items()}


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """As a telephone leaves it: lying on its side, with the place, a comment and a profile."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Telefonista"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (19.0, 25.0, 57.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "Sesión de Cabildo Ñ.JPG"
    two_halves(700, 400).save(
        path, exif=exif, comment=b"GPSsecreto", icc_profile=profile, xmp=b"<x:xmpmeta>GPS</x>"
    )
    return path


def test_a_plan_goes_up_to_the_photographs_own_width() -> None:
    photo = plan("fotos/Ángel Muñoz.png", ImageInfo(1000, 750), "ab" * 32)
    assert [one.width for one in photo.avif] == [320, 640, 960, 1000]
    assert [one.height for one in photo.jpeg] == [240, 480, 720, 750]
    assert photo.webp[0].address == "/media/angel-munoz-abababababab-320.webp"
    assert photo.fallback.address == "/media/angel-munoz-abababababab-960.jpg"
    assert len({one.address for one in photo.every}) == 13
    assert [one.width for one in plan("x", ImageInfo(200, 90), "0").jpeg] == [200]
    assert [one.width for one in plan("x", ImageInfo(4000, 90), "0").jpeg][-1] == 1920


def test_a_photograph_is_turned_upright_and_tells_nothing_of_its_maker(
    phone: Path, tmp_path: Path
) -> None:
    photo = planned(phone)
    assert (photo.width, photo.height) == (400, 700)
    made = developed(phone, tmp_path / "cache")
    assert set(made) == {one.address for one in photo.every}
    for rendition in photo.every:
        data = made[rendition.address]
        for secret in (b"Exif", b"GPS", b"Telefonista", b"xmpmeta", b"ICC_PROFILE", b"ICCP"):
            assert secret not in data
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (rendition.width, rendition.height)
            assert picture.get_format_mimetype() == rendition.media_type
            assert not picture.getexif() and "icc_profile" not in picture.info
            if not rendition.cropped:
                across = picture.convert("RGB")
                assert near(across.getpixel((across.width // 2, 20)), RED)
                assert near(across.getpixel((across.width // 2, across.height - 20)), BLUE)


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation_is_shown_as_pillow_shows_it(turn: int, tmp_path: Path) -> None:
    from PIL import ImageOps

    picture = two_halves(60, 40)
    picture.paste((0, 160, 0), (0, 20, 30, 40))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    picture.save(tmp_path / "a.png", exif=exif)
    with Image.open(tmp_path / "a.png") as source:
        wanted = ImageOps.exif_transpose(source)
    made = develop(tmp_path / "a.png", planned(tmp_path / "a.png"), tmp_path / "cache")
    shown = Image.open(next(file for name, file in made.items() if name.endswith("0.jpg")))
    assert shown.size == wanted.size
    for place in ((5, 5), (wanted.width - 5, 5), (5, wanted.height - 5)):
        assert near(shown.getpixel(place), wanted.getpixel(place), 30)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_a_photograph_is_known_by_its_content(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "engaña.txt"
    two_halves(60, 40).save(path, kind)
    made = developed(path, tmp_path / "cache")
    with Image.open(io.BytesIO(next(d for a, d in made.items() if a.endswith("60.jpg")))) as shown:
        assert near(shown.getpixel((8, 20)), RED, 20)


def grey_of_16_bits() -> Image.Image:
    return Image.frombytes("I;16", (64, 64), (0x8000).to_bytes(2, "little") * 64 * 64)


@pytest.mark.parametrize(
    ("kind", "picture", "wanted"),
    [
        ("PNG", grey_of_16_bits(), (128, 128, 128)),
        ("JPEG", Image.new("CMYK", (64, 64), (0, 255, 255, 0)), (255, 0, 0)),
        ("PNG", Image.new("RGBA", (64, 64), (0, 0, 0, 0)), (255, 255, 255)),
        ("PNG", Image.new("LA", (64, 64), (0, 128)), (127, 127, 127)),
        ("PNG", Image.new("RGB", (64, 64), BLUE).quantize(2), BLUE),
        ("PNG", Image.new("1", (64, 64), 1), (255, 255, 255)),
    ],
    ids=["16-bit", "CMYK", "RGBA", "LA", "P", "1"],
)
def test_every_mode_keeps_its_colour(
    kind: str, picture: Image.Image, wanted: tuple[int, int, int], tmp_path: Path
) -> None:
    picture.save(tmp_path / "a", kind)
    for data in developed(tmp_path / "a", tmp_path / "cache").values():
        with Image.open(io.BytesIO(data)) as shown:
            assert near(shown.convert("RGB").getpixel((30, 30)), wanted)


def test_a_profile_is_converted_and_one_that_does_not_fit_is_ignored(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile, left in ((b"garbage", RED), (lab, RED), (srgb, RED), (swapped, BLUE)):
        two_halves(64, 64).save(tmp_path / "a.jpg", icc_profile=profile)
        made = developed(tmp_path / "a.jpg", tmp_path / "cache")
        with Image.open(io.BytesIO(next(iter(made.values())))) as shown:
            assert near(shown.convert("RGB").getpixel((8, 30)), left)


def test_what_is_not_a_photograph_is_refused_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "oficio.jpg"

    def reason() -> str:
        with pytest.raises(NotAPhoto) as refusal:
            probe(path)
        assert refusal.value.path == path and str(path) in str(refusal.value)
        return refusal.value.reason

    path.write_text("Este no es un JPEG")
    assert reason() == "no es una fotografía"
    path.write_bytes(b"")
    assert reason() == "el archivo está vacío"
    path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    assert "HEIC" in reason()
    path.write_bytes(b"\xff\xd8\xff\xe0\0")
    assert reason() == "está incompleta o dañada"
    Image.new("1", (10_001, 10_000)).save(path, "PNG")
    assert "megapíxeles" in reason()
    Image.new("L", (10, 81)).save(path, "PNG")
    assert "alta" in reason()
    Image.new("F", (10, 10)).save(path, "TIFF")
    assert "mediciones" in reason()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_file_cut_short_is_refused(progressive: bool, tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (300, 300), random.Random(1).randbytes(270_000))
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        out = io.BytesIO()
        noise.save(out, kind, **({"progressive": progressive} if kind == "JPEG" else {}))
        path = tmp_path / "corta.jpg"
        path.write_bytes(out.getvalue()[: out.tell() * 2 // 3])
        with pytest.raises(NotAPhoto):
            developed(path, tmp_path / "cache")
    noise.save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:-2])  # even without its last two bytes
    with pytest.raises(NotAPhoto, match="incompleta"):
        probe(path)


def test_a_file_replaced_after_the_plan_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    two_halves(60, 40).save(path)
    photo = planned(path)
    two_halves(40, 60).save(path)
    with pytest.raises(NotAPhoto, match="cambió"):
        develop(path, photo, tmp_path / "cache")


def test_the_card_is_below_300_kb_even_of_noise(tmp_path: Path) -> None:
    path = tmp_path / "ruido.png"
    Image.frombytes("RGB", (1200, 630), random.Random(2).randbytes(1200 * 630 * 3)).save(
        path, compress_level=0
    )
    shape = probe(path)
    photo = plan(path.name, shape, fingerprint(path))
    only = PhotoSet(shape.width, shape.height, (), (), (), photo.card, photo.digest)
    (card,) = develop(path, only, tmp_path / "cache").values()
    assert card.stat().st_size < 300_000
    with Image.open(card) as shown:
        assert shown.size == (1200, 630)


def test_two_empty_caches_give_the_same_bytes(phone: Path, tmp_path: Path) -> None:
    assert developed(phone, tmp_path / "one") == developed(phone, tmp_path / "other")


def test_a_rendition_made_alone_has_the_same_bytes(phone: Path, tmp_path: Path) -> None:
    whole = developed(phone, tmp_path / "cache")
    shape = probe(phone)
    photo = plan(phone.name, shape, fingerprint(phone))
    only = PhotoSet(shape.width, shape.height, (), photo.webp[-1:], (), photo.card, photo.digest)
    alone = develop(phone, only, tmp_path / "other")
    assert all(file.read_bytes() == whole[address] for address, file in alone.items())


def test_a_full_cache_answers_without_the_photograph(phone: Path, tmp_path: Path) -> None:
    photo = planned(phone)
    made = develop(phone, photo, tmp_path / "cache")
    phone.unlink()
    assert develop(phone, photo, tmp_path / "cache") == made


@pytest.mark.parametrize("part", ["keys", "contents"])
def test_a_damaged_cache_is_remade(part: str, phone: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    made = developed(phone, cache)
    files = sorted(file for file in (cache / part).rglob("*") if file.is_file())
    assert len(files) >= 4
    for number, file in enumerate(files):
        match number % 4:
            case 0:
                file.write_bytes(file.read_bytes()[:-1])
            case 1:
                file.write_bytes(b"\xff\0ajeno")
            case 2:
                file.unlink()
            case 3:
                file.unlink()
                (file / "carpeta").mkdir(parents=True)
    assert developed(phone, cache) == made
    assert not list(cache.rglob("*.part"))


def test_two_builds_at_once_share_a_cache(phone: Path, tmp_path: Path) -> None:
    found: list[dict[str, bytes]] = []
    builds = [
        threading.Thread(target=lambda: found.append(developed(phone, tmp_path / "cache")))
        for _ in range(2)
    ]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    assert found == [developed(phone, tmp_path / "alone")] * 2


def test_publishing_puts_every_file_at_its_address_and_tells_how_far(
    phone: Path, tmp_path: Path
) -> None:
    other = tmp_path / "otra.png"
    two_halves(60, 40).save(other)
    sets = [(path, planned(path)) for path in (phone, other, phone)]
    told: list[tuple[int, int]] = []
    for _ in range(2):  # the second over the files of the first
        publish(sets, tmp_path / "cache", tmp_path / "out", lambda *step: told.append(step))
    assert told == [(1, 2), (2, 2)] * 2
    published = {f"/{f.relative_to(tmp_path / 'out')}" for f in tmp_path.glob("out/media/*")}
    assert published == {one.address for _, photo in sets for one in photo.every}
    assert next(tmp_path.glob("out/media/*")).stat().st_mode & 0o044


def test_publishing_stops_at_the_first_failure(phone: Path, tmp_path: Path) -> None:
    photo = planned(phone)
    phone.write_bytes(phone.read_bytes() + b"x")
    with pytest.raises(NotAPhoto, match="cambió"):
        publish([(phone, photo)], tmp_path / "cache", tmp_path / "out", None)


def test_an_interruption_drops_what_has_not_begun(tmp_path: Path) -> None:
    sets = []
    for number in range(40):
        path = tmp_path / f"{number}.png"
        two_halves(100 + number, 100).save(path)
        sets.append((path, planned(path)))

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(sets, tmp_path / "cache", tmp_path / "out", interrupt)
    assert len(list(tmp_path.glob("out/media/*-1200x630.jpg"))) < 20

"""An institution without images gets dignified ones, drawn from its name."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from pregonero.render.images import emblem

BRAND = (0x6B, 0x1D, 0x3A)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def white_box(picture: Image.Image) -> tuple[int, int, int, int]:
    box = picture.convert("L").point(lambda value: 255 if value > 150 else 0).getbbox()
    assert box
    return box


@pytest.mark.parametrize(
    "name",
    ["Güémez", "H. Ayuntamiento de San Miguel de Allende «El Grande», Guanajuato", "W" * 300,
     "Muy ilustre " * 60, ""],
)  # fmt: skip
def test_the_card_holds_any_name_inside_its_margins(name: str) -> None:
    data = emblem.card(name, "Dirección de Comunicación Social", "#6b1d3a")
    picture = opened(data)
    assert picture.format == "JPEG" and picture.size == (1200, 630)
    assert len(data) < 300_000 and b"Exif" not in data
    left, top, right, bottom = white_box(picture)
    assert left >= 80 and right <= 1120 and top >= 80 and bottom <= 580
    assert data == emblem.card(name, "Dirección de Comunicación Social", "#6b1d3a")


def test_accents_are_drawn_and_differ_from_each_other() -> None:
    letters = "aáàäâãnñuúüiíïcçAÁNÑ¿?¡!-–—ªº«»"
    drawn = {bytes(emblem._text(letter, 60).tobytes()) for letter in letters}
    assert len(drawn) == len(letters)
    assert emblem._text("n\u0303", 60).tobytes() == emblem._text("ñ", 60).tobytes()


def test_a_letter_the_font_lacks_is_never_a_box() -> None:
    box = emblem._font(60).getmask("\uffff").getbbox()
    for letter in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»—–ªºøł中":
        mask = emblem._text(letter, 60)
        drawn = mask.getbbox()
        assert drawn is None or (drawn[2] - drawn[0], drawn[3] - drawn[1]) != box[2:]
    assert emblem._text("Ł", 60).tobytes() == emblem._text("L", 60).tobytes()


@pytest.mark.parametrize("size", [32, 180, 192, 512])
@pytest.mark.parametrize("letter", ["M", "Ñ", "Í", "MX"])
def test_the_icon_stays_inside_the_circle_every_mask_keeps(letter: str, size: int) -> None:
    data = emblem.icon(letter, "#6b1d3a", size)
    picture = opened(data)
    assert picture.format == "PNG" and picture.size == (size, size)
    assert "transparency" not in picture.info
    assert picture.convert("RGB").getpixel((0, 0)) == BRAND
    left, top, right, bottom = white_box(picture)
    reach = max(abs(side - size / 2) for side in (left, right)) ** 2
    reach += max(abs(side - size / 2) for side in (top, bottom)) ** 2
    assert reach**0.5 <= size * (0.4 if size >= 64 else 0.5)
    assert data == emblem.icon(letter, "#6b1d3a", size)


def test_the_svg_is_well_formed_and_asks_for_nothing() -> None:
    data = emblem.icon_svg("<Ñ&", "#6b1d3a")
    root = ElementTree.fromstring(data)
    assert root[1].text == "<Ñ&" and root[0].get("fill") == "#6b1d3a"
    assert b"style" not in data and b"href" not in data

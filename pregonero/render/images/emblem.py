"""Images of an institution that gave none: share card and icons, from its name and its colour.

The one font at hand everywhere is Aileron, embedded in Pillow, and it has no accents: the letters
Spanish and its neighbours need are composed here of the glyphs it does have.
"""

import io
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from pregonero.render.images.renditions import CARD, CARD_BYTES, CARD_QUALITIES

_MARGIN = 88
_LEADING = 1.2
_LINE_SIZES = range(108, 79, -4)
_NAME_SIZES = range(108, 43, -4)
_OFFICE_SIZES = range(38, 25, -2)
_SAFE = 0.8  # diameter of a maskable icon's safe zone, of its side (W3C Manifest, "icon masks")

#: Marks over a letter, under it, and what else is another glyph moved, turned or stretched.
_OVER = {
    "\u0300": "`", "\u0301": "`", "\u0302": "^", "\u0303": "~", "\u0304": "-", "\u0308": "..",
    "\u030a": "°",
}  # fmt: skip
_UNDER = {"\u0327": ",", "\u0331": "-", "\u0332": "-"}
_TURNED = {"¿": "?", "¡": "!"}
_RAISED = {"ª": "a", "º": "o"}
_DASHES = {"–": 0.5, "—": 0.9, "―": 0.9}  # their length in ems
_ALIKE = str.maketrans({
    "ʼ": "’", "ꞌ": "’", "ʻ": "‘", "‑": "-", "−": "–", "„": "“", "\u00a0": " ", "\u202f": " ",
    "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ɨ": "i", "ß": "ss", "€": "EUR",
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "№": "N.º",
})  # fmt: skip


def card(name: str, office: str, brand: str) -> bytes:
    """The share card: the office small, a rule, the name large, white on `brand` (`#rrggbb`).

    A JPEG of 1200 × 630 pixels below CARD_BYTES. A name no size can hold ends in an ellipsis.
    """
    picture = Image.new("RGB", CARD, brand)
    width, bottom = CARD[0] - 2 * _MARGIN, CARD[1] - _MARGIN
    size, lines = _fitted(office, _OFFICE_SIZES, width, 100) or _cut(office, 26, width, 100)
    top = _MARGIN
    for line in lines:
        _write(picture, line, size, _MARGIN, top + size)
        top += round(size * 1.3)
    top += 22
    ImageDraw.Draw(picture).rectangle((_MARGIN, top, CARD[0] - _MARGIN - 1, top + 2), "white")
    height = bottom - top - 40
    size, lines = (
        _fitted(name, _LINE_SIZES, width, _LINE_SIZES[0])  # one line, where it stands large
        or _fitted(name, _NAME_SIZES, width, height)
        or _cut(name, _NAME_SIZES[-1], width, height)
    )
    for number, line in enumerate(reversed(lines)):
        _write(picture, line, size, _MARGIN, bottom - round(number * size * _LEADING))
    return encoded_card(picture)


def encoded_card(picture: Image.Image) -> bytes:
    """A picture cut to CARD about its centre, as a JPEG of the best quality below CARD_BYTES."""
    picture = ImageOps.fit(picture, CARD, Image.Resampling.LANCZOS)
    data = b""
    for quality in CARD_QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
        data = out.getvalue()
        if len(data) < CARD_BYTES:
            break
    return data


def icon(letter: str, brand: str, size: int) -> bytes:
    """A square PNG, `size` pixels wide: a letter or two in white on `brand` (`#rrggbb`).

    Opaque to its corners, since systems cut their own shape, with the letter well inside the
    circle that every one of them keeps; below 64 pixels nothing cuts it and the letter is larger.
    """
    mask = Image.new("L", (size, size))
    glyph = _text(letter, 400, stroke=10)
    glyph = glyph.crop(glyph.getbbox())
    circle = size * (_SAFE if size >= 64 else 0.96)
    diagonal = (glyph.width**2 + glyph.height**2) ** 0.5
    scale = min(circle * 0.9 / diagonal, size * 0.62 / glyph.height)
    box = max(1, round(glyph.width * scale)), max(1, round(glyph.height * scale))
    glyph = glyph.resize(box, Image.Resampling.LANCZOS)
    mask.paste(glyph, ((size - box[0]) // 2, (size - box[1]) // 2))
    # A pixel is how white it is: one byte, not three, and half of the file.
    ramp = Image.new("RGB", (256, 1), brand)
    ramp.paste("white", mask=Image.frombytes("L", ramp.size, bytes(range(256))))
    mask.putpalette(ramp.tobytes())
    out = io.BytesIO()
    mask.save(out, "PNG", optimize=True)
    return out.getvalue()


def icon_svg(letter: str, brand: str) -> bytes:
    """The same as an SVG with round corners, in the reader's own font; no style attribute."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="12" fill="{escape(brand)}"/>'
        '<text x="32" y="32" dy=".36em" text-anchor="middle" fill="#ffffff" '
        f'font-family="system-ui, sans-serif" font-weight="700" font-size="42">{escape(letter)}'
        "</text></svg>\n"
    ).encode()


def _fitted(
    text: str, sizes: Sequence[int], width: int, height: int
) -> tuple[int, list[str]] | None:
    """The largest size at which a text fits a box of so many pixels, and its lines."""
    words = text.split()
    for size in sizes:
        lines = _wrapped(words, size, width)
        if len(lines) <= _rows(size, height) and _fits(lines, size, width):
            # The same number of lines in the narrowest block: no word alone on the last.
            for limit in range(width // 2, width, 20):
                even = _wrapped(words, size, limit)
                if len(even) == len(lines) and _fits(even, size, limit):
                    return size, even
            return size, lines
    return None


def _cut(text: str, size: int, width: int, height: int) -> tuple[int, list[str]]:
    lines = _wrapped(text.split(), size, width)[: _rows(size, height)]
    for number, line in enumerate(lines):
        shown = line if number + 1 < len(lines) else line + "…"
        while not _fits([shown], size, width):
            shown = shown.rstrip("…")[:-1] + "…"
        lines[number] = shown
    return size, lines


def _rows(size: int, height: int) -> int:
    return 1 + int((height - size) / (size * _LEADING))


def _fits(lines: Sequence[str], size: int, width: int) -> bool:
    return all(_length(line, size) <= width for line in lines)


def _wrapped(words: Sequence[str], size: int, width: int) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _length(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _write(picture: Image.Image, text: str, size: int, left: int, baseline: int) -> None:
    picture.paste("white", (left - size, baseline - 2 * size), _text(text, size))


def _length(text: str, size: int) -> float:
    return sum(_glyph(letter, size, 0)[1] for letter in _letters(text))


def _text(text: str, size: int, stroke: int = 0) -> Image.Image:
    """A mask of a line of text; its pen starts one `size` from the left, two from the top."""
    letters = _letters(text)
    length = sum(_glyph(letter, size, stroke)[1] for letter in letters)
    mask, pen = Image.new("L", (round(length) + 3 * size, 3 * size)), 0.0
    for letter in letters:
        glyph, advance = _glyph(letter, size, stroke)
        place = (round(pen), 0, round(pen) + glyph.width, glyph.height)
        mask.paste(ImageChops.lighter(mask.crop(place), glyph), place)
        pen += advance
    return mask


def _letters(text: str) -> list[str]:
    """A text's letters, each with the marks that belong to it, decomposed."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", text.translate(_ALIKE)):
        if unicodedata.combining(char) and letters:
            letters[-1] += char
        else:
            letters.append(char)
    return letters


@lru_cache(maxsize=1024)
def _glyph(letter: str, size: int, stroke: int) -> tuple[Image.Image, float]:
    """A letter's mask, `3 * size` square with its origin at (size, 2 * size), and its advance."""
    base, marks = letter[0], letter[1:]
    if base in _DASHES:
        return _dash(_DASHES[base], size, stroke)
    drawn = _TURNED.get(base) or _RAISED.get(base) or base
    if drawn == base and not _has(base):
        folded = unicodedata.normalize("NFKD", base).encode("ascii", "ignore").decode()
        drawn = folded[:1] or " "
    if base in _RAISED:
        return _raised(drawn, size, stroke)
    mask, advance = _drawn(drawn, size, stroke)
    if base in _TURNED:
        # Turned upside down it hangs from the height of an x, as in type.
        left, top, right, bottom = _ink(mask)
        turned = mask.crop((left, top, right, bottom)).transpose(Image.Transpose.ROTATE_180)
        mask = Image.new("L", mask.size)
        mask.paste(turned, (left, _ink(_drawn("x", size, stroke)[0])[1]))
    return _marked(mask, drawn, marks, size, stroke), advance


def _marked(mask: Image.Image, base: str, marks: str, size: int, stroke: int) -> Image.Image:
    mask, gap = mask.copy(), round(size * 0.07)
    left, top, right, bottom = _ink(mask)
    if base in "ij" and any(mark in _OVER for mark in marks):
        top = _ink(_drawn("x", size, stroke)[0])[1]
        mask.paste(0, (0, 0, mask.width, top))  # the mark takes the dot's place
    middle = (left + right) / 2
    for mark in marks:
        if mark in _OVER:
            ink = _drawn(_OVER[mark], round(size * 0.62) if mark == "\u0302" else size, stroke)[0]
            ink = ink.crop(_ink(ink))
            ink = ImageOps.mirror(ink) if mark == "\u0301" else ink
            top -= gap + ink.height
            mask.paste(ink, (round(middle - ink.width / 2), top))
        elif mark in _UNDER:
            ink = _drawn(_UNDER[mark], round(size * 0.8), stroke)[0]
            ink = ink.crop(_ink(ink))
            below = bottom if mark == "\u0327" else bottom + gap  # a cedilla hangs from its letter
            place = (round(middle - ink.width / 2), below)
            mask.paste(ink, place)
    return mask


def _raised(base: str, size: int, stroke: int) -> tuple[Image.Image, float]:
    small = round(size * 0.6)
    source, advance = _drawn(base, small, stroke)
    mask = Image.new("L", (3 * size, 3 * size))
    left, top, right, bottom = _ink(source)
    mask.paste(
        source.crop((left, top, right, bottom)),
        (left - small + size, _ink(_drawn("H", size, stroke)[0])[1]),
    )
    return mask, advance


def _dash(ems: float, size: int, stroke: int) -> tuple[Image.Image, float]:
    _, top, _, bottom = _ink(_drawn("-", size, stroke)[0])
    mask = Image.new("L", (3 * size, 3 * size))
    side = round(size * 0.04)
    mask.paste(255, (size + side, top, size + side + round(ems * size), bottom))
    return mask, ems * size + 2 * side


def _drawn(text: str, size: int, stroke: int) -> tuple[Image.Image, float]:
    mask = Image.new("L", (3 * size, 3 * size))
    ImageDraw.Draw(mask).text(
        (size, 2 * size), text, 255, _font(size), anchor="ls", stroke_width=stroke
    )
    return mask, _font(size).getlength(text) + 2 * stroke


def _ink(mask: Image.Image) -> tuple[int, int, int, int]:
    return mask.getbbox() or (0, mask.height * 2 // 3, 0, mask.height * 2 // 3)


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType")
    # Raqm is on some machines only, and sets the same letters a little apart.
    return font.font_variant(layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1024)
def _has(char: str) -> bool:
    font = _font(64)
    return char.isspace() or bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))

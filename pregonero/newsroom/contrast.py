"""Colour contrast, as WCAG 2.2 measures it, of what the theme sets on an institution's colours."""

from collections.abc import Iterator
from dataclasses import dataclass

from pregonero.i18n import N_

#: The theme's own grounds and inks. theme/static/site.css uses the same values.
PAPER, TINT, INK = "#ffffff", "#f4f2ee", "#1c1b1a"
NIGHT, NIGHT_TINT, NIGHT_INK = "#161514", "#23211f", "#f1efec"

TEXT = 4.5  # SC 1.4.3
OBJECT = 3.0  # SC 1.4.11


@dataclass(frozen=True)
class ColourPair:
    """A colour on another, what it is for, and the least ratio it must have."""

    name: str
    front: str
    back: str
    least: float

    @property
    def ratio(self) -> float:
        return ratio(self.front, self.back)


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(role: str, colour: str) -> Iterator[ColourPair]:
    """Every pair in which the theme uses one of the institution's colours as it was given.

    `role` is `brand` (mastheads, links, headings) or `accent` (rules and the focus ring).
    """
    if role == "brand":
        yield ColourPair(N_("texto blanco sobre el color brand"), "#ffffff", colour, TEXT)
        yield ColourPair(N_("enlaces (brand) sobre el fondo"), colour, PAPER, TEXT)
        yield ColourPair(N_("enlaces (brand) sobre el fondo teñido"), colour, TINT, TEXT)
    else:
        yield ColourPair(
            N_("líneas y marco de foco (accent) sobre el fondo"), colour, PAPER, OBJECT
        )


def lightened(colour: str, back: str, least: float) -> str:
    """The colour mixed with as little white as gives it that ratio on a dark ground."""
    channels = _channels(colour)
    for step in range(101):
        mixed = "#" + "".join(f"{round(c + (255 - c) * step / 100):02x}" for c in channels)
        if ratio(mixed, back) >= least:
            return mixed
    return "#ffffff"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

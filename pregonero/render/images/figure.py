"""The HTML of a photograph: the same in a page, in its text and in a card."""

from html import escape
from typing import Literal

from pregonero.render.views import Picture

Kind = Literal["lead", "inline", "annex"]

#: How wide the theme shows each kind, so that a browser fetches no more (`sizes`).
_SIZES = {
    "lead": "(min-width: 48rem) 44rem, 100vw",
    "inline": "(min-width: 48rem) 42rem, 100vw",
    "annex": "(min-width: 48rem) 21rem, 100vw",
    "thumb": "(min-width: 48rem) 20rem, 7rem",
}


def figure(picture: Picture, kind: Kind, credit: str = "Foto: {}") -> str:
    """A `<figure>` with caption and credit. Only the lead is fetched at once."""
    caption = escape(picture.caption)
    if picture.credit:
        caption += f' <span class="credit">{escape(credit.format(picture.credit))}</span>'
    caption = f"<figcaption>{caption.strip()}</figcaption>" if caption else ""
    hurry = ' fetchpriority="high"' if kind == "lead" else ' loading="lazy"'
    return (
        f'<figure class="photo {kind}">{_picture(picture, kind, picture.alt, hurry)}'
        f"{caption}</figure>"
    )


def thumb(picture: Picture) -> str:
    """A `<picture>` for a card, whose title already says what it is about."""
    return _picture(picture, "thumb", "", ' loading="lazy"')


def emblem(picture: Picture) -> str:
    """An `<img>` of a coat of arms or logo."""
    return (
        f'<img class="emblem" src="{escape(picture.href)}" alt="{escape(picture.alt)}" '
        f'width="{picture.width}" height="{picture.height}">'
    )


def _picture(picture: Picture, kind: str, alt: str, hurry: str) -> str:
    sources = "".join(
        f'<source type="{s.media_type}" srcset="{escape(s.srcset)}" sizes="{_SIZES[kind]}">'
        for s in picture.sources
    )
    return (
        f'<picture>{sources}<img src="{escape(picture.href)}" alt="{escape(alt)}" '
        f'width="{picture.width}" height="{picture.height}"{hurry} decoding="async"></picture>'
    )

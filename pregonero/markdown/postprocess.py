"""Safe HTML made good: an outline, numbered footnotes, images and tables where they may stand.

Works on the sanitiser's output, whose form is always the same: quoted attributes, escaped text.
"""

import re
from html import escape, unescape
from urllib.parse import unquote

from pregonero.slug import slugify

#: Before the ids of headings, so that no heading can take the id of a part of the page.
ANCHOR = "s-"

_HEADING = re.compile(r"<h([1-6])((?: [^>]*)?)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_MARKUP = re.compile(r"<[^>]*>")
_NOTE = re.compile(r'( id="|href="#)(fn(?:ref\d*)?:)([^"]*)"')
_BACK = re.compile(r'(<a\b[^>]*class="footnote-backref"[^>]*?) title="')
_BLOCK = re.compile(
    r"<(p|h[2-6]|dt|summary)((?: [^>]*)?)>((?:(?!</\1>).)*?<img .*?)</\1>", re.DOTALL
)
IMAGE = re.compile(r"<img ([^>]*)>")
_HOLLOW = re.compile(r"<(a|abbr|b|em|i|mark|q|s|small|span|strong|sub|sup)(?: [^>]*)?>\s*</\1>")
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b")
#: Letters of a word of which two stand side by side on the narrowest screen.
SHORT = 13
_UNSCOPED = re.compile(r"<th(?=[ >])(?![^>]*\sscope=)")


def outlined(html: str) -> str:
    """Headings from level 2 without jumps, each with an id of its own."""
    levels: list[int] = []
    taken: set[str] = set()
    numbers: dict[str, int] = {}  # the last one given to each name

    def heading(found: re.Match[str]) -> str:
        level = int(found[1])
        while levels and levels[-1] >= level:
            levels.pop()
        levels.append(level)
        wish = _ID.search(found[2])
        words = unescape(_MARKUP.sub("", found[3]))
        base = name = ANCHOR + (slugify(unescape(wish[1]) if wish else words) or "seccion")
        while name in taken:
            numbers[base] = numbers.get(base, 1) + 1
            name = f"{base}-{numbers[base]}"
        taken.add(name)
        tag = f"h{min(len(levels) + 1, 6)}"
        return f'<{tag}{_ID.sub("", found[2])} id="{name}">{found[3]}</{tag}>'

    return _HEADING.sub(heading, html)


def noted(html: str) -> str:
    """Footnotes numbered in the order they are called, whatever their authors named them."""
    numbers: dict[str, int] = {}

    def note(found: re.Match[str]) -> str:
        number = numbers.setdefault(unquote(unescape(found[3])), len(numbers) + 1)
        return f'{found[1]}{found[2]}{number}"'

    # The arrow of a way back says nothing by itself; its title is its name.
    return _NOTE.sub(note, _BACK.sub(r'\1 aria-label="', html))


def lifted(html: str) -> str:
    """Images out of the blocks where no figure can stand, and right after them."""
    return _BLOCK.sub(_apart, html)


def _apart(found: re.Match[str]) -> str:
    tag, attributes, inner = found[1], found[2], found[3]
    images = "".join(image[0] for image in IMAGE.finditer(inner))
    inner = IMAGE.sub("", inner)
    while (emptied := _HOLLOW.sub("", inner)) != inner:
        inner = emptied
    kept = f"<{tag}{attributes}>{inner.strip()}</{tag}>" if inner.strip() else ""
    return kept + images


def _fits(table: str) -> bool:
    """Whether a table has two columns at most and no word that would widen them."""
    columns = max(len(_CELL.findall(row)) for row in table.split("</tr>"))
    words = unescape(_MARKUP.sub(" ", table)).split()
    return columns <= 2 and "<img" not in table and max(map(len, words), default=0) <= SHORT


def framed(html: str, label: str) -> str:
    """Tables in a frame that scrolls by itself, by keyboard too (WCAG 2.2, 1.4.10 and 2.1.1).

    One that fits every screen is no place where the keyboard should stop (4.1.2).
    """
    count = 0

    def frame(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        inner = _UNSCOPED.sub('<th scope="col"', found[1])
        if _fits(inner):
            return f'<div class="table"><table>{inner}</table></div>'
        name = escape(label.format(number=count))
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{name}">'
            f"<table>{inner}</table></div>"
        )

    return _TABLE.sub(frame, html)

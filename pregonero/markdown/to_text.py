"""Safe HTML as plain text: for WhatsApp, for mail, for whoever sets it in another page.

Lines are as long as their paragraphs: whoever pastes them has a width of their own. No sign of
emphasis is left, which each program writes in another way.
"""

from collections.abc import Callable
from html.parser import HTMLParser

_BLOCKS = frozenset(
    """address aside blockquote details dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p
    pre section summary table tr ul""".split()  # noqa: SIM905
)
#: Blocks with an empty line around them; the rest begin a line.
_APART = frozenset(
    "blockquote div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul".split()  # noqa: SIM905
)
_SPOKEN = ("mailto:", "tel:")


#: Told the alt, caption and credit of a photograph; gives its line.
Photo = Callable[[str, str, str], str]


def unmarked(html: str, photo: Photo) -> str:
    """The text of safe HTML with absolute addresses: lists with their signs, links with where they
    lead, tables a row a line."""
    reader = _Reader(photo)
    reader.feed(html)
    reader.close()
    return reader.whole()


class _Reader(HTMLParser):
    def __init__(self, photo: Photo) -> None:
        super().__init__(convert_charrefs=True)
        self.photo = photo
        self.lines: list[str] = []  # done; empty ones are wanted
        self.line = ""
        self.sign = ""  # before the next line of an item
        self.lists: list[int] = []  # of each list, the next number; -1 without
        self.links: list[tuple[str, int]] = []
        self.verbatim = self.quoted = 0
        self.row: list[str] | None = None
        self.alt: str | None = None  # of the figure that is open
        self.credit = -1  # where it begins in the line
        self.hushed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if self.hushed or (tag == "a" and "footnote-backref" in classes):
            self.hushed += tag == "a"
            return
        if tag in _BLOCKS or tag == "br":
            self._part(tag)
        if tag == "figure" and "photo" in classes:
            self.alt = ""
        elif tag in ("ul", "ol"):
            start = given.get("start", "1")
            self.lists.append((int(start) if start.isdecimal() else 1) if tag == "ol" else -1)
        elif tag == "li":
            self._item(given.get("id", ""))
        elif tag == "a":
            self._link(given, classes)
        elif tag == "blockquote":
            self.quoted += 1
        elif tag == "pre":
            self.verbatim += 1
        elif tag == "tr":
            self.row = []
        elif tag in ("td", "th") and self.row is not None:
            self.line = ""
        elif tag == "img" and self.alt is not None:
            self.alt = given.get("alt", "")
        elif tag == "span" and "credit" in classes:
            self.credit = len(self.line)

    def _item(self, name: str) -> None:
        number = self.lists[-1] if self.lists else -1
        if name.startswith("fn:"):
            self.sign = f"[{number}] "
        else:
            self.sign = "- " if number < 0 else f"{number}. "
        if number >= 0:
            self.lists[-1] += 1

    def _link(self, given: dict[str, str], classes: list[str]) -> None:
        if "footnote-ref" in classes:
            self.line += "["
            self.links.append(("]", -1))
        else:
            self.links.append((given.get("href", ""), len(self.line)))

    def handle_endtag(self, tag: str) -> None:
        if self.hushed:
            self.hushed -= tag == "a"
            return
        if tag == "a" and self.links:
            self._lead(*self.links.pop())
        elif tag in ("td", "th") and self.row is not None:
            self.row.append(" ".join(self.line.split()))
            self.line = ""
        elif tag == "tr" and self.row is not None:
            self.line, self.row = " | ".join(self.row), None
        elif tag == "figure" and self.alt is not None:
            end = self.credit if self.credit >= 0 else len(self.line)
            caption, credit = (" ".join(p.split()) for p in (self.line[:end], self.line[end:]))
            self.line = self.photo(self.alt or "", caption, credit)
            self.alt, self.credit = None, -1
        if tag in _BLOCKS:
            self._part(tag)
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        self.quoted -= tag == "blockquote"
        self.verbatim -= tag == "pre"

    def _part(self, tag: str) -> None:
        """End a line where a block begins or ends; in a cell or a caption it is only a space."""
        if self.row is not None or self.alt is not None:
            self.line += " "
        else:
            self._end(apart=tag in _APART)

    def _lead(self, href: str, start: int) -> None:
        """Where a link leads, after its words, unless they say it."""
        if start < 0:
            self.line += href
            return
        words = self.line[start:].strip()
        if not href or "#s-" in href or href.startswith("#"):
            return
        for spoken in _SPOKEN:
            href = href.removeprefix(spoken)
        if _bare(href) != _bare(words):
            self.line += f" ({href})"

    def handle_data(self, data: str) -> None:
        if self.hushed:
            return
        if self.verbatim:
            *whole, last = data.split("\n")
            for line in whole:
                self.line += line
                self._end(apart=False, kept=True)
            self.line += last
        else:
            self.line += data.replace("\n", " ")

    def _end(self, *, apart: bool, kept: bool = False) -> None:
        """Put the line down, as deep as its list, and leave an empty one if it stands apart."""
        text = self.line.rstrip() if self.verbatim else " ".join(self.line.split())
        self.line = ""
        if text or kept:
            depth = max(len(self.lists) - 1, 0)
            hanging = "" if self.sign or not self.lists else "  "
            self.lines.append(f"{'> ' * self.quoted}{'  ' * depth}{hanging}{self.sign}{text}")
            self.sign = ""
        if apart and self.lines and self.lines[-1] and not self.lists:
            self.lines.append("")

    def whole(self) -> str:
        self._end(apart=False)
        return "\n".join(self.lines).strip("\n")


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/") if "://" in address else address.rstrip("/")

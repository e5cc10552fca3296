"""What a reader gets of some HTML: a text can be compared before and after it is written."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

#: Markdown of ours as the HTML that the site shows.
Render = Callable[[str], str]

_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_SILENT = {"script", "style", "head", "title", "template", "noscript", "svg"}
_VOID = {"br", "hr", "img", "input", "source", "wbr", "meta", "link", "embed", "col", "area"}
#: Letters, and signs of one kind, of a text that is compared.
LONGEST, MOST = 400_000, 1_000
_SPACES = re.compile(r"\n+(?=<)|(?<=>)\n+")
_BARE = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass
class TextReading:
    """The words of some HTML in their order, and those of each heading, cell and item: an item's
    place says how deep its list is, and which number it has."""

    words: list[str] = field(default_factory=list)
    parts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def lacks(self, other: "TextReading") -> list[str]:
        """The words of this that the other does not have, as many times as here. Signs that stand
        alone are not words."""
        left = Counter(filter(None, map(_bare, other.words)))
        lost: list[str] = []
        for word in filter(None, map(_bare, self.words)):
            if left[word]:
                left[word] -= 1
            else:
                lost.append(word)
        return lost

    def agrees(self, other: "TextReading") -> bool:
        """Whether both have the same words in the same order, and in the same cells and items."""
        mine, its = ([w for w in map(_bare, r.words) if w] for r in (self, other))
        return mine == its and _parts(self) == _parts(other)


def _parts(reading: TextReading) -> list[tuple[str, tuple[str, ...]]]:
    parts = ((kind, tuple(filter(None, map(_bare, words)))) for kind, words in reading.parts)
    return [(kind, words) for kind, words in parts if words]


def _bare(word: str) -> str:
    return word if word.isalnum() else _BARE.sub("", word)


def bounded(text: str) -> bool:
    """Whether a text can be shown and compared in a usual time: readers of Markdown take very long
    over signs by the thousand, which nobody types."""
    return (
        len(text) <= LONGEST
        and text.count("[") <= MOST
        and text.count("~~") <= MOST
        and text.count("\n#") <= MOST
        and text.count("<") - text.count(">") <= MOST // 2
    )


def uncompared() -> InvalidValue:
    """What is told of a text that is not bounded."""
    return InvalidValue(
        N_("el texto tiene tantos signos que no se pudo comparar con el original"),
        N_("Compárelo usted y apruébelo, o tráigalo en partes."),
    )


def alike(first: str, second: str) -> bool:
    """Whether two texts of HTML are the same but for ends of lines: then nothing has to be read."""
    return first == second or _flat(first) == _flat(second)


def _flat(html: str) -> str:
    return _SPACES.sub("", html).replace("&quot;", '"')


def reading(html: str) -> TextReading:
    """What a reader gets of some HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.done()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = TextReading()
        self.text: list[str] = []
        self.open: list[tuple[str, int]] = []  # a heading, cell or item, and where its words begin
        self.lists: list[tuple[str, int]] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        if tag not in _INLINE:
            self._gap()
        if tag in ("ul", "ol"):
            self._end_words()
            start = dict(attrs).get("start") or "1"
            self.lists.append((tag, int(start) if start.isdecimal() and len(start) < 9 else 1))
        elif tag == "li":
            self._close({"li"}, self._depth())
            kind, number = self.lists[-1] if self.lists else ("ul", 1)
            if self.lists:
                self.lists[-1] = (kind, number + 1)
            name = f"{kind}{len(self.lists)}" + (f".{number}" if kind == "ol" else "")
            self._open(name)
        elif tag in ("td", "th"):
            self._close({"td"}, self._depth())
            self._open("td")
        elif re.fullmatch("h[1-6]", tag):
            self._open("h")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        if tag not in _INLINE:
            self._gap()
        if tag in ("ul", "ol") and self.lists:
            self._close({"li"}, self._depth())
            self.lists.pop()
        elif tag == "li":
            self._close({"li"}, self._depth())
        elif tag in ("td", "th", "tr", "table"):
            self._close({"td"}, 0)
        elif re.fullmatch("h[1-6]", tag):
            self._close({"h"}, 0)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)

    def _gap(self) -> None:
        self.text.append(" ")

    def _depth(self) -> int:
        return len(self.lists)

    def _open(self, name: str) -> None:
        self._flush()
        self.open.append((name, len(self.made.words)))
        self.made.parts.append((name, ()))

    def _end_words(self) -> None:
        """The words of an item before a list in it are the item's own."""
        self._flush()
        if self.open and self.open[-1][0][:2] in ("ul", "ol"):
            self._settle()

    def _close(self, kinds: set[str], depth: int) -> None:
        """End the last open part, if it is one of those and of that depth of lists."""
        self._flush()
        if not self.open:
            return
        name = self.open[-1][0]
        kind = "li" if name[:2] in ("ul", "ol") else name
        if kind in kinds and (kind != "li" or int(name[2:].partition(".")[0]) >= depth):
            self._settle()
            self.open.pop()

    def _settle(self) -> None:
        name, begin = self.open[-1]
        for index in range(len(self.made.parts) - 1, -1, -1):
            if self.made.parts[index] == (name, ()):
                self.made.parts[index] = (name, tuple(self.made.words[begin:]))
                break
            if self.made.parts[index][0] == name:
                break

    def _flush(self) -> None:
        self.made.words += "".join(self.text).split()
        self.text = []

    def done(self) -> TextReading:
        self._flush()
        while self.open:
            self._settle()
            self.open.pop()
        return self.made

"""HTML written as the Markdown that our own reader takes for the same text.

Python-Markdown with our extensions (tables, sane lists, definitions, notes, attributes) reads more
than HTML's authors meant: whatever would open something is escaped. What Markdown cannot say stays
HTML, with the attributes that say something.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PreformattedString, Tag

from pregonero.importers.transform.fidelity import Render, reading
from pregonero.importers.transform.shortcodes import address

#: Told src, alt and title of an image; gives it in Markdown.
Image = Callable[[str, str, str], str]

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
}  # fmt: skip
_KEPT_INLINE = {
    "sub", "sup", "del", "ins", "kbd", "mark", "small", "q", "cite", "abbr", "dfn", "s", "time",
}  # fmt: skip
_MARKS = {"strong": "**", "b": "**", "em": "_", "i": "_"}
_KEPT_BLOCKS = {"dl", "details"}
_KEPT_HTML = {*_KEPT_INLINE, *_MARKS, *_BLOCKS, "a", "code"} - {
    "body", "html", "form", "fieldset", "center", "address", "header", "footer", "nav", "main",
    "dialog", "hgroup", "article",
}  # fmt: skip
_ATTRIBUTES = {
    "href", "title", "colspan", "rowspan", "scope", "headers", "lang", "start", "datetime", "cite",
    "open", "src", "alt",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_SCHEME = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BRACKET = re.compile(r"\[(?=\^)|\[(?=[^\[\]]*\](?:[:\[{]|[ \n]\[))")
#: What opens something where a line begins, and how it is written to open nothing.
_OPENERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(#{1,6})"), r"\\\1"),
    (re.compile(r"([-+])(?=\s|$|-|\+)"), r"\\\1"),
    (re.compile(r"(\d+)\.(?=\s|$)"), r"\1\\."),
    (re.compile(r">"), r"\\>"),
    (re.compile(r":(?=\s)"), r"&#58;"),
    (re.compile(r"=(?==*\s*$)"), r"&#61;"),
    (re.compile(r"~(?=~~)"), r"&#126;"),
    (re.compile(r"\|"), r"\\|"),
    (re.compile(r"\[(?=[^\]]*\]:)"), r"\\["),
)
#: HTML blocks inside one another that are worth a look: a page of nothing else has thousands.
DEEPEST = 60


def lettered(soup: BeautifulSoup) -> None:
    """Lists that count with letters, as lists whose items begin with theirs: a page of ours has no
    other numbers than figures, and the text may speak of «inciso b»."""
    for listed in soup.find_all("ol"):
        kind = str(listed.get("type") or "")
        start = str(listed.get("start") or "1")
        if kind not in _COUNTS or not start.isdecimal() or len(start) > 4:
            continue
        for number, item in enumerate(listed.find_all("li", recursive=False), int(start)):
            first = next((c for c in item.children if not _blank(c)), None)
            inside = first if isinstance(first, Tag) and first.name in ("p", "div") else item
            inside.insert(0, NavigableString(f"{_COUNTS[kind](number)}) "))
        listed.name = "ul"
        listed.attrs = {}


def _letters(number: int) -> str:
    """a, b, … z, aa: what a browser counts with (CSS Counter Styles 3, alphabetic)."""
    made = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        made = chr(97 + letter) + made
    return made


def _roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_COUNTS: dict[str, Callable[[int], str]] = {
    "a": _letters,
    "A": lambda number: _letters(number).upper(),
    "i": _roman,
    "I": lambda number: _roman(number).upper(),
}


def written(
    soup: BeautifulSoup, image: Image, render: Render | None
) -> tuple[str, list[str], set[str]]:
    """A page of HTML as Markdown; its words that our reader would not show, none if it is as it
    should be; and the tags that stayed HTML. Without `render` nothing is compared."""
    lettered(soup)
    writer = Writer(image)
    blocks = writer.blocks(soup.body or soup)
    text = _joined(blocks)
    source = str(soup)
    if render is None or _agrees(source, text, render):
        return text, [], writer.kept
    whole = reading(source)
    safe: list[str] = []
    for element in _top(soup.body or soup):
        made = _joined(Writer(image).blocks([element]))
        source = str(element)
        if not made.strip() or not _agrees(source, made, render):
            kept = _html(element, image)
            if _agrees(source, kept, render) or not made.strip():
                made = kept
                writer.kept.add(element.name if isinstance(element, Tag) else "p")
        if made.strip():
            safe.append(made.strip("\n"))
    text = _joined(safe)
    shown = reading(render(text))
    lost = whole.lacks(shown)
    if not lost and not whole.agrees(shown):
        lost = [b for a, b in zip(shown.words, whole.words, strict=False) if a != b][:12]
    return text, lost, writer.kept


def _agrees(html: str, text: str, render: Render) -> bool:
    source, shown = reading(html), reading(render(text))
    return source.words == shown.words and source.agrees(shown)


def _top(root: Any) -> list[Any]:
    """The blocks of a page: boxes opened, and what runs between two of them put in one."""
    found: list[Any] = []
    run: list[Any] = []

    def close() -> None:
        if run:
            box = BeautifulSoup("", "lxml").new_tag("p")
            for node in run:
                box.append(node.extract())
            found.append(box)
            run.clear()

    for child in list(root.children):
        if isinstance(child, Tag) and child.name in _BLOCKS:
            close()
            found += _top(child) if child.name in ("div", "section", "article", "main") else [child]
        elif not isinstance(child, Comment):
            run.append(child)
    close()
    return found


class Writer:
    """Writes nodes of a page. `kept` are the tags that stayed HTML."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.kept: set[str] = set()

    def blocks(self, nodes: Iterable[Any], depth: int = 0) -> list[str]:
        """Nodes as blocks of Markdown: what runs between two blocks is a paragraph."""
        made: list[str] = []
        run: list[Any] = []
        for node in list(nodes):
            if isinstance(node, Tag) and (node.name in _BLOCKS or _holds_block(node)):
                made += self._paragraphs(run)
                run = []
                made += self._block(node, depth)
            else:
                run.append(node)
        return [*made, *self._paragraphs(run)]

    def _block(self, node: Tag, depth: int) -> list[str]:
        name = node.name
        if depth > DEEPEST or name in _KEPT_BLOCKS:
            return [self._whole(node)]
        if re.fullmatch("h[1-6]", name):
            words = " ".join(_lines(self.inline(node, table=False)).split())
            words = re.sub(r"(#+)$", r"\\\1", words)
            return [f"{'#' * int(name[1])} {words}"] if words else []
        if name in ("ul", "ol"):
            listed = self._list(node, depth)
            return [listed] if listed is not None else [self._whole(node)]
        if name == "blockquote":
            inside = _joined(self.blocks(node.children, depth + 1)).strip("\n")
            quoted = "\n".join(f"> {line}" if line else ">" for line in inside.split("\n"))
            return [quoted] if inside.strip() else []
        if name == "pre":
            return self._code(node)
        if name == "table":
            table = self._table(node)
            return [table] if table is not None else [self._whole(node)]
        if name == "hr":
            return ["---"]
        if name == "figcaption":
            words = " ".join(_lines(self.inline(node, table=False)).split())
            return (
                [f"_{words}_" if words and not set(words) & set("_*") else words] if words else []
            )
        return self.blocks(node.children, depth + 1)

    def _paragraphs(self, nodes: Sequence[Any]) -> list[str]:
        """Inline nodes as paragraphs: two breaks in a row end one."""
        text = _run(self._node(node, table=False) for node in nodes)
        made: list[str] = []
        for part in re.split(r"(?:[ ]*\n[ ]*){2,}", text):
            lines = [_opened(_single(line.strip())) for line in part.split("\n")]
            while lines and not lines[0]:
                lines.pop(0)
            while lines and not lines[-1]:
                lines.pop()
            if lines:
                made.append("  \n".join(lines))
        return made

    def inline(self, node: Tag, *, table: bool) -> str:
        """What is inside a node, as inline Markdown. A break is a new line."""
        return _run(self._node(child, table=table) for child in node.children)

    def _node(self, node: Any, *, table: bool) -> str:
        if isinstance(node, PreformattedString):
            return ""  # a comment, a declaration
        if isinstance(node, NavigableString):
            return _escaped(_SPACE.sub(" ", str(node)), table=table)
        name = node.name
        if name == "br":
            return "<br>" if table else "\n"
        if name == "img":
            return self.image(
                str(node.get("src") or ""), str(node.get("alt") or ""), str(node.get("title") or "")
            )
        if name == "code" or name in ("tt", "samp", "var"):
            return _coded(node.get_text(), table=table)
        inside = self.inline(node, table=table)
        if name in _MARKS:
            return _marked(inside, _MARKS[name], node)
        if name == "a":
            return _linked(inside, str(node.get("href") or ""), str(node.get("title") or ""))
        if name in _KEPT_INLINE and inside.strip():
            return f"{_opening(node)}{inside}</{name}>" if "\n" not in inside else inside
        if name in _BLOCKS:  # inside a cell, a heading
            return f" {inside.strip()} "
        return inside

    def _list(self, node: Tag, depth: int) -> str | None:
        """A list whose items begin with words; None for any other."""
        items = [child for child in node.children if isinstance(child, Tag)]
        if any(item.name != "li" or item.get("value") for item in items):
            return None
        if any(isinstance(c, NavigableString) and c.strip() for c in node.children):
            return None
        if node.name == "ol" and (node.get("reversed") is not None or node.get("type")):
            return None
        start = str(node.get("start") or "1")
        if not start.isdecimal() or len(start) > 6:
            return None
        rows: list[str] = []
        loose = any(item.find(["p", "blockquote"], recursive=False) for item in items)
        for number, item in enumerate(items, int(start)):
            first = next((c for c in item.children if not _blank(c)), None)
            if first is None or (
                isinstance(first, Tag) and first.name in _BLOCKS - {"p", "div", "section"}
            ):
                return None
            if item.find(["pre", "table", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr"]):
                return None
            made = self.blocks(item.children, depth + 1)
            if not made:
                return None
            sign = f"{number}. " if node.name == "ol" else "- "
            lines: list[str] = []
            for block in made:
                nested = re.match(r"(?:- |\d+\. )", block)
                lines += [""] if lines and (loose or not nested) else []
                lines += block.split("\n")
            rows.append(
                f"{sign}{lines[0]}"
                + "".join(f"\n    {line}" if line else "\n" for line in lines[1:])
            )
        return ("\n\n" if loose else "\n").join(rows)

    def _table(self, node: Tag) -> str | None:
        """A table whose first row names its columns and whose cells hold words; None for others."""
        if node.find(["table", "ul", "ol", "pre", "blockquote", "dl", "h1", "h2", "h3", "caption"]):
            return None
        rows = [list(row.find_all(["td", "th"], recursive=False)) for row in node.find_all("tr")]
        rows = [row for row in rows if row]
        if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
            return None
        if any(cell.name != "th" or not cell.get_text(strip=True) for cell in rows[0]):
            return None
        cells = [cell for row in rows for cell in row]
        if any(
            cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for cell in cells
        ):
            return None
        if any(cell.name == "th" for row in rows[1:] for cell in row) or any(
            len(cell.find_all(["p", "div"])) > 1 for cell in cells
        ):
            return None
        lines = [
            "| " + " | ".join(" ".join(self.inline(c, table=True).split()) for c in row) + " |"
            for row in rows
        ]
        return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])

    def _code(self, node: Tag) -> list[str]:
        text = node.get_text().strip("\n")
        if not text.strip():
            return []
        fence = "`" * max((3, *(len(m) + 1 for m in re.findall("`+", text))))
        return [f"{fence}\n{text}\n{fence}"]

    def _whole(self, node: Tag) -> str:
        self.kept.add(node.name)
        return _html(node, self.image)


def _holds_block(node: Tag) -> bool:
    return node.name not in ("br", "img") and node.find(list(_BLOCKS)) is not None


def _blank(node: Any) -> bool:
    return isinstance(node, PreformattedString) or (
        isinstance(node, NavigableString) and not node.strip()
    )


def _joined(blocks: Sequence[str]) -> str:
    """Blocks apart; a list after a list of the same kind would be one with it."""
    made: list[str] = []
    for block in blocks:
        if made and _same_list(made[-1], block):
            made.append("<!-- -->")
        made.append(block)
    return "\n\n".join(made) + "\n" if made else ""


def _same_list(first: str, second: str) -> bool:
    kinds = [re.match(r"(- )|(\d+\. )", block) for block in (first, second)]
    return all(kinds) and kinds[0].lastindex == kinds[1].lastindex  # type: ignore[union-attr]


def _run(parts: Iterable[str]) -> str:
    """Inline parts one after another: no sign before a link makes an image of it."""
    made = ""
    for part in parts:
        if part[:1] == "[" and made[-1:] == "!":
            made = f"{made[:-1]}&#33;"
        made += part
    return made


def _single(line: str) -> str:
    return line if "`" in line else re.sub(" {2,}", " ", line)


def _lines(text: str) -> str:
    return text.replace("\n", " ")


def _escaped(text: str, *, table: bool) -> str:
    """Words that mean only themselves, wherever in a line they stand."""
    text = re.sub(r"([\\`*{])", r"\\\1", text)
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)
    text = _BRACKET.sub(r"\\[", text)
    text = _ENTITY.sub("&amp;", text).replace("](", "]&#40;")
    text = re.sub(r"<(?=[a-zA-Z/!?])", "&lt;", text)
    return text.replace("|", r"\|") if table else text


def _opened(line: str) -> str:
    """A line that opens nothing where it begins."""
    for pattern, by in _OPENERS:
        if pattern.match(line):
            return pattern.sub(by, line, count=1)
    return line


def _coded(text: str, *, table: bool) -> str:
    text = " ".join(text.split())
    if not text:
        return ""
    if table and "|" in text:
        return _escaped(text, table=True)
    fence = "`" * (max((len(m) for m in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _marked(inside: str, mark: str, node: Tag) -> str:
    """Emphasis: its spaces outside, and none around a break or around nothing."""
    bare = inside.strip()
    if not bare or re.search(r"\n[ ]*\n", bare) or bare[-1] == "\\":
        return inside
    before = inside[: len(inside) - len(inside.lstrip())]
    after = inside[len(inside.rstrip()) :]
    if mark == "_" and (
        (not before and _touches(node.previous_sibling, -1))
        or (not after and _touches(node.next_sibling, 0))
    ):
        mark = "*"
    if bare[0] in "*_" or bare[-1] in "*_":
        return f"{before}{_opening(node)}{bare}</{node.name}>{after}"
    return f"{before}{mark}{bare}{mark}{after}"


def _touches(node: Any, at: int) -> bool:
    text = node if isinstance(node, NavigableString) else node.get_text() if node else ""
    return bool(text) and (text[at].isalnum() or text[at] in "_*")


def _linked(inside: str, href: str, title: str) -> str:
    bare = " ".join(inside.split())
    if not bare or not href or _SCHEME.match(href):
        return inside
    before = " " if inside[:1].isspace() else ""
    after = " " if inside[-1:].isspace() else ""
    if not bare.startswith("!["):
        bare = re.sub(r"(?<!\\)([\[\]])", r"\\\1", bare)
    target = address(href)
    for sign in "<>`\\\"'":
        target = target.replace(sign, f"%{ord(sign):02X}")
    target = _ENTITY.sub("&amp;", target)
    said = " ".join(title.replace('"', "'").split())
    return f"{before}[{bare}]({target}" + (f' "{said}")' if said else ")") + after


def _opening(node: Tag) -> str:
    given = "".join(
        f' {name}="{escape(" ".join(value) if isinstance(value, list) else str(value))}"'
        for name, value in node.attrs.items()
        if name in _ATTRIBUTES and not _SCHEME.match(str(value))
    )
    return f"<{node.name}{given}>"


def _html(node: Any, image: Image) -> str:
    """A node as HTML that our reader leaves whole: nothing in it is Markdown."""
    if isinstance(node, PreformattedString):
        return ""
    if isinstance(node, NavigableString):
        text = escape(str(node), quote=False).replace("](", "]&#40;")
        return text if node.find_parent("pre") else _SPACE.sub(" ", text)
    if node.name in ("br", "hr", "img"):
        return _opening(node)
    inside = "".join(_html(child, image) for child in node.children)
    if node.name not in _KEPT_HTML or (node.name == "a" and not node.get("href")):
        return inside
    return f"{_opening(node)}{inside}</{node.name}>"

"""HTML in a text: as Markdown where nothing is lost, kept with nothing dangerous elsewhere."""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import TEXT, mended, parts_of, undecided
from pregonero.importers.transform.shortcodes import COMPONENT, address, image
from pregonero.markdown.links import LONGEST, without_code

#: Nothing in them can be shown.
DROPPED = {"script", "style", "noscript", "svg", "template", "head"}
#: What another site shows inside a page: a link is left.
FRAMES = {"iframe", "embed", "object", "video", "audio"}
_FORMS = {"form", "input", "button", "select", "option", "textarea", "label"}
#: Tags that say nothing of a text, only of how it looked.
_BOXES = {"div", "section", "center", "article", "header", "footer", "main", "figure", "aside",
          "nav", "body", "html", "hgroup", "address"}  # fmt: skip
_LOOKS = {"span", "font", "big", "tt", "g", "path", "source", "picture", "wbr", "nobr", "meta",
          "link"}  # fmt: skip
#: Markdown is not read inside these: they stay HTML, whole.
_WHOLE = {"table", "ul", "ol", "dl", "details", "pre"}
_MARKS = {"strong": "**", "b": "**", "em": "_", "i": "_"}
_VOID = {"br", "hr", "img", "input", "source", "wbr", "meta", "link", "embed"}
_ATTRIBUTES = {"href", "src", "alt", "title", "colspan", "rowspan", "scope", "headers", "lang",
               "start", "datetime", "cite", "open"}  # fmt: skip
_TAG = re.compile(r"<[/!a-zA-Z]")
#: An ampersand while a text is walked through: the parser does not tell `&a` from `&a;`.
_AND = "\x04"
GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")
TURNED = N_("había HTML: {value}")
SCHEME = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


def mixed(text: str, source: str, line: int) -> tuple[str, list[Problem]]:
    """A Markdown text with as little HTML as it can have, and what was told."""
    if not _TAG.search(text):
        return text, []
    guarded, held = guard(text)
    if not _TAG.search(guarded):
        return text, []
    walker = walk(guarded)
    made = walker.text()
    told = tell(walker, source, line)
    return (given_back(GAPS.sub("\n\n", made), held) if told else text), told


def tell(walker: "Walker", source: str, line: int) -> list[Problem]:
    told = []

    def add(how: Callable[..., Problem], tags: dict[str, int], message: str, remedy: str) -> None:
        if tags:
            wrong = InvalidValue(message, remedy, value=list(tags))
            told.append(how(source, line + min(tags.values()) - 1, TEXT, wrong))

    add(mended, walker.turned, TURNED, N_("Se pasó a Markdown."))
    add(
        mended,
        walker.kept,
        N_("quedó HTML que Markdown no puede decir: {value}"),
        N_("Se conserva sin nada peligroso."),
    )
    add(mended, walker.dropped, N_("había código que no se publica: {value}"), N_("Se quitó."))
    add(
        undecided,
        walker.framed,
        N_("había contenido incrustado de otro sitio: {value}"),
        N_("Quedó un enlace; decida si basta o use video o live en el encabezado."),
    )
    return told


class Walker(HTMLParser):
    """Writes the same text again. Each open mark has a buffer of its own on `stack`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.stack: list[tuple[str, list[str], str]] = [("", [], "")]
        self.whole: list[str] = []
        self.skipping: list[str] = []
        self.boxes = 0
        self.broken = False
        self.turned: dict[str, int] = {}
        self.kept: dict[str, int] = {}
        self.dropped: dict[str, int] = {}
        self.framed: dict[str, int] = {}

    def text(self) -> str:
        while len(self.stack) > 1:
            self._close()
        return "".join(self.stack[0][1]).replace(_AND, "&")

    def put(self, text: str) -> None:
        self.stack[-1][1].append(text)

    def note(self, where: dict[str, int], tag: str) -> None:
        where.setdefault(tag, self.getpos()[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").replace(_AND, "&") for name, value in attrs}
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.append(tag)
        elif tag in DROPPED:
            self.note(self.dropped, tag)
            self.skipping.append(tag)
        elif tag in FRAMES or tag in _FORMS:
            self._frame(tag, given)
        elif self.whole or tag in _WHOLE:
            self._whole(tag, given)
        else:
            self._turn(tag, given)

    handle_startendtag = handle_starttag

    def _whole(self, tag: str, given: dict[str, str]) -> None:
        if tag not in _VOID:
            self.whole.append(tag)
        self.note(self.kept, tag)
        if len(self.whole) == 1:
            self.put("\n\n")
        self.put(_tag(tag, given))

    def _frame(self, tag: str, given: dict[str, str]) -> None:
        src = given.get("src") or given.get("data") or ""
        src = f"https:{src}" if src.startswith("//") else src
        if tag in _FORMS and not src:
            self.note(self.dropped, tag)
            return
        self.note(self.framed, tag)
        if not src or SCHEME.match(src):
            return
        name = parts_of(src).hostname or src
        if self.whole:
            self.put(f'<a href="{escape(src)}">{escape(name)}</a>')
        else:
            self.put(f"\n\n[{name}]({address(src)})\n\n")

    def _turn(self, tag: str, given: dict[str, str]) -> None:
        self.note(self.turned, tag)
        self.broken = False
        if tag in _BOXES or tag in ("p", "figcaption"):
            self.boxes += 1
            self.put("\n\n")
            if tag == "figcaption":
                self.stack.append((tag, [], ""))
        elif tag == "br":
            self.put("  \n")
            self.broken = True
        elif tag == "hr":
            self.put("\n\n---\n\n")
        elif tag == "img":
            self.put(
                image(
                    given.get("src", ""),
                    unescape(given.get("alt", "")),
                    unescape(given.get("title", "")),
                )
            )
        elif tag in _MARKS or tag == "blockquote" or tag == "a" or re.fullmatch("h[1-6]", tag):
            self.stack.append((tag, [], given.get("href", "")))
        elif tag not in _LOOKS:
            self.turned.pop(tag, None)
            self.note(self.kept, tag)
            self.put(_tag(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
        elif tag in FRAMES or tag in _FORMS or tag in DROPPED:
            return
        elif self.whole:
            if tag in self.whole:
                while self.whole:
                    open_ = self.whole.pop()
                    self.put(f"</{open_}>")
                    if open_ == tag:
                        break
                if not self.whole:
                    self.put("\n\n")
        elif any(tag == open_ for open_, _, _ in self.stack[1:]):
            while self._close() != tag:
                pass
            if tag == "figcaption":
                self.boxes = max(self.boxes - 1, 0)
        elif tag in _BOXES or tag == "p":
            self.boxes = max(self.boxes - 1, 0)
            self.put("\n\n")
        elif tag in self.kept and tag not in _VOID:
            self.put(f"</{tag}>")

    def _close(self) -> str:
        tag, parts, href = self.stack.pop()
        inside = "".join(parts)
        bare = inside.strip()
        before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
        if tag in _MARKS or tag == "figcaption":
            mark = _MARKS.get(tag, "_")
            last = "".join(self.stack[-1][1][-1:])[-1:]
            if not bare or "\n\n" in bare:
                self.put(inside)
            elif last.isalnum() and not before:
                self.put(f"<{tag}>{inside}</{tag}>")
            else:
                self.put(f"{before}{mark}{bare}{mark}{after}")
        elif tag == "a":
            bare = " ".join(bare.split()) if "\n" in bare else bare
            good = href and not SCHEME.match(href)
            self.put(
                f"{before}[{bare}]({address(unescape(href))}){after}" if good and bare else inside
            )
        elif tag == "blockquote":
            quoted = "\n".join(
                f"> {line.lstrip()}" if line.strip() else ">" for line in bare.split("\n")
            )
            self.put(f"\n\n{quoted}\n\n" if bare else "")
        elif tag:
            title = " ".join(bare.split())
            self.put(f"\n\n{'#' * int(tag[1])} {title}\n\n" if bare else "")
        return tag

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        if self.broken:  # the line ended with its break
            data, self.broken = re.sub(r"^[ \t]*\n", "", data), False
        if self.boxes and not self.whole:
            data = re.sub(r"(\n)[ \t]+", r"\1", data)
        self.put(data)

    def handle_comment(self, data: str) -> None:
        if not re.match(r"\s*(?:more|wp:|/wp:|excerpt|truncate)", data, re.IGNORECASE):
            self.put(f"<!--{data}-->")
        else:
            self.note(self.turned, "!--")

    def handle_decl(self, decl: str) -> None:
        self.note(self.dropped, "!")

    def unknown_decl(self, data: str) -> None:
        self.put(escape(data))

    def handle_pi(self, data: str) -> None:
        self.note(self.dropped, "?")


def walk(text: str) -> Walker:
    """A walker that has been through a text."""
    walker = Walker()
    walker.feed(text.replace("&", _AND))
    walker.close()
    return walker


def _tag(tag: str, given: dict[str, str]) -> str:
    """A tag with the attributes that say something and do nothing."""
    said = "".join(
        f' {name}="{escape(unescape(value))}"'
        for name, value in given.items()
        if name in _ATTRIBUTES and not SCHEME.match(unescape(value))
    )
    return f"<{tag}{said}>"


_AUTOLINK = re.compile(rf"<(?:https?://|mailto:)[^<>\s]+>|<[^<>\s@]+@[^<>\s]+>|{COMPONENT}")
_LESS = re.compile("<")
_HOLD = re.compile("\x02(\\d+)\x03")


def guard(text: str) -> tuple[str, list[str]]:
    """The text with those put away, and what was."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"\x02{len(held) - 1}\x03"

    made = _AUTOLINK.sub(hold, _without_code(text, held))
    # A sign that opens no tag: the parser would look for its end as far as the text goes.
    return _LESS.sub(
        lambda m: m[0] if made.find(">", m.start(), m.start() + LONGEST) > 0 else hold(m), made
    ), held


def given_back(text: str, held: list[str]) -> str:
    """The text with what was put away in its place."""
    while _HOLD.search(text):
        text = _HOLD.sub(lambda m: held[int(m[1])], text)
    return text


def _without_code(text: str, held: list[str]) -> str:
    """The text with its code put away."""
    plain = without_code(text)
    if plain == text:
        return text
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = at
        if plain[at] == text[at]:
            while end < len(text) and plain[end] == text[end]:
                end += 1
            parts.append(text[at:end])
        else:
            while end < len(text) and (plain[end] != text[end] or text[end].isspace()):
                end += 1
            held.append(text[at:end])
            parts.append(f"\x02{len(held) - 1}\x03")
        at = end
    return "".join(parts)

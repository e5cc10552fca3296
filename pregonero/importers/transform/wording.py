"""The words of a text: its title, its summary, and values on one line without marks of markup."""

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from pregonero.content.model.bulletin import LONGEST_TITLE
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.readers import html, webpage
from pregonero.importers.source_item import (
    HEADER,
    TEXT,
    HeaderPair,
    Refused,
    SourceItem,
    mended,
    stem_of,
    tidy,
    undated,
    undecided,
)
from pregonero.importers.transform import (
    characters,
    commonmark,
    fidelity,
    footnotes,
    shortcodes,
    wide_rows,
)
from pregonero.importers.transform.fidelity import Render

_TAGS = re.compile(r"</?[a-zA-Z!][^>]*>")
_BREAKS = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_STARS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"\s*#\s+(.+?)\s*#*\s*(?:\n|$)")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÁÉÍÓÚÑ¿¡«\"])")
LONGEST_SUMMARY = 255
#: Letters of comments that a header of ours may hold beside its data.
ROOM = 9_000


def as_markdown(found: SourceItem, render: Render) -> tuple[str, list[Problem]]:
    """The text as Markdown that `render` shows as it was."""
    document = found.source.lower().endswith(".docx")
    wordpress = found.markup == "html" and "#" in found.source and not document
    body, literal = _comments_closed(found.body), list[str]()
    if not found.source.lower().endswith(".mdx"):  # there such a tag is a component
        body, literal = commonmark.literal(body)
    body, told = shortcodes.settled(body, found.source, found.body_line, wordpress=wordpress)
    if literal:
        wrong = InvalidValue(
            N_("había palabras entre ángulos, que no son HTML: {value}"),
            N_("Se escribieron como se leen."),
            value=list(dict.fromkeys(literal))[:12],
        )
        told.append(mended(found.source, found.body_line, TEXT, wrong))
    if found.markup == "html":
        body, more = webpage.whole(body, found.source, render)
        if document:
            more = [p for p in more if p.message != html.TURNED]
    elif found.markup == "markdown":
        body, more = _ours(body, found, render)
    else:
        body, more = html.mixed(body, found.source, found.body_line)
    told += more
    body, more = characters.unmarked(
        body, found.source, found.body_line, chat=found.markup == "whatsapp"
    )
    told += more
    body, more = wide_rows.narrowed(body, found.source, found.body_line)
    told += more
    # What HTML wrote as references is characters now.
    body, more = characters.seen_only(body, found.source, found.body_line)
    return body.strip("\n") + "\n", told + more


def _comments_closed(body: str) -> str:
    """A text with the signs of comments that never end as words, if they are many: the parsers of
    HTML look for the end of each through all that follows."""
    at = body.rfind("-->") + 1
    head, rest = body[:at], body[at:]
    return head + rest.replace("<!--", "&lt;!--") if rest.count("<!--") > 20 else body


def _ours(body: str, found: SourceItem, render: Render) -> tuple[str, list[Problem]]:
    """Markdown of another generator as ours: Pelican's reader is our own, the rest are others."""

    def mixed(part: str) -> str:
        return html.mixed(part, found.source, found.body_line)[0]

    if not fidelity.bounded(body):
        made, told = html.mixed(body, found.source, found.body_line)
        told.append(undecided(found.source, found.body_line, TEXT, fidelity.uncompared()))
        return made, told
    if found.reader == "markdown":
        made, told = html.mixed(body, found.source, found.body_line)
        lost = tuple(fidelity.reading(render(body)).lacks(fidelity.reading(render(made))))
    else:
        body = footnotes.called(commonmark.plainer(body), html=False)
        made, told = html.mixed(body, found.source, found.body_line)
        result = commonmark.faithful(body, made, render, mixed)
        made, lost = result.text, result.lost
        if result.line:
            wrong = InvalidValue(
                N_("el sitio anterior leía de otro modo las listas, las tablas o los signos"),
                N_("Se escribieron para que aquí se lean igual."),
            )
            told.append(mended(found.source, found.body_line + result.line - 1, TEXT, wrong))
    if lost:
        told.append(webpage.unshown(found.source, found.body_line, list(lost)))
    return made, told


def titled(
    found: SourceItem, pair: HeaderPair | None, body: str, told: list[Problem]
) -> tuple[str, str]:
    """The title, and the text without it if it was its first heading."""
    typed = word(pair.value) if pair else ""
    line = pair.line if pair else 1
    typed, more = characters.seen_only(untagged(typed), found.source, line, "title")
    told += more
    title = tidy(_STARS.sub(r"\2", typed))
    if not title and (heading := _HEADING.match(body)):
        title, body = tidy(_STARS.sub(r"\2", heading[1])), body[heading.end() :].lstrip("\n")
        told.append(mended(found.source, found.body_line, "title",
                           InvalidValue(N_("el título es el primer encabezado del texto"),
                                 N_("Si no lo es, corríjalo."))))  # fmt: skip
    if not title:
        name = undated(stem_of(found.source.partition("#")[0]))
        title = tidy(re.sub(r"[-_]+", " ", name)).capitalize() or "Sin título"
        if not body.strip() and not found.pairs:
            raise Refused(
                InvalidValue(N_("el archivo está vacío"), N_("Bórrelo si no hace falta."))
            )
        told.append(undecided(found.source, 1, "title",
                              InvalidValue(N_("no tiene título; se puso el nombre del archivo"),
                                    N_("Escriba el título y apruebe el boletín."))))  # fmt: skip
    if len(title) > LONGEST_TITLE:
        wrong = InvalidValue(N_("el título mide {size} caracteres; caben {most}"),
                      N_("Acórtelo y apruebe el boletín: entero está al principio del texto."),
                      size=len(title), most=LONGEST_TITLE)  # fmt: skip
        told.append(undecided(found.source, pair.line if pair else 1, "title", wrong))
        body = f"{title}\n\n{body}"
        title = title[: LONGEST_TITLE - 1].rpartition(" ")[0] + "…"
    return title, body


def plain(value: str, pair: HeaderPair, source: str, told: list[Problem]) -> str:
    """A value of one line without marks of any markup."""
    value, more = characters.seen_only(value, source, pair.line, pair.key)
    told += more
    text = _LINK.sub(r"\1", untagged(value))
    text = tidy(_STARS.sub(r"\2", text))
    if text != tidy(value):
        wrong = InvalidValue(
            N_("{name} traía marcas de HTML o Markdown"), N_("Se quitaron."), name=pair.key
        )
        told.append(mended(source, pair.line, pair.key, wrong))
    return text


def untagged(text: str) -> str:
    """A text without HTML, its entities as characters."""
    return unescape(_TAGS.sub("", _BREAKS.sub(" ", text)))


def lead(body: str) -> str:
    """The first paragraph's first sentences, as many as fit in a summary; nothing if none does."""
    for block in re.split(r"\n\s*\n", _IMAGE.sub("", body)):
        if re.match(r"\s*(?:[#>|<!{`~-]|\*\s|\d+[.)]\s)", block) or not block.strip():
            continue
        text = tidy(_STARS.sub(r"\2", _LINK.sub(r"\1", untagged(block))))
        text = re.sub(r"(?<!\w)[_*](\S.*?\S)[_*](?!\w)", r"\1", text).replace("\\", "")
        kept = ""
        for sentence in _SENTENCE.split(text):
            if len(kept) + len(sentence) + 1 > LONGEST_SUMMARY:
                break
            kept = f"{kept} {sentence}".strip()
        return kept if len(kept) > 20 else ""
    return ""


def word(value: Any) -> str:
    """A value as one text."""
    if isinstance(value, list):
        return ", ".join(map(word, value))
    if isinstance(value, dict):
        return word(next(iter(value.values()), ""))
    return "" if value is None else str(value)


def listed(pair: HeaderPair | None) -> list[str]:
    """A value as a list: one that is typed in a line has commas."""
    if pair is None:
        return []
    if isinstance(pair.value, list):
        return [tidy(word(item)) for item in pair.value if word(item).strip()]
    return [tidy(part) for part in word(pair.value).strip("[]").split(",") if part.strip()]


def comments(rest: Iterable[HeaderPair], source: str, told: list[Problem]) -> list[str]:
    """What has no place here, as lines of comment: nothing of the old header is lost."""
    lines: list[str] = []
    size = 0
    for pair in rest:
        value = (
            pair.value
            if isinstance(pair.value, str)
            else json.dumps(pair.value, ensure_ascii=False)
        )
        line = f"{tidy(pair.key)}: {tidy(value)}"
        size += len(line) + 5
        if size > ROOM:
            wrong = InvalidValue(
                N_("hay datos del encabezado que no caben: {name}"),
                N_("Búsquelos en el archivo original si hacen falta."),
                name=pair.key,
            )
            told.append(undecided(source, pair.line, HEADER, wrong))
            continue
        lines.append(line)
    return lines

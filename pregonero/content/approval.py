"""Whether a file that cannot be read as a record was approved: only what is may stop a build.

A record says it by itself. Of a file that could not become one, its header is asked, and where the
header cannot be read either, its lines.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress

from pregonero.content import key_aliases
from pregonero.content.frontmatter import FENCE, parse
from pregonero.content.model.bulletin import STATUSES, Document, kind_of
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import Approval
from pregonero.git.conflicts import markers
from pregonero.slug import slugify

_KEYS = ("status", "estado", "estatus")
#: Words of somebody for whom a text is public, or was.
_APPROVED = (
    *(word for word, meaning in STATUSES.items() if meaning != "draft"),
    *("approved", "withdrawn", "published", "publicado", "publicada", "public", "publico"),
)
_DRAFT = ("draft", "borrador")
#: With one of these before it, an approval is still to come: «por aprobar», «no aprobado».
_NOT_YET = frozenset(("no", "not", "sin", "por", "falta", "pendiente", "aprobar", "unapproved"))
#: Keys of other programs whose yes, or no, says that a text is public.
_YES = frozenset(("true", "yes", "si", "1"))
_NO = frozenset(("false", "no", "0"))
_ALIKE = 0.8

#: A key at the start of a line, or of a value between braces; whatever quotes, marks of a list or
#: of a comparison are around it.
_KEY = re.compile(
    r"(?:^|[{,])[ \t\"'+<>|-]*([^\W\d][\w -]{1,30}?)[ \t]*[\"']?[ \t]*:([^\n,}]*)", re.M
)
_OUTERMOST = re.compile(r"^[\"']?([^\W\d][\w -]{1,30}?)[\"']?[ \t]*:([^\n]*)", re.MULTILINE)


def approval(raw: bytes, path: str) -> Approval:
    """What the bytes of a file that is no record say of their approval; `path` is from content/.

    Any sign of it is enough. A word that is none of the known ones is no sign.
    """
    text = legible(raw)
    kind = kind_of(path)
    found = set(_said(text))
    if "approved" in found:
        return "approved"
    if "draft" in found:
        return "draft"
    if found or kind is None:
        return "unsaid"
    # Nothing says anything: it is as its kind is by default, if it is one of that kind at all.
    usual = kind.model_fields["status"].default
    return "approved" if usual == "approved" and _of_kind(text, kind) else "unsaid"


def standing(entry: SourceDocument | None, raw: bytes, path: str) -> Approval:
    """The same of any file, with its record if it has one."""
    if entry is not None:
        return "draft" if entry.document.status == "draft" else "approved"
    return approval(raw, path)


def legible(raw: bytes) -> str:
    """Bytes in any encoding as text in which keys and plain words can be found."""
    if b"\0" in raw[:4096]:  # UTF-16 and UTF-32 have Latin letters with zeros between
        text = raw.decode("latin-1").replace("\0", "")
    else:
        text = raw.decode("utf-8", "replace")
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def header(text: str) -> str:
    """The part of a text that is its header; all of it, where that cannot be told."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[first].strip() != FENCE or _disputed(text):
        return text
    last = next((i for i in range(first + 1, len(lines)) if lines[i].strip() == FENCE), None)
    return "\n".join(lines[first + 1 : last])


def keyed(text: str, *names: str) -> Iterator[str]:
    """What a text has after each of some keys, in any line that could be read as such."""
    for key, value in pairs(text):
        if key in names:
            yield value.strip("\"'")


def pairs(text: str) -> list[tuple[str, str]]:
    """Every key and value that a text has in any line that could be read as such; keys folded."""
    found = _KEY.findall(header(text))
    return [
        (slugify(key).replace("-", "_"), value.partition(" #")[0].strip()) for key, value in found
    ]


def readable(text: str) -> bool:
    """Whether a text's header can be read, whatever its values are worth."""
    with suppress(Exception):
        return bool(parse(text, "").values)
    return False


def _disputed(text: str) -> bool:
    """Whether git left both sides of a change in a text."""
    return next(markers(text), None) is not None


def _said(text: str) -> Iterator[Approval]:
    """What each line, or the header if it can be read, says of the approval."""
    values: dict[str, object] = {}
    with suppress(Exception):  # whatever a stranger wrote, there are its lines
        values = parse(text, "").values
    pairs = [(key, str(value)) for key, value in values.items() if value is not None]
    head = header(text)
    pairs += (_OUTERMOST if values and not _disputed(text) else _KEY).findall(head)
    for key, value in pairs:
        yield from _sign(slugify(key), value.partition(" #")[0])


def _sign(key: str, value: str) -> Iterator[Approval]:
    words = slugify(value).split("-")
    if key in _KEYS or difflib.get_close_matches(key, _KEYS, 1, _ALIKE):
        if not _NOT_YET.isdisjoint(words):
            yield "unsaid"
        elif any(_near(word, _APPROVED) for word in words):
            yield "approved"
        elif any(_near(word, _DRAFT) for word in words):
            yield "draft"
        elif words != [""]:
            yield "unsaid"
    elif key in ("published", "publicado", "publicada", "public", "publico"):
        if words[0] in _YES or words[0] in _APPROVED:
            yield "approved"
    elif key in _DRAFT and words[0] in _NO:
        yield "approved"


def _near(word: str, known: tuple[str, ...]) -> bool:
    alike = len(word) > 4 and difflib.get_close_matches(word, known, 1, _ALIKE)
    return word in known or bool(alike)


def _of_kind(text: str, kind: type[Document]) -> bool:
    """Whether a text has the form of a kind of record: one of its keys at the start of a line."""
    known = {*kind.model_fields, *key_aliases.of(kind)}
    keys = (slugify(key).replace("-", "_") for key, _ in _OUTERMOST.findall(header(text)))
    return not known.isdisjoint(keys)

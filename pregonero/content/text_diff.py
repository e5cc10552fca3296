"""What changed between two states of a bulletin, and whether it is another thing that it now says.

An edit is substantive if somebody who read the first would now know something else: another word,
figure, date or name. Spaces, signs, capitals, accents, Markdown's marks and a slip of a letter or
two in a common word are minor. What cannot be told apart is substantive.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pregonero.content import reader
from pregonero.content.model.bulletin import Bulletin

At = tuple[str, ...]

#: What a reader may see of a bulletin, beside its text; of groups, each key.
_VISIBLE = (
    "title", "deck", "summary", "date", "dateline", "expires", "folio", "event", "call", "claim",
    "alert", "live", "notes",
)  # fmt: skip
#: Of groups, what comes afterwards and says nothing otherwise.
_ADDED = {"recording", "platform"}
TEXT: At = ("text",)

#: Pairs of words above which two texts are not compared word by word: they are different.
_MOST = 1_000_000
_SHOWN = 8  # words of a fragment

_HIDDEN = re.compile(r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)|<[^<>]*>|\[\^[^\]]*\]")
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,:/]\d+)*)|(?P<word>(?:[^\W\d_]|[\u0300-\u036f])+)|[$%€+−]|(?<![\w-])-(?=\d)"
)
_ENDS = re.compile(r"[.!?…:\n«\"“¿¡•-]\W*$")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_ZEROS = re.compile(r"(?<![\d.,])0+(?=\d)")

#: Words near one another in letters and not in meaning.
_EXACT = frozenset(
    """enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lunes martes miercoles jueves viernes sabado domingo
    uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte
    treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos mil millon
    millones primer primero primera segundo segunda tercero tercera cuarto cuarta quinto quinta
    sexto sexta septimo octavo noveno decimo medio media
    antes despues hasta desde nunca siempre nada todo todos todas toda algo""".split()  # noqa: SIM905
)
#: First letters that are taken for one another, or for none.
_ALIKE = frozenset({("b", "v"), ("v", "b"), ("g", "j"), ("j", "g"), ("s", "c"), ("c", "s")})


class BulletinState(NamedTuple):
    """A bulletin at one time: its record and its Markdown text."""

    bulletin: Bulletin
    text: str


def read_state(raw: bytes, path: str, zone: tzinfo) -> BulletinState | None:
    """The state of a bulletin that a file holds; None if it holds none that can be read."""
    entry, _ = reader.read(raw, path, zone)
    if entry is None or not isinstance(entry.document, Bulletin):
        return None
    return BulletinState(entry.document, reader.words(raw, entry.body_line))


class Difference(NamedTuple):
    """A place that is not as it was: where, the words of each state, and whether it matters.

    `line` counts from 1 in the text of the second state, and is 0 for values of the header.
    """

    at: At
    before: str
    after: str
    substantive: bool
    line: int = 0


def differences(before: BulletinState, after: BulletinState) -> list[Difference]:
    """All that a reader of a bulletin would see otherwise, substantive or not."""
    found: list[Difference] = []
    old, new = before.bulletin, after.bulletin
    if old.status != new.status:
        found.append(Difference(("status",), old.status, new.status, True))
    for name in _VISIBLE:
        olds, news = dict(_values(old, name)), dict(_values(new, name))
        for at in dict.fromkeys((*olds, *news)):
            found += _compared(at, olds.get(at), news.get(at))
    captions = ["\n".join(photo.caption for photo in one.photos) for one in (old, new)]
    found += _worded(("photos",), *captions)
    return found + list(_worded(TEXT, before.text, after.text))


def substantive(before: BulletinState, after: BulletinState) -> list[Difference]:
    """The differences that matter."""
    return [one for one in differences(before, after) if one.substantive]


def _values(bulletin: Bulletin, name: str) -> Iterator[tuple[At, object]]:
    value = getattr(bulletin, name)
    if hasattr(value, "model_fields_set"):
        for key in type(value).model_fields:
            if key not in _ADDED:
                yield (name, key), getattr(value, key)
    else:
        yield (name,), value


def _compared(at: At, old: object, new: object) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, datetime) or isinstance(new, datetime) or isinstance(new or old, int):
        yield Difference(at, _shown(old), _shown(new), True)
    else:
        yield from (one._replace(line=0) for one in _worded(at, _lines(old), _lines(new)))


def _lines(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")[:16]
    return "" if value is None else str(value)


class _Word(NamedTuple):
    """A word or figure: as it is compared, as it stands, where, and what it is."""

    folded: str
    typed: str
    at: int
    number: bool
    name: bool


def _words(text: str) -> list[_Word]:
    # What is not seen gives its place to spaces, so that the rest stays where it was.
    seen = _HIDDEN.sub(lambda found: " " * len(found[0]), text)
    words: list[_Word] = []
    for found in _TOKEN.finditer(seen):
        typed = found[0]
        name = typed[0].isupper() and not _begins(seen, found.start())
        words.append(_Word(_folded(typed), typed, found.start(), found["word"] is None, name))
    return words


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(0, at - 12) : at]
    return not before.strip(" *_#>\n-") or bool(_ENDS.search(before))


@lru_cache(4096)
def _folded(typed: str) -> str:
    if typed[0].isdigit():
        return _ZEROS.sub("", _THOUSANDS.sub("", typed))
    if typed.isascii():
        return typed.lower()
    plain = unicodedata.normalize("NFKD", typed.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _worded(at: At, old: str, new: str) -> Iterator[Difference]:
    """Where two texts differ: each place that matters; if there is none, that they differ."""
    if old == new:
        return
    first, old, new = _apart(old, new)
    a, b = _words(old), _words(new)
    found = [one for one in _places(a, b) if _matters(*one)]
    for olds, news, index in found:
        place = b[min(index, len(b) - 1)].at if b else 0
        line = first + new.count("\n", 0, place)
        yield Difference(at, _fragment(olds), _fragment(news), True, line)
    if not found:
        yield Difference(at, "", "", False, 1)


def _apart(old: str, new: str) -> tuple[int, str, str]:
    """Two texts without the paragraphs that both begin and both end with, and the line where what
    is left of the second begins: most edits are of one paragraph."""
    a, b = old.split("\n\n"), new.split("\n\n")
    most = min(len(a), len(b)) - 1
    first = 0
    while first < most and a[first] == b[first]:
        first += 1
    last = 0
    while last < most - first and a[-1 - last] == b[-1 - last]:
        last += 1
    line = 1 + sum(part.count("\n") + 2 for part in b[:first])
    rest = ["\n\n".join(parts[first : len(parts) - last]) for parts in (a, b)]
    return line, rest[0], rest[1]


def _places(
    a: Sequence[_Word], b: Sequence[_Word]
) -> Iterator[tuple[Sequence[_Word], Sequence[_Word], int]]:
    """Words that were replaced, with those that took their place and where these begin."""
    first = 0
    while first < min(len(a), len(b)) and a[first].folded == b[first].folded:
        first += 1
    last = 0
    while last < min(len(a), len(b)) - first and a[-1 - last].folded == b[-1 - last].folded:
        last += 1
    a, b = a[first : len(a) - last], b[first : len(b) - last]
    if len(a) * len(b) > _MOST:
        yield a, b, first
        return
    folded = [word.folded for word in a], [word.folded for word in b]
    for tag, i, j, k, m in SequenceMatcher(None, *folded, autojunk=False).get_opcodes():
        if tag != "equal":
            yield a[i:j], b[k:m], first + k


def _matters(old: Sequence[_Word], new: Sequence[_Word], _: int) -> bool:
    if any(word.number for word in (*old, *new)):
        return True
    if len(old) != len(new):  # unless only the spaces between them moved
        return "".join(w.folded for w in old) != "".join(w.folded for w in new)
    return not all(a.folded == b.folded or _slip(a, b) for a, b in zip(old, new, strict=True))


def _slip(a: _Word, b: _Word) -> bool:
    """Whether a word is surely another misspelled: near to it, common, and no name."""
    if a.name or b.name or {a.folded, b.folded} & _EXACT:
        return False
    shorter, longer = sorted((a.folded, b.folded), key=len)
    if len(shorter) < 4:
        return False
    first = (shorter[0], longer[0])
    silent = longer == f"h{shorter}"
    if not silent and first[0] != first[1] and first not in _ALIKE:
        return False  # incremento, decremento; legal, ilegal
    return _distance(shorter, longer) <= (1 if len(shorter) < 8 else 2)


def _distance(a: str, b: str) -> int:
    """Letters to put, take, change or swap with the next to make one word of another."""
    if abs(len(a) - len(b)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _fragment(words: Sequence[_Word]) -> str:
    """Words as they are told, with the spaces that matter only."""
    shown = words[:_SHOWN]
    parts = [word.typed for word in shown[:1]]
    for one, other in pairwise(shown):
        near = other.at == one.at + len(one.typed)
        parts.append(other.typed if near else f" {other.typed}")
    return "".join(parts) + ("…" if len(words) > _SHOWN else "")

"""The rules that `build` looks at too: told at a small cost whether there may be something."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from pregonero.bulletin import Document
from pregonero.entry import Entry
from pregonero.lint.house import House
from pregonero.problem import Problem

if TYPE_CHECKING:
    from pregonero.lint.rule import Rule

#: Lines of a header that hold digits of another kind.
_DATED = re.compile(
    r"^(?:id|\w*date|fecha|modified|modificado|embargo|expires|vence|asked|answered|preguntada|"
    r"respondida|about|sobre)\w*:.*",
    re.MULTILINE,
)
#: Ten digits, as telephones have, or six in a row, as keys of persons have.
NUMBERS = re.compile(r"\d(?:(?:[ ().-]{0,3}\d){9}|\d{5})")
#: The number of a house.
_HOUSE = re.compile(r"[ #]\d{1,5}\b")
_HOMES = ("domicilio", "vive", "viví", "habita", "reside", "residí", "su casa", "su vivienda")


def early(entry: Entry, text: str, body: str, house: House) -> Sequence[Problem]:
    """What these rules find in a record, and those that its newsroom made errors.

    `text` is the whole file, `body` what is below its header.
    """
    raised = {name for name, level in house.levels if level == "error"}
    told = _DATED.sub("", text[: len(text) - len(body)]) + body
    if not raised and not _suspect(entry.document, told, body):
        return ()
    due = [rule for rule in _rules(raised) if not rule.sign or rule.sign(entry.document, told)]
    if not due:
        return ()
    from pregonero.lint.look import look
    from pregonero.lint.rule import Sheet

    return look(entry, text, Sheet(entry.document, body, house), due).problems


def _rules(raised: Collection[str]) -> Iterator["Rule"]:
    """Those that always are, and the raised ones; most texts need neither, and others are many."""
    from pregonero.lint import headlines, minors, personal

    yield from (*headlines.RULES, *personal.RULES, *minors.RULES)
    if raised:
        from pregonero.lint.registry import RULES

        yield from (RULES[name] for name in raised if not RULES[name].sign)


def _suspect(document: Document, told: str, body: str) -> bool:
    """Whether any of these rules may find something."""
    title = document.title
    return (
        title.isupper()
        or (not title.isascii() and any(letter > "\u25ff" for letter in title))
        or any(photo.minors for photo in document.photos)
        or "@" in told
        or bool(NUMBERS.search(told))
        or (any(word in told for word in _HOMES) and bool(_HOUSE.search(body)))
    )

"""Parts of a text that its readers were not shown: hidden HTML, and blocks that WordPress showed to
some only. The words are there all the same, so that a person decides."""

import re
from collections.abc import Iterator

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import TEXT, undecided
from pregonero.markdown.links import without_code

_HINT = re.compile(
    r"hidden|display\s*:|visibility|wp:|class\s*=\s*[\"'][^\"'>]*\b(?:d-none|hide|oculto)", re.I
)
_TAG = re.compile(r"<[a-z][a-z0-9-]*(\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:_-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.I)
_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CLASSES = {"hidden", "hide", "d-none", "oculto", "oculta"}
#: What shows it again on a wider screen.
_AGAIN = re.compile(r"(?:-|:)(?:block|flex|grid|inline\S*|table\S*|visible)$")
_BLOCK = re.compile(r"<!--\s*wp:([\w/-]+)\s*(.*?)/?-->", re.DOTALL)
_FOR_SOME = re.compile(
    r"subscri|paywall|premium|member|private|restrict|logged|protected|visibility|conditional",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\"(?:block_?visibility|hide_?block|is_?hidden|hidden|private|restrict\w*|members?_?only"
    r"|logged_?in\w*|user_?roles?|allowed_?roles?|visibility)\"\s*:\s*"
    r"(?!\s*(?:\"\"|null|\[\]|\{\}|\"(?:public|visible|all)\"))",
    re.IGNORECASE,
)


def of_body(source: str, body: str, line: int) -> Iterator[Problem]:
    """The first part of a text that readers were not shown, if there is one."""
    if "<" not in body or not _HINT.search(body):
        return
    plain = without_code(body)
    found = next(_hidden(plain), None)
    if found:
        wrong = InvalidValue(
            N_("hay una parte que no se veía en el sitio anterior: {value}"),
            N_("Bórrela del texto, o apruébelo si debe publicarse entera."),
            value=" ".join(found[0].split())[:80],
        )
        yield undecided(source, line + plain.count("\n", 0, found.start()), TEXT, wrong)


def _hidden(text: str) -> Iterator[re.Match[str]]:
    for block in _BLOCK.finditer(text):
        if _FOR_SOME.search(block[1]) or _GIVEN.search(block[2]):
            yield block
    for tag in _TAG.finditer(text):
        if _is_hidden(tag[1]):
            yield tag


def _is_hidden(attributes: str) -> bool:
    for one in _ATTRIBUTE.finditer(attributes):
        name, value = one[1].lower(), one[2] or one[3] or one[4] or ""
        if name == "hidden" or (name == "style" and _STYLE.search(value)):
            return True
        if name == "class":
            classes = value.lower().split()
            if _CLASSES & set(classes) and not any(map(_AGAIN.search, classes)):
                return True
    return False

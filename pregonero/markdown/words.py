"""The words of what was typed and of what is read: compared, none may be missing.

Marks are no words: targets of links, names of tags, numbers of lists. What Markdown keeps in an
attribute (an address, the meaning of an acronym) is there to be read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from pregonero.markdown.bounds import excess
from pregonero.markdown.fast_path import plain
from pregonero.markdown.links import code_spans
from pregonero.markdown.tags import BLOCKS, COMMENT, TAG
from pregonero.markdown.tags import tags as html_tags

_WORD = re.compile(r"[^\W_]+")
#: Signs that stand inside words and are none of their letters.
_SIGNS = str.maketrans("", "", "*_`~\\\u00ad\u200b\u2060\ufeff")
_HIDDEN = re.compile(r"<(script|style)\b[^>]*+>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
#: Attributes whose values are there to be read or followed.
_READ = re.compile(
    r"""\s(?:href|src|alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:[ \t>]|[-*+][ \t]|\d+\.[ \t])*\d+\.(?=[ \t]|$)", re.MULTILINE)
_FENCE = re.compile(
    r"^(?:`{3,}|~{3,}) *(?:\{[^\n]*\}|[a-z0-9+#.-]+) *(?:hl_lines=[^\n]*)?$", re.MULTILINE
)
_DEFINED = re.compile(r"^ {0,3}\[([^\]\n^]+)\]:", re.MULTILINE)
_ABBREVIATED = re.compile(r"^ {0,3}\*\[[^\]\n]+\]:", re.MULTILINE)
_REFERRED = re.compile(r"\]\s?\[([^\]\n]+)\]")
_NOTE = re.compile(r"\[\^[^\]\n]+\]:?")
#: `{#name .class key=value}`, and nothing that is prose.
_ATTRIBUTES = re.compile(
    r"\{:? *(?:[#.][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'}]+))"
    r"(?: +(?:[#.][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'}]+)))* *\}"
)


class Missing(NamedTuple):
    """Words of one line that nobody will read. `line` counts from 1."""

    line: int
    words: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a plain text: runs of letters and digits, joined accents, as they were typed."""
    return _WORD.findall(unicodedata.normalize("NFC", text.translate(_SIGNS)))


def text_of(html: str) -> str:
    """HTML as plain text: no tags (a block's is a space), scripts, styles or comments."""
    return unescape(_untagged(COMMENT.sub(" ", _HIDDEN.sub(" ", html))))


def shown(body: str) -> str:
    """The plain text that a reader gets of a Markdown text of ours; addresses too, where they are
    read."""
    return _shown(body)[0]


def reached(body: str) -> list[str]:
    """The words that a reader gets of a Markdown text of ours, those of its addresses too."""
    text, attributes = _shown(body)
    return [*words(text), *words(attributes)]


def lost(source: str, body: str) -> list[str]:
    """The words of a plain text that nobody will read in a Markdown one, in their order."""
    return _missing(words(source), words(shown(body)))


def moved(source: str, body: str) -> list[str]:
    """Words of a plain text that stand in another order in a Markdown one; empty if none does.

    What only the Markdown text has is passed over, as the addresses of its links.
    """
    typed = words(source)
    left = Counter(typed)
    kept: list[str] = []
    for word in words(shown(body)):
        if left[word] > 0:
            left[word] -= 1
            kept.append(word)
    gone = Counter(left)
    mine = []
    for word in reversed(typed):
        if gone[word] > 0:
            gone[word] -= 1
        else:
            mine.append(word)
    mine.reverse()
    return [one for one, other in zip(mine, kept, strict=True) if one != other]


def missing(body: str) -> list[Missing]:
    """The words of a Markdown text that nobody will read, by their lines."""
    text, attributes = _shown(body)
    there, beside = words(text), Counter(words(attributes))
    by_line, gone = _gone(typed(body), there, beside)
    if gone and "<" in body:  # in code a tag is two signs and a word
        apart = _gone(typed(body, apart=True), there, beside)
        by_line, gone = min((by_line, gone), apart, key=lambda one: one[1].total())
    if not gone:
        return []
    # Of lines that have the same word, those that lose most are the likelier.
    likely = sorted(
        (at for at, line in enumerate(by_line) if any(word in gone for word in line)),
        key=lambda at: (-sum(word in gone for word in by_line[at]) / len(by_line[at]), at),
    )
    found: list[Missing] = []
    for at in likely:
        lost_here: list[str] = []
        for word in by_line[at]:
            if gone[word] > 0:
                gone[word] -= 1
                lost_here.append(word)
        if lost_here:
            found.append(Missing(at + 1, tuple(lost_here)))
    return sorted(found)


def _gone(
    text: str, there: list[str], beside: Counter[str]
) -> tuple[list[list[str]], Counter[str]]:
    """The words of each line, and those that are neither there nor beside."""
    by_line = [words(line) for line in text.split("\n")]
    mine = [word for line in by_line for word in line]
    gone = Counter(mine)
    gone.subtract(Counter(there))
    gone.subtract(beside)
    gone = +gone
    return by_line, gone - _joined(mine, there, gone) if gone else gone


def _joined(before: list[str], after: list[str], gone: Counter[str]) -> Counter[str]:
    """Of words that seem gone, those that stand together with the next, or in two: where a tag is
    taken out, words may meet."""
    new = Counter(after)
    new.subtract(Counter(before))
    new = +new
    there: Counter[str] = Counter()
    for size in (2, 3, 4):
        for at in range(len(before) - size + 1):
            whole = before[at : at + size]
            if any(word in gone for word in whole) and new["".join(whole)] > 0:
                new["".join(whole)] -= 1
                there.update(word for word in whole if word in gone)
        for at in range(len(after) - size + 1):
            parts = after[at : at + size]
            if "".join(parts) in gone and any(word in new for word in parts):
                there["".join(parts)] += 1
    return there


def typed(body: str, *, apart: bool = False) -> str:
    """A Markdown text, line for line, without those marks that are letters: tags, comments, numbers
    of lists, labels of notes and of references, names of languages of code.

    `apart` if every tag parts words.
    """
    text = "".join(_readable(body))
    if "<" in text:
        text = _HIDDEN.sub(_lines, COMMENT.sub(_lines, text))
        text = _without_tags(text, apart=apart)
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "[" in text:
        labels = {label.lower() for label in _DEFINED.findall(text)}
        text = _ABBREVIATED.sub("", _DEFINED.sub("", _NOTE.sub(" ", text)))
        text = _REFERRED.sub(lambda m: "" if m[1].lower() in labels else m[0], text)
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("", text)
    return _NUMBER.sub("", text)


def _readable(body: str) -> Iterator[str]:
    """The text with references of HTML as characters, but for its code."""
    if "&" not in body:
        yield body
        return
    at = 0
    for start, end in code_spans(body):
        yield unescape(body[at:start])
        yield body[start:end]
        at = end
    yield unescape(body[at:])


def _shown(body: str) -> tuple[str, str]:
    """What is read of a Markdown text, and what of it is in attributes."""
    html = plain(body)
    if html is not None:
        return text_of(html), _attributes(html)
    if excess(body):
        return body, ""
    # Python-Markdown: most texts need none of it.
    from pregonero.markdown.convert import cleaned, converted
    from pregonero.markdown.intent import as_meant

    html = converted(as_meant(body), "")
    # Notes' numbers and ways back are of the program.
    return text_of(cleaned(html)), _attributes(html)


def _attributes(html: str) -> str:
    if "=" not in html:
        return ""
    found: Iterable[str] = (
        value
        for tag in TAG.finditer(html)
        for values in _READ.findall(tag["rest"])
        for value in values
    )
    return unescape(" ".join(filter(None, found)))


def _missing(before: list[str], after: list[str]) -> list[str]:
    gone = Counter(before)
    gone.subtract(Counter(after))
    gone = +gone
    found: list[str] = []
    for word in before if gone else ():
        if gone[word] > 0:
            gone[word] -= 1
            found.append(word)
    return found


def _untagged(html: str) -> str:
    return TAG.sub(_space, html)


def _space(tag: re.Match[str]) -> str:
    """A space where a tag parts words: that of a block, a link or a picture."""
    name = tag["name"].lower()
    return " " if name in BLOCKS or name in ("a", "img") else ""


def _without_tags(text: str, *, apart: bool) -> str:
    parts: list[str] = []
    at = 0
    for tag in html_tags(text):
        parts += text[at : tag.start()], " " if apart else _space(tag), _lines(tag)
        at = tag.end()
    return "".join((*parts, text[at:]))


def _lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")

"""Characters that nobody sees: those that no text may have, and those that say nothing.

Noncharacters are never text (Unicode, 23.7), and the program marks the language of words with
three of them. Bidirectional controls make a text read otherwise than it is written (Unicode UAX 9;
Unicode TR 36). Both are refused wherever something comes in. The rest are left behind by programs
that paste: they are taken out, but for those that an emoji or a script needs.
"""

import re
from collections.abc import Iterator
from html.entities import html5

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_SURROGATES = "\ud800-\udfff"
_BIDIRECTIONAL = "\u202a-\u202e\u2066-\u2069"
#: Inside brackets of a regular expression: what no text may have.
REFUSED = _NONCHARACTERS + _SURROGATES + _BIDIRECTIONAL
FORBIDDEN = re.compile(f"[{REFUSED}]")
_TURNS = re.compile(f"[{_BIDIRECTIONAL}]")

#: Letters of scripts in which a joiner changes how a word is written.
_JOINED = "\u0600-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
_PICTURES = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)
#: Ends of a line that no editor of texts shows as one.
_BREAKS = "\u2028\u2029"
_DIRECTIONS = "\u200e\u200f\u061c"
#: What says nothing: a joiner stays between pictures and in the scripts that need it, a tag in a
#: flag that is made of them.
_SILENT = re.compile(
    f"(?<![{_PICTURES}\ufe0f{_JOINED}])\u200d|(?<=[{_PICTURES}\ufe0f])\u200d(?![{_PICTURES}])"
    f"|(?<![{_JOINED}])\u200c"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
    f"|[{_DIRECTIONS}{_BREAKS}]"
    "|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001]"
)
#: Those of the above that Python takes for letters or signs that are seen.
_BLANK_LETTERS = (
    "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"
)  # fmt: skip
_REFERENCE = re.compile(
    r"&(?:#(?:[xX](?P<hexadecimal>[0-9a-fA-F]{1,20})|(?P<decimal>[0-9]{1,20}));?|(?P<name>\w{2,30};))"
)

REMEDY = N_("Borre la palabra y escríbala de nuevo a mano.")


def all_seen(text: str) -> bool:
    """Whether a text holds nothing but characters that are seen, spaces and ends of lines: told at
    a tenth of the cost of looking for any one that is not."""
    return text.replace("\n", "").isprintable() and not any(one in text for one in _BLANK_LETTERS)


def forbidden(text: str) -> re.Match[str] | None:
    """The first character that no text may have."""
    return None if all_seen(text) else FORBIDDEN.search(text)


def refusal(character: str) -> InvalidValue:
    """What is said of a character that no text may have."""
    code = f"U+{ord(character):04X}"
    if _TURNS.match(character):
        return InvalidValue(
            N_("hay un carácter invisible que cambia el orden de lo que se lee ({code})"),
            REMEDY,
            code=code,
        )
    return InvalidValue(
        N_("hay un carácter invisible que no es de ninguna escritura ({code})"), REMEDY, code=code
    )


def removal(character: str) -> InvalidValue:
    """What is said of a character that says nothing, and is taken out."""
    return InvalidValue(
        N_("hay caracteres invisibles ({code})"),
        N_("Se publica sin ellos. Borre la palabra y escríbala de nuevo."),
        code=f"U+{ord(character):04X}",
    )


def refusals(text: str) -> Iterator[tuple[int, InvalidValue]]:
    """What is wrong with each line that has what no text may have: its number from 1, and why."""
    if all_seen(text):
        return
    line, at, told = 1, 0, 0
    for found in FORBIDDEN.finditer(text):
        line, at = line + text.count("\n", at, found.start()), found.start()
        if line > told:
            told = line
            yield line, refusal(found[0])


def visible(text: str) -> tuple[str, int]:
    """A text without what says nothing, and where the first of it was; -1 if there was none."""
    if all_seen(text):
        return text, -1
    first = -1
    turned = _RIGHT_TO_LEFT.search(text) is not None

    def without(found: re.Match[str]) -> str:
        nonlocal first
        if turned and found[0] in _DIRECTIONS:
            return found[0]
        first = found.start() if first < 0 else min(first, found.start())
        return " " if found[0] in _BREAKS else ""

    return _SILENT.sub(without, text), first


def references(text: str) -> list[tuple[int, str, str]]:
    """Where a text writes a character that nobody sees as a reference of HTML (`&#xFDD0;`,
    `&shy;`): its place, the reference and the character."""
    if "&" not in text:
        return []
    found = ((m.start(), m[0], _referred(m)) for m in _REFERENCE.finditer(text))
    return [
        one for one in found if one[2] and (FORBIDDEN.search(one[2]) or visible(one[2])[1] >= 0)
    ]


def without_references(text: str) -> str:
    """A text without those references."""
    parts: list[str] = []
    done = 0
    for at, typed, _ in references(text):
        parts.append(text[done:at])
        done = at + len(typed)
    return "".join((*parts, text[done:]))


def _referred(found: re.Match[str]) -> str:
    """The character of a reference as a browser reads it; empty if it is none."""
    try:
        if found["hexadecimal"]:
            return chr(int(found["hexadecimal"], 16))
        if found["decimal"]:
            return chr(int(found["decimal"]))
    except (ValueError, OverflowError):  # beyond Unicode, or thousands of digits
        return ""
    return html5.get(found["name"], "")

"""The word that somebody meant: what is near a misspelled one, by the mistakes people make."""

import re
from collections.abc import Callable, Iterator

from pregonero.lint.rule import plain

_ACCENTED = dict(zip("aeioun", "áéíóúñ", strict=True))
#: Letters that sound alike in Mexico; each pair both ways.
_ALIKE = (
    *(("b", "v"), ("c", "s"), ("c", "z"), ("s", "z"), ("g", "j"), ("s", "x"), ("ll", "y")),
    *(("qu", "k"), ("rr", "r"), ("np", "mp"), ("nb", "mb"), ("nv", "mb"), ("güe", "hue")),
)
#: Letters from which two that change places are a slip of the fingers, not another language.
_LONG = 8
_VOWELS = "aeiouáéíóú"
_DOUBLED = re.compile(r"([^\W\d_])\1")


def accented(word: str) -> Iterator[str]:
    """A word with its accents and tildes elsewhere: without any, or one moved or added."""
    bare = "".join(plain(letter) if letter in "áéíóú" else letter for letter in word)
    for base in dict.fromkeys((bare, word)):
        for at, letter in enumerate(base):
            if letter in _ACCENTED:
                yield base[:at] + _ACCENTED[letter] + base[at + 1 :]
    yield bare


def alike(word: str) -> Iterator[str]:
    """Words that sound like one, or that a finger makes of it."""
    for one, other in _ALIKE:
        for wrong, right in ((one, other), (other, one)):
            for found in re.finditer(wrong, word):
                yield word[: found.start()] + right + word[found.end() :]
    for at, letter in enumerate(word):
        if letter == "h" and word[at - 1 : at] not in ("c", "s"):
            yield word[:at] + word[at + 1 :]
        elif letter in _VOWELS and (at == 0 or word[at - 1] in _VOWELS):
            yield word[:at] + "h" + word[at:]
    for found in _DOUBLED.finditer(word):
        yield word[: found.start()] + word[found.start() + 1 :]
    for at in range(1, len(word) - 1) if len(word) >= _LONG else ():
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def nearest(word: str, has: Callable[[str], bool]) -> str:
    """A word that exists and is near one that does not; empty if there is none."""
    for one in accented(word):
        if one != word and has(one):
            return one
    if len(word) > 4:
        for one in alike(word):
            if has(one):
                return one
            if any(letter in "áéíóú" for letter in one):
                continue
            if one.endswith(("cion", "sion")) and has(one[:-2] + "ón"):
                return one[:-2] + "ón"
    return ""

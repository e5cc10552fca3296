"""How hard a Spanish text is to read: syllables counted by its spelling, and the INFLESZ scale."""

import re
from collections.abc import Sequence
from functools import lru_cache

#: A syllable's vowels: a strong one with the weak ones about it, a weak one with accent, or weak
#: ones alone (RAE, Ortografía de la lengua española, 2010: diptongos, triptongos e hiatos).
_NUCLEUS = re.compile(r"[iuü]?[aeoáéó](?:[iuü](?![aeoáéóíú]))?|[iuü]+[íú]?|[íú]")
_SILENT = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])|h")
_FINAL_Y = re.compile(r"y\b")


@lru_cache(1 << 15)
def syllables(word: str) -> int:
    """The syllables of a Spanish word; one at least."""
    spelled = _FINAL_Y.sub("i", _SILENT.sub("", word.lower()))
    return len(_NUCLEUS.findall(spelled)) or 1


def perspicuity(sentences: Sequence[Sequence[str]]) -> float:
    """Szigriszt-Pazos' index of sentences, each a list of its words: under 40 is very hard in the
    INFLESZ scale of Barrio-Cantalejo (2008), over 80 very easy."""
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 100.0
    spoken = sum(map(syllables, words))
    return 206.835 - 62.3 * spoken / len(words) - len(words) / len(sentences)

"""Words that the dictionary of Mexican Spanish lacks, told when it is known what was meant."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pregonero.i18n import N_
from pregonero.lint.prose import Match, Passage
from pregonero.lint.rule import LintContext, Rule, plain
from pregonero.lint.suggest import accented
from pregonero.lint.wordlists import ACCEPTED

#: Words from which a text can be told to be in another language, and the part of them that is
#: strange then.
ENOUGH, FOREIGN = 20, 0.3


@lru_cache(maxsize=1)  # each rule asks it of the same text
def _unknown(sheet: LintContext) -> Sequence[tuple[Passage, int, str]]:
    """Each word that nobody knows, where it stands first; of a text in Spanish."""
    if sheet.spelling is None:
        return ()
    found = []
    small = 0
    for word, (passage, at) in sheet.words.items():
        lower = word.lower()
        small += word == lower
        if word.isupper() or lower in ACCEPTED or not sheet.names.spelled.isdisjoint((word, lower)):
            continue
        if not sheet.spelling.has(word) and not (word != lower and sheet.spelling.has(lower)):
            found.append((passage, at, word))
    strange = sum(word.islower() for _, _, word in found)
    return found if small < ENOUGH or strange < small * FOREIGN else ()


def _meant(word: str, sheet: LintContext) -> str:
    """What a word was meant to be: a name of the office, or a word of the dictionary."""
    if name := sheet.names.bare.get(plain(word)):
        return name
    if not word.islower() or word.endswith("xs") or sheet.spelling is None:
        return ""
    return sheet.spelling.near(word)


def _is_accent(word: str, meant: str) -> bool:
    return plain(word) == plain(meant) or meant in accented(word)


def _accents(sheet: LintContext) -> Iterator[Match]:
    for passage, at, word in _unknown(sheet):
        if (meant := _meant(word, sheet)) and _is_accent(word, meant):
            yield passage.found(at, words=word, instead=meant)


def _misspelled(sheet: LintContext) -> Iterator[Match]:
    for passage, at, word in _unknown(sheet):
        if (meant := _meant(word, sheet)) and not _is_accent(word, meant):
            yield passage.found(at, words=word, instead=meant)


def _strange(sheet: LintContext) -> Iterator[Match]:
    for passage, at, word in _unknown(sheet):
        if word.islower() and not _meant(word, sheet):
            yield passage.found(at, words=word)


def _nameless(sheet: LintContext) -> Iterator[Match]:
    for passage, at, word in _unknown(sheet):
        if not word.islower() and not _meant(word, sheet):
            yield passage.found(at, words=word)


_ADD = N_("Corríjala; si está bien, escríbala en content/dictionary.txt.")

RULES = (
    Rule(
        "falta-acento",
        N_("Un acento de más o de menos cambia lo que se lee, y los buscadores no la encuentran."),
        N_("«{words}» lleva mal el acento"),
        N_("Escriba «{instead}»; si está bien, añádala a content/dictionary.txt."),
        wrong="El comite de agua sesionó ayer.",
        right="El comité de agua sesionó ayer.",
        find=_accents,
        most="warning",
        needs_words=True,
    ),
    Rule(
        "ortografia",
        N_("Una errata hace dudar de lo demás, y los medios la copian."),
        N_("«{words}» no está en el diccionario"),
        N_("¿Quiso decir «{instead}»? Si está bien, añádala a content/dictionary.txt."),
        wrong="Se entregaron despenzas a las familias.",
        right="Se entregaron despensas a las familias.",
        find=_misspelled,
        most="warning",
        needs_words=True,
    ),
    Rule(
        "palabra-desconocida",
        N_("Una palabra que no está en el diccionario puede ser una errata, o pocos la entienden."),
        N_("«{words}» no está en el diccionario"),
        _ADD,
        wrong="Se entregaron despensamientos a las familias.",
        right="Se entregaron despensas a las familias.",
        find=_strange,
        level="off",
        most="warning",
        needs_words=True,
    ),
    Rule(
        "nombre-desconocido",
        N_("Un nombre mal escrito ofende, y se comprueba escribiéndolo una vez en la lista."),
        N_("el nombre «{words}» no está en el diccionario ni en content/dictionary.txt"),
        N_("Compruébelo y escríbalo en content/dictionary.txt."),
        wrong="La feria de Zanctorum comienza el lunes.",
        right="La feria de San Jacinto comienza el lunes.",
        find=_nameless,
        level="off",
        most="warning",
        needs_words=True,
    ),
)

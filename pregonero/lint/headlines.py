"""Titles as the media can print them: no shouting, no emoji."""

import re
from collections.abc import Iterator

from pregonero.content.model.bulletin import Document
from pregonero.i18n import N_
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule

_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\ufe0f]")
#: Letters up to which a headline in capitals may be an acronym.
SHOUTED = 12


def _has_emoji(document: Document, _: str) -> bool:
    return not document.title.isascii() and bool(_EMOJI.search(document.title))


def _is_shouted(document: Document, _: str) -> bool:
    return len(document.title) > SHOUTED and document.title.isupper()


def _emoji(sheet: LintContext) -> Iterator[Match]:
    if _has_emoji(sheet.document, ""):
        yield sheet.told("title")


def _shouted(sheet: LintContext) -> Iterator[Match]:
    if _is_shouted(sheet.document, ""):
        yield sheet.told("title")


RULES = (
    Rule(
        "emoji-en-titulo",
        N_("Los medios no reproducen emojis, y un lector de pantalla los lee en voz alta."),
        N_("el título lleva emojis"),
        N_("Quítelos: los medios no los reproducen."),
        wrong="title: Abre la biblioteca 📚",
        right="title: Abre la biblioteca",
        find=_emoji,
        spanish=False,
        header=True,
        sign=_has_emoji,
    ),
    Rule(
        "titulo-en-mayusculas",
        N_("Un título en mayúsculas cansa, se lee como un grito y los medios lo reescriben."),
        N_("el título está todo en mayúsculas"),
        N_("Escriba mayúscula solo al inicio y en nombres propios."),
        wrong="title: INAUGURAN EL NUEVO POZO DE LA LOMA",
        right="title: Inauguran el nuevo pozo de La Loma",
        find=_shouted,
        spanish=False,
        header=True,
        sign=_is_shouted,
    ),
)

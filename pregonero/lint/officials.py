"""Names of officials where they would promote a person (Mexican Constitution, article 134)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pregonero.i18n import N_
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule, plain

_WHOLE, _SPACE = r"\b{}\b", r"\s+"
_SHOWN = ("title", "deck", "caption", "presides")


@lru_cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    spelled = sorted((plain(name).split() for name in names), key=len, reverse=True)
    return re.compile(
        "|".join(_WHOLE.format(_SPACE.join(map(re.escape, name))) for name in spelled)
    )


def _named(sheet: LintContext) -> Iterator[Match]:
    if not sheet.house.officials:
        return
    for passage in sheet.header:
        if passage.kind in _SHOWN:
            for found in _pattern(sheet.house.officials).finditer(plain(passage.text)):
                start, end = found.span()
                yield passage.found(start, words=passage.text[start:end])


RULES = (
    Rule(
        "promocion-personal",
        N_(
            "El artículo 134 de la Constitución no permite que la comunicación del gobierno "
            "promueva a una persona: el trabajo es de la institución."
        ),
        N_("se nombra a {words}, que está en la lista de autoridades"),
        N_("Nombre a la institución; o registre por qué va el nombre y quién lo decidió."),
        wrong="title: Rosalía Montes Cuapio inaugura el pozo de La Loma",
        right="title: El Ayuntamiento abre el pozo de La Loma",
        find=_named,
        spanish=False,
        header=True,
        signed=True,
    ),
)

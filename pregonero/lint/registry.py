"""Every rule by its name."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pregonero.diagnostics import InvalidValue, unknown
from pregonero.i18n import N_
from pregonero.lint import (
    disability,
    facts,
    headlines,
    inclusive,
    media,
    minors,
    officials,
    personal,
    readability,
    spelling,
    structure,
    valid_html,
)
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule


def _nothing(_: LintContext) -> Iterator[Match]:
    """Decisions are judged when all rules have looked."""
    return iter(())


DECISION = Rule(
    "decision",
    N_("Una decisión sin razón, o que ya no calla nada, no le sirve a quien la lea después."),
    N_("la decisión no vale"),
    N_("Escriba la regla y la razón, o borre la decisión."),
    wrong="La CAPAM avisa.\n\n<!-- pregonero: ignore sigla-sin-explicar -->",
    right="La CAPAM avisa.\n\n"
    "<!-- pregonero: ignore sigla-sin-explicar Así se llama en los recibos. -->",
    find=_nothing,
    most="warning",
    spanish=False,
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rules in (
            headlines.RULES,
            personal.RULES,
            minors.RULES,
            readability.RULES,
            structure.RULES,
            facts.RULES,
            media.RULES,
            inclusive.RULES,
            disability.RULES,
            officials.RULES,
            spelling.RULES,
            valid_html.RULES,
            (DECISION,),
        )
        for rule in rules
    }
)


def switched(name: str, level: str) -> InvalidValue | None:
    """What is wrong with a switch of newsroom.toml."""
    if name not in RULES:
        return unknown(name, RULES, N_("la regla «{value}» no existe"))
    if level == "error" and RULES[name].most == "warning":
        return InvalidValue(
            N_("la regla «{value}» sugiere; no puede ser un error"),
            N_("Escriba off o warning."),
            value=name,
        )
    return None

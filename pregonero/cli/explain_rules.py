"""`check --explain` and `check --decisions`: the rules of the desk, and what was decided."""

import sys
import textwrap
from collections.abc import Sequence

from pregonero.cli.errors import CallError, tell
from pregonero.cli.messages import say
from pregonero.cli.terminal import write_json
from pregonero.diagnostics import unknown
from pregonero.i18n import N_
from pregonero.lint.registry import RULES
from pregonero.lint.rule import Rule
from pregonero.lint.suppressions import Decision
from pregonero.newsroom.editorial import EditorialConfig

_LEVELS = {"off": N_("apagada"), "warning": N_("aviso"), "error": N_("error")}
#: Columns that a line of an explanation takes.
_WIDTH = 92


def explain(names: Sequence[str], house: EditorialConfig, shape: str) -> None:
    """The rules of these names, or a list of all."""
    for name in names:
        if name not in RULES:
            wrong = unknown(name, RULES, N_("la regla «{value}» no existe"))
            raise CallError(wrong.message, wrong.remedy, **dict(wrong.values))
    rules = [RULES[name] for name in names or RULES]
    if shape == "json":
        write_json([_record(rule, house) for rule in rules])
    elif names:
        sys.stdout.write("\n".join(_explained(rule, house) for rule in rules))
    else:
        widest = max(map(len, RULES))
        for rule in rules:
            level = say(_LEVELS[rule.level_in(house)])
            sys.stdout.write(f"{rule.id:<{widest}}  {level:<8} {say(rule.reason)}\n")


def _explained(rule: Rule, house: EditorialConfig) -> str:
    level = rule.level_in(house)
    if rule.most == "warning":
        choices = say(N_("solo sugiere: no puede ser un error"))
    else:
        choices = say(N_("puede ser off, warning o error"))
    reason = "Decide: Ana Torres, titular de Prensa." if rule.signed else "…"
    lines = [
        f"{rule.id}: {say(_LEVELS[level])}",
        "",
        textwrap.fill(say(rule.reason), _WIDTH),
        "",
        say(N_("Mal:")),
        *_shown(rule.wrong),
        say(N_("Bien:")),
        *_shown(rule.right),
        "",
        say(N_("Para apagarla en todo el sitio, en newsroom.toml ({choices}):"), choices=choices),
        "    [lint.rules]",
        f'    {rule.id} = "off"',
        say(N_("Para decidir sobre un archivo, en su encabezado o en su texto, con la razón:")),
        f"    # pregonero: ignore {rule.id} {reason}",
        f"    <!-- pregonero: ignore {rule.id} {reason} -->",
    ]
    return "\n".join(lines) + "\n"


def _shown(example: str) -> list[str]:
    return [
        part
        for line in example.split("\n")
        for part in textwrap.wrap(
            f"    {line}",
            _WIDTH,
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
        or [""]
    ]


def _record(rule: Rule, house: EditorialConfig) -> dict[str, object]:
    return {
        "rule": rule.id,
        "level": rule.level_in(house),
        "highest": rule.most,
        "reason": say(rule.reason),
        "wrong": rule.wrong,
        "right": rule.right,
    }


def list_decisions(decisions: Sequence[Decision], shape: str) -> None:
    """The decisions in force: where, on what rule, and why."""
    if shape == "json":
        write_json([vars(decision) for decision in decisions])
        return
    for one in decisions:
        sys.stdout.write(f"{one.file}:{one.line}: {one.rule}: {one.reason}\n")
    tell(say(N_("Decisiones en vigor: {count}."), count=len(decisions)))

"""What a person decided to leave as it is: comments in the file, each with a rule and a reason."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pregonero.diagnostics import InvalidValue, unknown
from pregonero.i18n import N_
from pregonero.lint.rule import Rule
from pregonero.markdown.links import without_code

#: What begins every decision.
MARK = "pregonero:"
_WORDS = r"pregonero:[ \t]*(?:ignore|ignorar)\b"
_HEADER = re.compile(rf"(?:^|(?<=[ \t]))#[ \t]*{_WORDS}[ \t]*([^\n]*)", re.MULTILINE)
_TEXT = re.compile(rf"<!--\s*{_WORDS}([^<>]{{0,1000}}?)-->")
_ASTRAY = re.compile(rf"^[ \t]*#[ \t]*{_WORDS}", re.MULTILINE)
_SIGNED = re.compile(r"\b(?:Decide|Decidió|Autoriza|Autorizó|Decided by):\s*\S{2}", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Decision:
    """A rule that is not to speak of a file, and why. `line` is that of the comment."""

    file: str
    line: int
    rule: str
    reason: str


def decisions(text: str, file: str, body_line: int) -> list[Decision]:
    """The decisions written in a file, whether they hold or not."""
    if MARK not in text:
        return []
    head, body = _halves(text, body_line)
    found = [
        Decision(file, source.count("\n", 0, one.start()) + first, *_parts(one[1]))
        for source, first, pattern in ((head, 1, _HEADER), (body, body_line, _TEXT))
        for one in pattern.finditer(source)
    ]
    return sorted(found)


def astray(text: str, body_line: int) -> Iterator[int]:
    """Lines of the text where a decision was written as in a header, and would be published."""
    if MARK in text:
        body = _halves(text, body_line)[1]
        for found in _ASTRAY.finditer(body):
            yield body.count("\n", 0, found.start()) + body_line


def _halves(text: str, body_line: int) -> tuple[str, str]:
    lines = text.split("\n")
    head, body = lines[: body_line - 1], lines[body_line - 1 :]
    return "\n".join(head), without_code("\n".join(body))


def _parts(rest: str) -> tuple[str, str]:
    rule, _, reason = " ".join(rest.split()).partition(" ")
    return rule, reason.strip()


def fault(decision: Decision, rules: Collection[str], rule: Rule | None) -> InvalidValue | None:
    """Why a decision is not in force."""
    if not decision.rule:
        return InvalidValue(
            N_("la decisión no dice sobre qué regla"),
            N_("Escriba el nombre de la regla, que está entre corchetes al final del aviso."),
        )
    if rule is None:
        return unknown(decision.rule, rules, N_("la regla «{value}» no existe"))
    if not decision.reason:
        return InvalidValue(
            N_("la decisión sobre {rule} no dice por qué"),
            N_("Escriba la razón después del nombre de la regla."),
            rule=rule.id,
        )
    if rule.signed and not _SIGNED.search(decision.reason):
        return InvalidValue(
            N_("la decisión sobre {rule} no dice quién la tomó"),
            N_("Termine la razón con «Decide:» y un nombre y cargo."),
            rule=rule.id,
        )
    return None


def idle(decision: Decision) -> InvalidValue:
    return InvalidValue(
        N_("la decisión sobre {rule} no calla nada"),
        N_("Bórrela: lo que señalaba ya no está."),
        rule=decision.rule,
    )


def misplaced() -> InvalidValue:
    return InvalidValue(
        N_("en el texto, una decisión que empieza con # se publicaría"),
        N_("Escríbala entre <!-- y -->, o pásela al encabezado."),
    )

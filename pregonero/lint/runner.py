"""Rules looked at in a record: what they find but for what somebody decided."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.lint import suppressions as decided
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule
from pregonero.lint.suppressions import Decision, decisions
from pregonero.newsroom.editorial import Level

#: Finds of one rule that are told of one file.
MOST = 50


class Look(NamedTuple):
    """What was found in a record, and the decisions in force there."""

    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...] = ()


def look(entry: SourceDocument, text: str, sheet: LintContext, rules: Iterable[Rule]) -> Look:
    """What some rules find in a record. `text` is its whole file."""
    return _look(entry, text, sheet, {rule.id: rule for rule in rules}, None)


def look_at_all(
    entry: SourceDocument, text: str, sheet: LintContext, rules: Mapping[str, Rule]
) -> Look:
    """What every rule finds in a record, its decisions judged as well."""
    return _look(entry, text, sheet, rules, rules)


def _look(
    entry: SourceDocument,
    text: str,
    sheet: LintContext,
    rules: Mapping[str, Rule],
    judging: Mapping[str, Rule] | None,
) -> Look:
    made = decisions(text, entry.file, entry.body_line)
    faults = {one: decided.fault(one, rules, rules.get(one.rule)) for one in made}
    silent = {one.rule for one, wrong in faults.items() if wrong is None}
    problems: list[Problem] = []
    silenced: set[str] = set()
    for rule in rules.values():
        level = rule.level_in(sheet.house)
        if level == "off" or not rule.reads(entry.document, sheet.house):
            continue
        for found in islice(rule.find(sheet), MOST):
            if rule.id in silent:
                silenced.add(rule.id)
                break
            problems.append(_problem(entry, sheet, rule, level, found))
    if judging:
        problems += _judged(entry, text, sheet, judging, faults, silenced)
    return Look(tuple(problems), tuple(one for one in made if one.rule in silenced))


def _problem(
    entry: SourceDocument, sheet: LintContext, rule: Rule, level: Level, found: Match
) -> Problem:
    wrong = InvalidValue(rule.message, rule.remedy, **found.values)
    if found.path:
        problem = entry.problem(wrong, *found.path)
    else:
        problem = entry.body_problem(wrong, sheet.body.count("\n", 0, found.at) + 1)
    # What is in a draft is in no byte of the output.
    publishable = level == "error" and entry.document.status != "draft"
    return replace(problem, rule=rule.id, severity="error" if publishable else "warning")


def _judged(
    entry: SourceDocument,
    text: str,
    sheet: LintContext,
    rules: Mapping[str, Rule],
    faults: Mapping[Decision, InvalidValue | None],
    silenced: set[str],
) -> list[Problem]:
    """What is wrong with the decisions themselves."""
    told: list[tuple[int, InvalidValue]] = []
    for one, wrong in faults.items():
        if wrong is None and one.rule not in silenced and _looks(rules[one.rule], sheet):
            wrong = decided.idle(one)
        if wrong:
            told.append((one.line, wrong))
    told += [(line, decided.misplaced()) for line in decided.astray(text, entry.body_line)]
    rule = rules.get("decision")
    if rule is None or rule.level_in(sheet.house) == "off":
        return []
    return [
        replace(wrong.at(entry.file, line, N_("comentario"), "warning"), rule=rule.id)
        for line, wrong in told
    ]


def _looks(rule: Rule, sheet: LintContext) -> bool:
    """Whether a rule looked: those of spelling need a dictionary, which not every machine has."""
    return rule.level_in(sheet.house) != "off" and (
        not rule.needs_words or sheet.spelling is not None
    )

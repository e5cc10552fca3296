"""What is wrong at a line of a Markdown text, and how many of a kind are told."""

from typing import NamedTuple

from pregonero.diagnostics import InvalidValue, Severity

#: Faults of a kind that are told of one text: who mends those looks again.
MOST = 50


class Fault(NamedTuple):
    """What is wrong at a line of a text, counted from 1; `fix` is the line as it has to be typed
    for what is sure to be meant: more than one if it holds ends of lines."""

    line: int
    wrong: InvalidValue
    severity: Severity = "error"
    fix: str | None = None

"""How soon the office answers, told from the questions themselves."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from pregonero.content.model.bulletin import Question
from pregonero.edition.compose import Edition


class Replies(NamedTuple):
    """Days from question to answer, of those that got one in twelve months. `within` are those
    that came in the days promised, `declined` those that say why there is none."""

    told: int
    median: float
    slowest: int
    within: int
    declined: int


class Late(NamedTuple):
    """A question past its days, and how many days ago they ended."""

    question: Question
    days: int


def replies(edition: Edition) -> Replies | None:
    """What the answers of the last twelve months tell; None if there was none."""
    clock, promised = edition.clock, promised_days(edition)
    recent = [
        question
        for question in answered(edition)
        if question.answered and not clock.reached(question.answered + Question.COUNTED)
    ]
    days = sorted(one.days for one in recent if one.days is not None)
    if not days:
        return None
    return Replies(
        len(days),
        median(days),
        days[-1],
        sum(one <= promised for one in days),
        sum(one.state == "declined" for one in recent),
    )


def promised_days(edition: Edition) -> int:
    """The days in which the office promises to answer; none promised is 0."""
    dialogue = edition.newsroom.dialogue
    return dialogue.reply_days if dialogue else 0


def answered(edition: Edition) -> list[Question]:
    """The questions that got an answer, the latest answer first."""
    found = [one for one in edition.questions if one.state != "received"]
    return sorted(found, key=_answered, reverse=True)


def _answered(question: Question) -> tuple[object, ...]:
    return question.answered, question.path


def is_late(edition: Edition, question: Question) -> bool:
    """Whether nobody answered a question in the days promised."""
    promised = promised_days(edition)
    waiting = bool(promised) and question.state == "received"
    return waiting and edition.clock.passed(question.due(promised))


def late(edition: Edition, waiting: Iterable[Question]) -> Sequence[Late]:
    """Of the questions that wait, those that do so for too long, the oldest first. Their days are
    counted by the calendar of the office, so while there is one the edition changes every day."""
    found = [one for one in waiting if is_late(edition, one)]
    if not found:
        return ()
    today = edition.clock.day(edition.newsroom.zone)
    promised = promised_days(edition)
    return sorted(
        (Late(one, (today - one.due(promised).date()).days) for one in found),
        key=lambda one: (-one.days, one.question.path),
    )

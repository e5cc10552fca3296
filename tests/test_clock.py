"""A moment that is only compared says for how long its answers hold."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pregonero.moments import Clock

MEXICO = ZoneInfo("America/Mexico_City")
START = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 500).map(lambda hours: START + timedelta(hours=hours))
TICK = timedelta(microseconds=1)


def answers(clock: Clock, asked: list[tuple[str, datetime]]) -> list[object]:
    return [
        clock.month(MEXICO) if kind == "month" else getattr(clock, kind)(instant)
        for kind, instant in asked
    ]


@given(
    now=INSTANTS,
    asked=st.lists(st.tuples(st.sampled_from(["reached", "passed", "month"]), INSTANTS)),
    other=INSTANTS,
)
def test_within_its_bounds_every_answer_is_the_same_and_beyond_one_is_not(
    now: datetime, asked: list[tuple[str, datetime]], other: datetime
) -> None:
    clock = Clock(now)
    found = answers(clock, asked)
    since, until = clock.since, clock.until
    assert since <= now < until
    same = answers(Clock(other), asked) == found
    assert same if since <= other < until else True
    for edge in (since, until - TICK) if asked else ():
        if edge not in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC) - TICK):
            assert answers(Clock(edge), asked) == found
    if until < datetime.max.replace(tzinfo=UTC):
        assert answers(Clock(until), asked) != found
    if since > datetime.min.replace(tzinfo=UTC):
        assert answers(Clock(since - TICK), asked) != found

"""A zone's clock changes as an iCalendar VTIMEZONE (RFC 5545, 3.6.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Timezone

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache  # the same for nearly every file, and nobody changes it
def timezone(zone: tzinfo, name: str, years: tuple[int, int]) -> "Timezone":
    """What the clocks of a zone do from the first of some years to the last.

    Each change is told by itself, since no rule holds for ever, and begins at the hour that
    clocks showed until then, as the RFC asks.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    first = datetime(years[0] - 1, 12, 30, tzinfo=UTC)  # no local hour of the year is before it
    made = Timezone()
    made.add("tzid", name)
    offset = first.astimezone(zone).utcoffset() or timedelta()
    for at in (first, *_changes(zone, first, datetime(years[1] + 1, 1, 3, tzinfo=UTC))):
        here = at.astimezone(zone)
        part = TimezoneDaylight() if here.dst() else TimezoneStandard()
        part.add("dtstart", (at + offset).replace(tzinfo=None))
        part.add("tzoffsetfrom", offset)
        offset = here.utcoffset() or timedelta()
        part.add("tzoffsetto", offset)
        part.add("tzname", here.tzname() or name)
        made.add_component(part)
    return made


def _changes(zone: tzinfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants, in UTC, from which a zone has another offset."""
    day = first
    while day < last:
        following = day + _DAY
        if _offset(zone, day) != _offset(zone, following):
            before, after = day, following
            while after - before > _SECOND:
                half = before + ((after - before) / 2 // _SECOND) * _SECOND
                if _offset(zone, half) == _offset(zone, day):
                    before = half
                else:
                    after = half
            yield after
        day = following


def _offset(zone: tzinfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()

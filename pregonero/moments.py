"""Instants: read as people write them, and compared so that it is known how long answers hold."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?\s?(Z|[+-]\d\d:?\d\d)?)?")
#: Years that a date of an office may have. Zones, calendars and formats differ outside of them, and
#: the ends of what a date can be (years 1 and 9999) have no day before or after.
FIRST_YEAR, LAST_YEAR = 1800, 2200
LAST_SECOND = time(23, 59, 59)
_TICK = timedelta(microseconds=1)  # the least that two datetimes differ by


class Day(datetime):
    """An instant that was given as a day alone, and is shown so: its first or last second."""

    @classmethod
    def of(cls, value: datetime) -> "Day":
        return cls.combine(value.date(), value.timetz())


class Clock:
    """A moment that is never read, only compared: so `since` and `until` are exact.

    From `since` on and before `until` every comparison made so far has the same answer, and so
    whatever was made with those answers is the same.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.since = datetime.min.replace(tzinfo=UTC)
        self.until = datetime.max.replace(tzinfo=UTC)

    def reached(self, instant: datetime) -> bool:
        """Whether it is that instant or later."""
        if instant <= self._now:
            if instant > self.since:
                self.since = instant
            return True
        if instant < self.until:
            self.until = instant
        return False

    def passed(self, instant: datetime) -> bool:
        """Whether it is later than that instant."""
        if instant < self._now:
            if instant >= self.since:
                self.since = instant + _TICK
            return True
        if instant < self.until:
            self.until = instant + _TICK
        return False

    def day(self, zone: tzinfo) -> date:
        """The day in a zone."""
        here = self._now.astimezone(zone).date()
        for one in (here, here + timedelta(days=1)):
            self.reached(datetime.combine(one, time(), zone).astimezone(UTC))
        return here

    def month(self, zone: tzinfo) -> tuple[int, int]:
        """The year and month in a zone."""
        here = self._now.astimezone(zone)
        begins = datetime(here.year, here.month, 1, tzinfo=zone)
        ends = datetime(here.year + here.month // 12, here.month % 12 + 1, 1, tzinfo=zone)
        self.reached(begins.astimezone(UTC))
        self.reached(ends.astimezone(UTC))
        return here.year, here.month


fixed = lru_cache(timezone)  # one object for each, so that comparing asks no offsets


@lru_cache
def zone(name: str) -> tzinfo:
    """An IANA zone from the pinned tzdata, not the machine's: old systems still move
    Mexico's clocks in summer, and the same input must give the same bytes everywhere."""
    import zoneinfo

    zoneinfo.reset_tzpath(())
    return zoneinfo.ZoneInfo(name)


def moment(value: object, in_zone: tzinfo, *, ends: bool = False) -> datetime:
    """An ISO 8601 date or date and time as an instant with a fixed offset.

    The newsroom's zone holds where none is given; a bare date means its first second, or with
    `ends` its last. Raises `Wrong`.
    """
    if isinstance(value, date):  # TOML has dates of its own
        value = value.isoformat()
    found = _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise InvalidValue(
            N_("«{value}» no es una fecha"),
            N_("Escriba año-mes-día y, si hace falta, la hora con dos cifras: 2026-12-01T09:30."),
            value=value,
        )
    year, month, day, hour, minute, second, offset = found.groups()
    if hour == "24":
        raise InvalidValue(
            N_("la hora 24:00 de «{value}» es ya del día siguiente"),
            N_("Escriba solo la fecha, si vale todo el día; si no, 00:00 con la fecha siguiente."),
            value=value,
        )
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise InvalidValue(
            N_("el año de «{value}» está fuera de {first} a {last}"),
            N_("Corrija el año; si no hay fecha, o lo que dice vale siempre, quite la línea."),
            value=value,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    try:
        day_ = date(int(year), int(month), int(day))
        time_ = time(int(hour), int(minute), int(second or 0)) if hour else None
        at = datetime.combine(day_, time_ or (LAST_SECOND if ends else time()))
        at = at.replace(tzinfo=_offset(offset) if offset else in_zone).astimezone(in_zone)
        # A fixed offset: comparable, hashable and printable without the zone at hand.
        # Of whole minutes (RFC 3339): before zones, each town had the seconds of its meridian.
        seconds = (at.utcoffset() or timedelta()).total_seconds()
        return at.replace(tzinfo=fixed(timedelta(minutes=round(seconds / 60))))
    except (ValueError, OverflowError) as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidValue(
            N_("la fecha «{value}» no existe en el calendario"),
            N_("Revise el día, el mes y la hora."),
            value=value,
        ) from None


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if delta >= timedelta(hours=24) or int(digits[2:]) > 59:
        raise InvalidValue(
            N_("la zona horaria «{value}» no existe"), N_("En México es -06:00."), value=text
        )
    return timezone(sign * delta)

"""The date of a text: what its header, its path and its dateline say, compared. None is guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from email.utils import parsedate_to_datetime

from pregonero import moments
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.importers.source_item import DateClaim

BY_HEADER = N_("el encabezado")
BY_NAME = N_("el nombre del archivo")
BY_FOLDER = N_("la carpeta")
BY_DATELINE = N_("la data del texto")
BY_MESSAGE = N_("el mensaje")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero january jan ene",
            "febrero february feb",
            "marzo march mar",
            "abril april apr abr",
            "mayo may",
            "junio june jun",
            "julio july jul",
            "agosto august aug ago",
            "septiembre september setiembre sep sept",
            "octubre october oct",
            "noviembre november nov",
            "diciembre december dec dic",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d|UTC|GMT)?)?"
)
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T,]+(\d{1,2}:\d\d))?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s+(?:de\s+)?([a-z]{3,10})\.?,?\s+(?:del?\s+)?(\d{4})", re.I)
_MONTH_FIRST = re.compile(r"([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.I)
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_MONTH_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|$)")
_YEAR_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)(?:/|$)")
_WEEKDAY = r"(?:(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo),?\s+)?"
_DATELINE = re.compile(
    r"\s*[*_]{0,3}([A-ZÁÉÍÓÚÑ][^\n]{2,100}?)[,.;]\s*(?:a\s+)?" + _WEEKDAY +
    r"(\d{1,2}\s+(?:de\s+)?[a-zA-Z]{3,10}\s+(?:del?\s+)?\d{4})[ \t]*[.,;:]?[ \t]*"
    r"(?:[*_]{1,3}[ \t]*[.,;:]?[ \t]*(?:[-–—]{1,3}[ \t]*)?|[-–—]{1,3}[*_]{0,3}[ \t]*|(?=\n|$))",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class DateReading:
    """One way to read a claim: a day, or its month or year alone; `value` is what a header of ours
    would say."""

    year: int
    month: int = 0
    day: int = 0
    value: str = ""

    def agrees(self, other: "DateReading") -> bool:
        mine, its = (self.year, self.month, self.day), (other.year, other.month, other.day)
        return all(a == b or not a or not b for a, b in zip(mine, its, strict=True))


@dataclass(frozen=True)
class Decided:
    """A text's date as a header of ours says it, None if nothing does; `doubt` is why a person must
    look at it, `note` what was done to it."""

    value: str | None = None
    doubt: InvalidValue | None = None
    note: InvalidValue | None = None


def of_path(path: str) -> Iterator[DateClaim]:
    """What a file's name and its folders say."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if stem in ("index", "_index"):
        folder, _, stem = folder.rpartition("/")
    if found := _NAMED.search(stem):
        text = f"{found[1]}-{found[3]}-{found[4]}"
        if _day(found[1], found[3], found[4]):
            yield DateClaim(BY_NAME, text)
    if found := _MONTH_FOLDER.search(folder):
        yield DateClaim(BY_FOLDER, f"{found[1]}-{found[2]}")
    elif found := _YEAR_FOLDER.search(folder):
        yield DateClaim(BY_FOLDER, found[1])


def of_dateline(body: str) -> Iterator[DateClaim]:
    """What the first line of a text says, if it is a dateline."""
    if found := dateline(body):
        yield DateClaim(BY_DATELINE, found.typed)


@dataclass(frozen=True)
class Dateline:
    """The place and the day, as they are typed, that a text begins with. `end` is where they do;
    they are `whole` if no emphasis begins in them and goes on."""

    place: str
    typed: str
    end: int
    whole: bool


def dateline(body: str) -> Dateline | None:
    """What a text begins with, if that is a dateline."""
    start = len(body) - len(body.lstrip())
    found = _DATELINE.match(body[start : start + 400])
    if found is None or not found[1][0].isupper():
        return None
    whole = len(re.findall(r"[*_]+", found[0])) % 2 == 0
    return Dateline(found[1].strip(" *_"), found[2], start + found.end(), whole)


def decide(claims: Sequence[DateClaim], zone: tzinfo) -> Decided:
    """The date on which all claims agree. The first of them that names a day is taken; if another
    says otherwise, or it may be read in two ways, that is a doubt."""
    read = [(claim, readings(claim.typed, zone)) for claim in claims]
    unread = next((claim for claim, found in read if not found), None)
    whole = [(claim, found) for claim, found in read if found and found[0].day]
    if not whole:
        return Decided()
    first, options = whole[0]
    rest = [(claim, found) for claim, found in read if found and claim is not first]
    fitting = [o for o in options if all(any(o.agrees(r) for r in found) for _, found in rest)]
    value = (fitting or options)[0].value
    if unread is not None:
        wrong = _contradiction(unread, first)
        return Decided(value, doubt=wrong)
    if not fitting:
        other = next(c for c, found in rest if not any(options[0].agrees(r) for r in found))
        return Decided(value, doubt=_contradiction(first, other))
    if len({(o.month, o.day) for o in fitting if o.value}) > 1 and not _same(first.typed):
        wrong = InvalidValue(
            N_("la fecha «{value}» se puede leer de dos maneras"),
            N_("Confirme el día y el mes, y apruebe el boletín."),
            value=first.typed,
        )
        return Decided(value, doubt=wrong)
    return Decided(value, note=_note(first.typed, value))


def _contradiction(first: DateClaim, other: DateClaim) -> InvalidValue:
    return InvalidValue(
        N_("la fecha no es segura: {reason} dice «{value}»; {pair}, «{other}»"),
        N_("Confirme la fecha y apruebe el boletín."),
        reason=first.where,
        value=first.typed,
        pair=other.where,
        other=other.typed,
    )


def _same(typed: str) -> bool:
    return bool(_ISO.match(typed.strip()))


def _note(typed: str, value: str) -> InvalidValue | None:
    exact = _ISO.fullmatch(typed.strip())
    if exact and (exact[7] is None or len(value) > len("2026-11-22")):
        return None
    return InvalidValue(
        N_("la fecha «{value}» se escribió {date}"),
        N_("Revísela si no es la misma."),
        value=typed.strip(),
        date=value,
    )


def readings(typed: str, zone: tzinfo) -> list[DateReading]:
    """Every day that a date may mean; none if it is not a date."""
    return list(_readings(typed.strip(), zone))


def _readings(typed: str, zone: tzinfo) -> Iterable[DateReading]:
    if found := re.fullmatch(r"(\d{4})(?:-(\d\d))?", typed):
        return [DateReading(int(found[1]), int(found[2] or 0))]
    if found := _ISO.fullmatch(typed):
        return _iso(found, zone)
    if found := _NUMBERS.fullmatch(typed):
        both = [(found[1], found[2]), (found[2], found[1])]
        days = [_day(found[3], month, day) for day, month in dict.fromkeys(both)]
        clock_ = f" {found[4]:0>5}" if found[4] else ""
        return [DateReading(d.year, d.month, d.day, f"{d}{clock_}") for d in days if d]
    if found := _DAY_FIRST.search(typed):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.search(typed):
        month, day, year = found.groups()
    else:
        return []
    if ":" in typed:
        try:
            moment = parsedate_to_datetime(typed)
        except ValueError:
            return []
        return _iso(_ISO.fullmatch(moment.isoformat(" ")), zone)
    made = _day(year, str(_MONTHS.get(month.lower(), 0)), day)
    return [DateReading(made.year, made.month, made.day, f"{made}")] if made else []


def _iso(found: re.Match[str] | None, zone: tzinfo) -> Iterable[DateReading]:
    if found is None:
        return []
    year, month, day, hour, minute, second, offset = found.groups()
    typed = _day(year, month, day)
    if typed is None:
        return []
    if not hour:
        return [DateReading(typed.year, typed.month, typed.day, f"{typed}")]
    offset = {"UTC": "Z", "GMT": "Z"}.get(offset or "", offset or "")
    bare = int(hour) == int(minute) == int(second or 0) == 0
    text = f"{typed}" if bare else f"{typed} {hour:0>2}:{minute}:{second or '00'}"
    if offset and not bare:
        text += f" {offset}"
    try:
        local = moments.moment(text, zone)
    except InvalidValue:
        return []
    text = text.replace(":00 ", " ") if text.count(":") > 1 else text
    both = dict.fromkeys((typed, local.date()))
    return [DateReading(d.year, d.month, d.day, _short(text)) for d in both]


def _short(text: str) -> str:
    """Without seconds that say nothing."""
    return re.sub(r"( \d\d:\d\d):00(?= |$)", r"\1", text)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

"""Calendars that other programs read: each event under an identity that never changes."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import build, bulletin, newsroom, write

from pregonero.moments import zone
from pregonero.release.manifest import media_type
from pregonero.render.data.timezones import timezone

ID = "0b4b4a5a-3f0c-4b8e-9a3c-1d2e3f4a5b6c"
HARD = "Ñandú; barro, \\ y «comillas» " * 6


def made(root: Path, toml: str | None = None, /, **group: Any) -> dict[str, bytes]:
    given = {"start": "2026-12-04 10:00", "place": "La plaza", **group}
    more = {k: given.pop(k) for k in ("changes", "title", "date", "status") if k in given}
    text = bulletin(**{"id": ID, "title": "Feria", "type": "evento", "event": given, **more})
    return build(write(root, {"bulletins/2026/feria.md": text}, toml))


def read(data: bytes) -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return found


def test_an_event_is_the_same_in_the_calendar_and_alone(tmp_path: Path) -> None:
    output = made(tmp_path, end="2026-12-04 12:00", accessibility="Hay rampa", how="Llegue")
    one, other = read(output["agenda.ics"]), read(output["evento/2026/feria/evento.ics"])
    assert one.to_ical() == other.to_ical()
    assert str(one["uid"]) == ID and one["status"] == "CONFIRMED"
    assert one.start == datetime(2026, 12, 4, 10, tzinfo=ZoneInfo("America/Mexico_City"))
    assert one.duration == timedelta(hours=2)
    assert one["location"] == "La plaza"
    assert "Accesibilidad: Hay rampa" in one["description"]
    assert one["dtstamp"].dt == one["last-modified"].dt == datetime(2026, 11, 20, 6, tzinfo=UTC)


def test_the_identity_stays_and_the_sequence_grows_with_each_change(tmp_path: Path) -> None:
    notes = [{"date": f"2026-11-2{n}", "note": "Cambió."} for n in (1, 2)]
    states = [
        {},
        {"title": "Otra feria", "date": "2026-11-19", "changes": notes[:1]},
        {"changes": notes, "state": "cancelled"},
    ]
    found = [read(made(tmp_path / str(n), **state)["agenda.ics"]) for n, state in enumerate(states)]
    assert {str(one["uid"]) for one in found} == {ID}
    sequence = [one["sequence"] for one in found]
    assert sequence == sorted(set(sequence))
    assert [one["status"] for one in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert found[2]["last-modified"].dt == datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_the_sequence_rises_when_a_cancellation_is_taken_back(tmp_path: Path) -> None:
    notes = [{"date": f"2026-11-2{n} 09:00", "note": "Cambió."} for n in (1, 1, 2)]
    told = [
        {},
        {"changes": notes[:1], "state": "cancelled"},
        {"changes": notes[:2]},  # in the same minute
        {"changes": notes, "state": "postponed"},
        {"changes": notes[:2], "modified": "2026-11-22 09:05"},  # by the date of revision alone
        {"changes": notes, "modified": "2026-11-22 09:05", "status": "withdrawn"},
    ]
    for part, names in (("event", "feria"), ("call", "beca")):
        found = []
        for n, state in enumerate(told):
            more = dict(state)
            group: dict[str, Any] = {"start": "2026-12-04 10:00", "place": "La plaza"}
            if part == "call":
                group = {"deadline": "2026-12-01"}
                more.pop("state", None)
            elif "state" in more:
                group["state"] = more.pop("state")
            kind = "evento" if part == "event" else "convocatoria"
            text = bulletin(**{"id": ID, "title": "T", "type": kind, part: group, **more})
            root = write(tmp_path / f"{part}{n}", {f"bulletins/2026/{names}.md": text})
            (data,) = (d for f, d in build(root).items() if f.startswith(kind) and ".ics" in f)
            found.append(read(data)["sequence"])
        assert found == sorted(set(found)), part


def test_a_postponed_event_is_tentative(tmp_path: Path) -> None:
    found = read(made(tmp_path, state="postponed")["agenda.ics"])
    assert found["status"] == "TENTATIVE" and found["summary"] == "Pospuesto: Feria"


def test_days_without_hours_are_whole_days(tmp_path: Path) -> None:
    found = read(made(tmp_path, start="2026-12-04", end="2026-12-06")["agenda.ics"])
    assert (found.start, found.end) == (date(2026, 12, 4), date(2026, 12, 7))


def test_lines_are_folded_and_text_is_escaped_and_comes_back_whole(tmp_path: Path) -> None:
    data = made(tmp_path, title=HARD.strip(), place=HARD, how=HARD)["agenda.ics"]
    assert data.endswith(b"\r\n") and not re.search(rb"(?<!\r)\n", data)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    found = read(data)
    assert found["summary"] == HARD.strip() and found["location"] == HARD.strip()


def test_the_deadline_of_a_call_is_an_event_of_its_own(tmp_path: Path) -> None:
    for number, (deadline, begins) in enumerate(
        {
            "2026-12-01": date(2026, 12, 1),
            "2026-12-01 15:00": datetime(2026, 12, 1, 21, tzinfo=UTC),
        }.items()
    ):
        text = bulletin(id=ID, title="Beca", type="convocatoria", call={"deadline": deadline})
        output = build(write(tmp_path / str(number), {"bulletins/2026/beca.md": text}))
        found = read(output["convocatoria/2026/beca/fecha-limite.ics"])
        assert found["summary"] == "Fecha límite: Beca" and found.start == begins
        assert str(found["uid"]) == str(uuid.uuid5(uuid.UUID(ID), "deadline"))


def test_a_calendar_without_events_is_one_still(tmp_path: Path) -> None:
    data = build(write(tmp_path, {}))["agenda.ics"]
    assert icalendar.Calendar.from_ical(data).walk("VTIMEZONE")


def test_a_veda_leaves_a_calendar_that_says_nothing(tmp_path: Path) -> None:
    veda = '[[veda]]\nname = "Veda"\nstarts = 2026-11-22\nends = 2026-11-30\n'
    output = made(tmp_path, newsroom(veda))
    assert b"VEVENT" not in output["agenda.ics"] + output["evento/2026/feria/evento.ics"]


def test_the_address_that_an_event_had_before_has_its_calendar_still(tmp_path: Path) -> None:
    text = bulletin(
        type="evento", event={"start": "2026-12-04 10:00", "place": "La plaza"},
        aliases=["/evento/2026/barro/"],
    )  # fmt: skip
    output = build(write(tmp_path, {"bulletins/2026/feria.md": text}))
    assert output["evento/2026/barro/evento.ics"] == output["evento/2026/feria/evento.ics"]


def test_files_are_served_as_calendars() -> None:
    for name in ("agenda.ics", "evento/2026/feria/evento.ics"):
        assert media_type(name) == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("name", ["America/Mexico_City", "Europe/Madrid", "America/Tijuana", "UTC"])
@given(at=st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 31)))
def test_a_zone_says_what_its_clocks_said(name: str, at: datetime) -> None:
    here = zone(name)
    parts = timezone(here, name, (2019, 2027)).subcomponents
    instant = at.replace(tzinfo=here).astimezone(UTC)
    begun = [
        (p["dtstart"].dt - p["tzoffsetfrom"].td, p["tzoffsetto"].td, str(p["tzname"]))
        for p in parts
    ]  # of each, when it began in UTC
    _, offset, short = max(one for one in begun if one[0] <= instant.replace(tzinfo=None))
    assert offset == instant.astimezone(here).utcoffset()
    assert short == instant.astimezone(here).tzname()

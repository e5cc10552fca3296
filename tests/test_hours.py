"""Whether an hour was typed, and dates at the ends of time."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from town import build, bulletin, faults, newsroom, question, run, standing, told, write

Site = Callable[..., Path]
NOW = "2026-11-23T12:00"

MIDNIGHTS = ["2026-12-01 00:00", "2026-12-01T00:00", "2026-12-01 00:00:00", "2026-12-01T06:00Z"]


def call(typed: str) -> str:
    return bulletin(
        title="Concurso", slug="concurso", type="convocatoria", call={"deadline": typed}
    )


def act(**event: str) -> str:
    given = {"place": "Plaza", **event}
    return bulletin(title="Desfile", slug="desfile", type="evento", event=given)


def files(root: Path, name: str) -> dict[str, str]:
    found = build(root)
    folder = next(path.rpartition("/")[0] for path in found if path.endswith(f"/{name}"))
    page = re.sub(r"<[^>]+>", "", found[f"{folder}/index.html"].decode())
    return {
        "page": " ".join(page.split()),
        "ics": found[f"{folder}/{name}"].decode(),
        "ld": found[f"{folder}/index.html"].decode(),
        "feed": found["feeds/rss.xml"].decode(),
        "agenda": found["agenda/index.html"].decode(),
    }


@pytest.mark.parametrize("typed", MIDNIGHTS)
def test_a_deadline_at_midnight_says_its_hour(site: Site, typed: str) -> None:
    made = files(site({"bulletins/2026/a.md": call(typed)}), "fecha-limite.ics")
    assert "Hasta el martes 1 de diciembre de 2026, 00:00 h" in made["page"]
    assert "DTSTART;TZID=America/Mexico_City:20261201T000000" in made["ics"]
    assert "1 de diciembre de 2026, 00:00" in made["feed"]


def test_a_deadline_of_a_day_says_the_day(site: Site) -> None:
    made = files(site({"bulletins/2026/a.md": call("2026-12-01")}), "fecha-limite.ics")
    assert "Hasta el martes 1 de diciembre de 2026 " in made["page"]
    assert "DTSTART;VALUE=DATE:20261201" in made["ics"]


@pytest.mark.parametrize("typed", MIDNIGHTS)
def test_an_event_that_begins_at_midnight_has_an_hour(site: Site, typed: str) -> None:
    made = files(site({"bulletins/2026/a.md": act(start=typed)}), "evento.ics")
    assert "martes 1 de diciembre de 2026, 00:00 h" in made["page"]
    assert "DTSTART;TZID=America/Mexico_City:20261201T000000" in made["ics"]
    assert '"startDate":"2026-12-01T00:00:00-06:00"' in made["ld"].replace('": "', '":"')
    assert "00:00" in made["agenda"]


def test_an_event_of_a_day_has_none(site: Site) -> None:
    made = files(site({"bulletins/2026/a.md": act(start="2026-12-01")}), "evento.ics")
    assert "martes 1 de diciembre de 2026" in made["page"] and "2026, 00:00" not in made["page"]
    assert "DTSTART;VALUE=DATE:20261201" in made["ics"]
    assert '"startDate":"2026-12-01"' in made["ld"].replace('": "', '":"')


def test_what_was_typed_is_known_from_the_cache_too(site: Site) -> None:
    root = site({"bulletins/2026/a.md": act(start="2026-12-01 00:00")})
    cold = build(root)
    assert build(root) == cold
    # Another file is read now, and this one comes from the cache.
    write(root, {"bulletins/2026/b.md": bulletin(title="Otro", slug="otro")})
    assert b"00:00" in build(root)["evento/2026/desfile/index.html"]
    assert build(root)["evento/2026/desfile/evento.ics"] == cold["evento/2026/desfile/evento.ics"]


def test_a_bulletin_of_a_day_shows_no_hour_and_one_at_midnight_does(site: Site) -> None:
    root = site(
        {
            "bulletins/2026/a.md": bulletin(slug="dia", expires="2026-12-30"),
            "bulletins/2026/b.md": bulletin(
                title="Otro", slug="hora", date="2026-11-20 00:00", expires="2026-12-30 00:00"
            ),
        }
    )
    found = build(root)
    day = found["nota/2026/dia/index.html"].decode()
    hour = found["nota/2026/hora/index.html"].decode()
    assert "00:00</time>" not in day and "23:59</time>" not in day
    assert "20 de noviembre de 2026, 00:00</time>" in hour
    assert "30 de diciembre de 2026, 00:00</time>" in hour


def test_what_a_reader_may_not_write_is_not_a_key(site: Site) -> None:
    for text in (
        bulletin(at_midnight=["date"]),
        act(start="2026-12-01", at_midnight=["start"]),  # type: ignore[arg-type]
    ):
        (line,) = faults(site({"bulletins/2026/a.md": text}))
        assert "la clave «at_midnight» no existe" in line


def test_a_term_that_ends_as_its_day_begins_is_asked_about(site: Site) -> None:
    root = site({"bulletins/2026/a.md": call("2026-12-01 00:00")})
    (line,) = faults(root)
    assert line.startswith("content/bulletins/2026/a.md:8: call.deadline: el plazo termina al empe")
    assert "escriba solo la fecha: 2026-12-01" in line
    assert not faults(site({"bulletins/2026/a.md": call("2026-12-01")}))


@pytest.mark.parametrize("typed", ["2026-11-30 24:00", "2026-11-30T24:00:00"])
def test_the_twenty_fourth_hour_is_told_with_what_to_write(site: Site, typed: str) -> None:
    (line,) = faults(site({"bulletins/2026/a.md": call(typed)}))
    assert line.startswith("content/bulletins/2026/a.md:8: call.deadline: la hora 24:00")
    assert "Escriba solo la fecha" in line


ENDS = [
    "0001-01-01",
    "9999-12-31",
    "0001-01-01 00:00+14:00",
    "9999-12-31 23:59-12:00",
    "0000-01-01",
]
FIELDS: dict[str, tuple[str, Callable[[str], str]]] = {
    "date": ("bulletins/2026/a.md", lambda t: bulletin(date=t)),
    "modified": ("bulletins/2026/a.md", lambda t: bulletin(modified=t)),
    "embargo": ("bulletins/2026/a.md", lambda t: bulletin(embargo=t)),
    "expires": ("bulletins/2026/a.md", lambda t: bulletin(expires=t)),
    "changes.1.date": (
        "bulletins/2026/a.md",
        lambda t: bulletin(changes=[{"date": t, "note": "Se corrigió."}]),
    ),
    "call.deadline": ("bulletins/2026/a.md", call),
    "event.start": ("bulletins/2026/a.md", lambda t: act(start=t)),
    "event.end": ("bulletins/2026/a.md", lambda t: act(start="2026-12-01", end=t)),
    "event.previous_start": (
        "bulletins/2026/a.md",
        lambda t: act(start="2026-12-01", previous_start=t),
    ),
    "live.starts": (
        "bulletins/2026/a.md",
        lambda t: bulletin(live={"url": "https://v.example/", "title": "En vivo", "starts": t}),
    ),
    "claim.claimed_on": (
        "bulletins/2026/a.md",
        lambda t: bulletin(
            title="Falso: x",
            type="aclaracion",
            claim={"claim": "X", "verdict": "falso", "evidence": ["Y"], "claimed_on": t},
        ),
    ),
    "starts": ("campaigns/a.md", lambda t: standing(starts=t)),
    "ends": ("campaigns/a.md", lambda t: standing(ends=t)),
    "asked": ("questions/a.md", lambda t: question(asked=t)),
    "answered": ("questions/a.md", lambda t: question(answered=t, state="respondida")),
}


@pytest.mark.parametrize("typed", ENDS)
@pytest.mark.parametrize("name", FIELDS)
def test_the_ends_of_time_are_told_with_their_line(site: Site, name: str, typed: str) -> None:
    path, text = FIELDS[name]
    lines = [line for line in faults(site({path: text(typed)})) if f": {name}: " in line]
    (line,) = lines
    assert line.startswith(f"content/{path}:")
    assert "está fuera de 1800 a 2200" in line and "quite la línea" in line


@pytest.mark.parametrize("command", ["check", "build", "next", "list"])
def test_no_command_ends_in_a_traceback_for_them(site: Site, command: str) -> None:
    root = site({"bulletins/2026/a.md": bulletin(expires="9999-12-31")})
    ended = run(command, "--at", NOW, cwd=root)
    assert "Traceback" not in told(ended)
    assert ended.returncode == (0 if command == "list" else 1)
    assert "expires" in told(ended) or command == "list"


@pytest.mark.parametrize("typed", ENDS)
def test_the_ends_of_time_are_told_in_the_newsroom_too(site: Site, typed: str) -> None:
    veda = f'\n[[veda]]\nname = "Veda"\nstarts = {json.dumps(typed)}\nends = "2026-12-01"\n'
    ended = run("check", cwd=site({"bulletins/2026/a.md": bulletin()}, newsroom(veda)))
    assert ended.returncode == 1 and "Traceback" not in told(ended)
    assert re.search(r"newsroom\.toml:\d+: veda\.1\.starts: ", told(ended))


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31"])
def test_a_moment_at_the_ends_of_time_is_a_wrong_call(site: Site, typed: str) -> None:
    root = site({"bulletins/2026/a.md": bulletin()})
    for command in ("check", "build", "next", "list"):
        ended = run(command, "--at", typed, cwd=root)
        assert ended.returncode == 2 and "Traceback" not in told(ended), told(ended)


def test_far_dates_within_them_are_published(site: Site) -> None:
    root = site(
        {
            "bulletins/1801/a.md": bulletin(date="1801-02-03", slug="vieja"),
            "bulletins/2026/b.md": act(start="1999-01-01", end="2199-12-31"),
            "bulletins/2026/c.md": bulletin(title="C", slug="c", expires="2200-12-31"),
            "bulletins/2026/d.md": call("2200-12-31"),
        }
    )
    assert not [line for line in faults(root) if "fuera de" in line]
    found = build(root)
    assert len([name for name in found if re.fullmatch(r"agenda/\d+/\d+/index.html", name)]) <= 12
    assert len(found["agenda.ics"]) < 60_000
    assert b"1801-02-03T00:00:00-06:37" in found["sitemap.xml"]
    assert b'datetime="1801-02-03T00:00:00-06:37"' in found["nota/1801/vieja/index.html"]
    assert run("next", "--at", NOW, cwd=root).returncode == 0


def test_notes_broadcasts_and_terms_of_a_day_show_no_hour(site: Site) -> None:
    live = {"url": "https://v.example/", "title": "En vivo", "starts": "2026-12-05"}
    changes = [{"date": "2026-11-21", "note": "Se corrigió."}]
    text = bulletin(slug="dia", live=live, changes=changes)
    at_midnight = text.replace("2026-12-05", "2026-12-05 00:00").replace(
        "2026-11-21", "2026-11-21 00:00"
    )
    for content, shown in ((text, False), (at_midnight, True)):
        page = build(site({"bulletins/2026/a.md": content}))["nota/2026/dia/index.html"].decode()
        assert page.count("21 de noviembre de 2026, 00:00</time>") == (2 if shown else 0)
        assert ("5 de diciembre de 2026, 00:00</time>" in page) is shown

"""The agenda and the calls: what is to come first, nothing that was public without an answer, and
a change told wherever the event is named."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from town import answering, build, bulletin, newsroom, pages, run, told, write

Site = Callable[..., Path]
VENUE = """
[venues.casa-de-cultura]
name = "Casa de Cultura"
address = "Calle de los Alfareros 20"
accessibility = "Hay rampa y elevador."
lat = 19.4892
lon = -98.4735
"""
FERIA = {
    "start": "2026-12-04 10:00", "end": "2026-12-06 20:00", "venue": "Casa de Cultura",
    "presides": "Presidencia Municipal", "how": "La entrada es libre.", "programme": ["Bienvenida"],
}  # fmt: skip


def event(title: str, start: str, **more: Any) -> str:
    group = {"start": start, "place": "La plaza", **more}
    return bulletin(f"Texto de {title}.", title=title, type="evento", event=group)


def call(title: str, deadline: str, date: str = "2026-11-02", **more: Any) -> str:
    group = {"deadline": deadline, **more}
    return bulletin(title=title, type="convocatoria", summary="Participe.", date=date, call=group)


FILES = {
    "bulletins/2026/feria.md": bulletin(
        "Hay feria.", title="Feria del Barro", type="evento", event=FERIA
    ),
    "bulletins/2026/carrera.md": event("Carrera", "2026-11-28 19:00", state="cancelado"),
    "bulletins/2026/cabildo.md": event("Cabildo", "2026-12-08", previous_start="2026-10-26 17:00"),
    "bulletins/2026/taller.md": event("Taller", "2026-11-20 09:00"),
    "bulletins/2026/mural.md": call("Mural", "2026-12-01 15:00"),
    "bulletins/2026/beca.md": call("Beca", "2026-11-10", result="lista.md"),
    "bulletins/2026/foro.md": call("Foro", "2026-11-12", result="Se oyeron doce propuestas."),
    "bulletins/2026/lista.md": bulletin(title="Lista de becas"),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(write(tmp_path_factory.mktemp("agenda"), FILES, newsroom(VENUE)))


@pytest.fixture(scope="module")
def found(output: dict[str, bytes]) -> dict[str, str]:
    return pages(output)


def node(text: str, kind: str) -> dict[str, Any]:
    graph = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return next(one for one in json.loads(graph)["@graph"] if one["@type"] == kind)


def test_what_is_to_come_comes_first_and_what_passed_is_in_its_month(found: dict[str, str]) -> None:
    listed = found["/agenda/"].partition('<ol class="acts"')[2]
    places = [listed.index(f">{title}</a>") for title in ("Carrera", "Feria del Barro", "Cabildo")]
    assert places == sorted(places) and ">Taller</a>" not in listed
    for month in ("2026/10", "2026/11", "2026/12"):
        assert f'href="/agenda/{month}/"' in found["/agenda/"]
    assert ">Taller</a>" in found["/agenda/2026/11/"]
    assert "/agenda/2026/09/" not in found


def test_a_month_is_a_table_with_a_caption_and_headers(found: dict[str, str]) -> None:
    text = found["/agenda/2026/12/"]
    assert '<caption id="tabla">Actos de diciembre de 2026</caption>' in text
    assert text.count('<th scope="col">') == 3 and text.count('<th scope="row">') == 2
    assert '<time datetime="2026-12-04T10:00:00-06:00">vie 4, <span>10:00\xa0h</span>' in text


def test_the_month_where_an_event_was_to_be_says_where_it_went(found: dict[str, str]) -> None:
    assert "Cambió de fecha:</strong>" in found["/agenda/2026/10/"]
    assert "martes 8 de diciembre de 2026" in found["/agenda/2026/10/"]


def test_a_venue_is_written_once_and_told_in_every_event(found: dict[str, str]) -> None:
    text = found["/evento/2026/feria/"]
    for part in (
        "Casa de Cultura", "Calle de los Alfareros 20", "Hay rampa y elevador.",
        "Presidencia Municipal", "La entrada es libre.", "Ficha de protocolo",
        "https://www.openstreetmap.org/?mlat=19.489200",
        'type="text/calendar" title="Este evento" href="/evento/2026/feria/evento.ics"',
    ):  # fmt: skip
        assert part in text.replace("&amp;", "&"), part


def test_a_cancelled_event_says_so_everywhere(
    output: dict[str, bytes], found: dict[str, str]
) -> None:
    text = found["/evento/2026/carrera/"]
    assert "<title>Cancelado: Carrera · " in text and "Evento cancelado." in text
    assert '<meta property="og:title" content="Cancelado: Carrera">' in text
    assert node(text, "Event")["eventStatus"] == "https://schema.org/EventCancelled"
    for address in ("/", "/archivo/", "/evento/", "/agenda/", "/agenda/2026/11/"):
        near = found[address].partition("/evento/2026/carrera/")
        around = near[0][-400:] + near[2][:400]
        assert ">Cancelado</" in around, address
    for name in ("feeds/rss.xml", "feeds/atom.xml"):
        titles = [one.title for one in feedparser.parse(output[name]).entries]
        assert "Cancelado: Carrera" in titles
    items = {i["title"]: i for i in json.loads(output["feeds/feed.json"])["items"]}
    assert "Evento cancelado." in items["Cancelado: Carrera"]["content_html"]
    assert "SUMMARY:Cancelado: Carrera\r\n" in output["agenda.ics"].decode()
    beside = [page for page in found.values() if 'evento/2026/carrera/" rel="' in page]
    assert beside and all(">Cancelado: Carrera</a>" in page for page in beside)
    index = b"".join(data for name, data in output.items() if name.startswith("buscar/"))
    assert b'"Cancelado: Carrera"' in index and b'"Carrera"' not in index


def test_machines_are_told_when_where_and_how(found: dict[str, str]) -> None:
    feria = node(found["/evento/2026/feria/"], "Event")
    assert feria["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert feria["location"]["geo"]["latitude"] == 19.4892
    assert feria["location"]["amenityFeature"]["value"] == "Hay rampa y elevador."
    assert feria["organizer"] == {"@id": "https://prensa.sanjacinto.example/#organisation"}
    moved = node(found["/evento/2026/cabildo/"], "Event")
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert moved["startDate"] == "2026-12-08" and moved["previousStartDate"] == "2026-10-26"
    beca = node(found["/convocatoria/2026/beca/"], "NewsArticle")["potentialAction"]
    assert beca["actionStatus"] == "https://schema.org/CompletedActionStatus"
    assert beca["endTime"] == "2026-11-10T23:59:59-06:00"


def test_calls_are_open_or_closed_by_the_moment(tmp_path: Path) -> None:
    root = write(tmp_path, FILES, newsroom(VENUE))
    for at, state, words in (
        ("2026-12-01T15:00", "Abierta", "Hasta el "), ("2026-12-01T15:01", "Cerrada", "Cerró el ")
    ):  # fmt: skip
        found = pages(build(root, at))
        for address in ("/convocatoria/2026/mural/", "/convocatoria/", "/agenda/convocatorias/"):
            assert f">{state}</" in found[address].split("Más recientes")[0], address
            when = '<time datetime="2026-12-01T15:00:00-06:00">martes 1 de diciembre de 2026'
            assert f"{words}{when}" in found[address], address


def test_a_result_is_linked_both_ways(found: dict[str, str]) -> None:
    for address in ("/convocatoria/2026/beca/", "/agenda/convocatorias/"):
        assert '<a href="/nota/2026/lista/">Lista de becas</a>' in found[address]
    assert '<a href="/convocatoria/2026/beca/">Beca</a>' in found["/nota/2026/lista/"]
    assert "Se oyeron doce propuestas." in found["/convocatoria/2026/foro/"]


def test_a_result_that_is_not_public_yet_is_not_told(site: Site) -> None:
    draft = bulletin(title="Lista de becas", status="draft")
    output = build(site({**FILES, "bulletins/2026/lista.md": draft}, newsroom(VENUE)))
    named = re.compile(rb"Lista de becas|lista\.md|/lista/")
    assert not [name for name, data in output.items() if named.search(data)]


def test_what_was_in_the_agenda_answers_for_ever(site: Site) -> None:
    expiring = bulletin(
        title="Muestra", type="evento", expires="2026-11-25",
        event={"start": "2027-01-09 10:00", "place": "La plaza"},
    )  # fmt: skip
    root = site({**FILES, "bulletins/2026/muestra.md": expiring}, newsroom(VENUE))
    before = answering(build(root))
    text = event("Taller", "2026-11-20 09:00").replace(
        'status: "approved"',
        'status: "withdrawn"\nchanges: [{date: "2026-11-26", note: "No se hizo."}]',
    )
    write(root, {"bulletins/2026/taller.md": text}, newsroom(VENUE))
    after = build(root, "2026-11-27")
    assert before <= answering(after)
    assert "Ya no hay actos en este mes." in pages(after)["/agenda/2027/01/"]
    assert b"STATUS:CANCELLED" in after["evento/2026/taller/evento.ics"]
    assert b"Texto" not in after["evento/2026/taller/evento.ics"]


def test_the_menu_has_an_agenda_if_there_is_something_in_it(site: Site) -> None:
    assert 'href="/agenda/"' not in pages(build(site({})))["/"]
    found = pages(build(site(FILES, newsroom(VENUE))))
    assert '<li><a href="/agenda/">Agenda</a></li>' in found["/"]
    assert "Próximos actos" in found["/"]


def test_next_knows_when_an_event_passes_and_a_call_closes(site: Site) -> None:
    said = told(run("next", "--at", "2026-11-23T12:00", cwd=site(FILES, newsroom(VENUE))))
    assert "2026-12-01T15:00:01-06:00  cierra la convocatoria: content/bulletins/2026/mural" in said
    assert "2026-12-06T20:00:01-06:00  pasa el evento: content/bulletins/2026/feria.md" in said

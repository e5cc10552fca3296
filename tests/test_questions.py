"""Questions of the public: what is shown of each, when, and what is told of how soon they are
answered."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from town import (
    DAY,
    build,
    bulletin,
    faults,
    newsroom,
    pages,
    question,
    read,
    standing,
    town_id,
)

from pregonero.diagnostics import ProblemsFound
from pregonero.edition.schedule import forthcoming
from pregonero.render.pages.reply_times import late

Site = Callable[..., Path]
Live = Callable[..., dict[str, bytes]]
MEXICO = ZoneInfo("America/Mexico_City")
DIALOGUE = """
[dialogue]
phone = "+52 246 000 0001"
whatsapp = "+52 246 000 0002"
email = "dialogo@sanjacinto.example"
reply_days = 10
"""
TOML = newsroom(DIALOGUE)
FORM = 'form = "https://formas.example/enviar"\nprivacy = "aviso"\n'
VEDA = '[[veda]]\nname = "Veda"\nstarts = 2026-11-22\nends = 2026-11-30\ntopics = ["salud"]\n'
ANSWERED = {"state": "answered", "answered": "2026-11-12 10:00"}
ONE = "questions/2026/uno.md"
PAGE = "/dialogo/2026/uno/"


@pytest.fixture
def publish(site: Site) -> Live:
    """The bytes of a site of these files."""

    def make(files: dict[str, str], toml: str | None = None) -> dict[str, bytes]:
        return build(site(files, toml))

    return make


def test_a_question_and_its_answer_have_a_page_and_so_has_what_it_is_about(publish: Live) -> None:
    shown = publish(
        {
            ONE: question(
                about=town_id("La obra"), question="¿Y el agua\n\nde mi calle?", **ANSWERED
            ),
            "bulletins/2026/obra.md": bulletin(title="La obra"),
        },
        TOML,
    )
    one = pages(shown)[PAGE]
    for text in ("2 días después", "La ciudadanía", "<p>de mi calle?</p>", "El lunes a las ocho."):
        assert text in one
    assert '<a href="/nota/2026/obra/">La obra</a>' in one
    assert f'<a href="{PAGE}">¿Cuándo vuelve el agua?</a>' in pages(shown)["/nota/2026/obra/"]
    assert f'<a href="{PAGE}">¿Cuándo vuelve el agua?</a>' in pages(shown)["/dialogo/"]
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', one)[0])["@graph"]
    asked = next(node for node in data if node["@type"] == "Question")
    assert "QAPage" not in str(data), "nobody else may answer here"
    assert (asked["name"], asked["answerCount"]) == ("¿Cuándo vuelve el agua?", 1)
    assert asked["acceptedAnswer"]["dateCreated"] == "2026-11-12T10:00:00-06:00"
    assert f"{PAGE}</loc>".encode() in shown["sitemap.xml"]
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert b"El lunes a las ocho." in shown[f"feeds/dialogo/{name}"]


def test_of_one_without_answer_the_title_alone_is_public(publish: Live) -> None:
    files = {ONE: question("Secreta por ahora.", question="Palabras secretas.")}
    shown = publish(files, TOML)
    assert b"ecret" not in b"".join(shown.values())
    assert "Todavía no hay." in pages(shown)[PAGE]


def test_an_answer_that_is_not_due_yet_is_in_no_byte(site: Site) -> None:
    files = {ONE: question("Respuesta secreta.", state="answered", answered="2026-11-25")}
    root = site(files, TOML)
    _, _, before = read(root)
    _, _, after = read(root, "2026-11-25")
    assert [(q.state, q.text) for q in before.questions] == [("received", "")]
    assert [q.state for q in after.questions] == ["answered"]


def test_a_draft_is_nowhere_and_a_withdrawn_one_leaves_a_notice(publish: Live) -> None:
    shown = publish(
        {ONE: question(status="draft", title="Borrador"), "questions/2026/dos.md": question(
            title="Retirada", status="withdrawn", **ANSWERED)},
        TOML,
    )  # fmt: skip
    text = pages(shown)
    assert PAGE not in text and b"Borrador" not in b"".join(shown.values())
    assert "Retirada" in text["/dialogo/2026/dos/"] and "El lunes" not in text["/dialogo/2026/dos/"]
    assert "Retirada" not in text["/dialogo/"]


def test_times_are_told_of_twelve_months_and_late_ones_day_by_day(site: Site) -> None:
    def asked(name: str, day: str, answered: str | None) -> dict[str, str]:
        state = {"state": "answered", "answered": answered} if answered else {}
        given = {"title": f"¿{name}?", "asked": day, **state}
        return {f"questions/2026/{name}.md": question("Sí." if answered else "", **given)}

    root = site(
        {
            **asked("vieja", "2025-01-01", "2025-11-20"),
            **asked("pronta", "2026-11-01 23:00", "2026-11-02 01:00"),
            **asked("media", "2026-11-01", "2026-11-04"),
            **asked("lenta", "2026-10-01", "2026-10-31"),
            **asked("tarde", "2026-11-10", None),
            **asked("espera", "2026-11-15", None),
        },
        TOML,
    )
    inline = re.sub(r"</?(time|strong)\b[^>]*>", "", pages(build(root))["/dialogo/"])
    text = " ".join(re.sub(r"<[^>]+>", " ", inline).split())
    for words in (
        "Respondidas en doce meses 3 ",
        "La mitad, en 3 días o menos",
        "La que más tardó 30 días",
        "En el plazo prometido 2 de 3",
        "¿tarde? Preguntada el 10 de noviembre de 2026. 3 días de atraso",
        "¿espera? Preguntada el 15 de noviembre de 2026. El plazo termina el 25 de noviembre",
    ):
        assert words in text
    assert "4 días de atraso" in pages(build(root, "2026-11-24T00:00"))["/dialogo/"]
    in_time = pages(build(root, "2026-11-20T23:59"))["/dialogo/"]
    assert "atraso" not in in_time and "Hoy ninguna pregunta" in in_time


def test_next_knows_when_questions_change_the_site(site: Site) -> None:
    root = site({ONE: question("", asked=DAY)}, TOML)
    room, archive, _ = read(root)
    days = [datetime(2026, 11, 23, 12, tzinfo=MEXICO), datetime(2026, 12, 1, 12, tzinfo=MEXICO)]
    found = [forthcoming(archive, room, day)[0].at for day in days]
    assert [f"{at:%Y-%m-%d %H:%M}" for at in found] == ["2026-12-01 00:00", "2026-12-02 00:00"]
    # What the edition itself found that it hangs on.
    for day, at in zip(days, found, strict=True):
        _, _, edition = read(root, day)
        late(edition, edition.questions)
        assert edition.clock.until - at <= timedelta(microseconds=1)


def test_a_veda_leaves_the_topics_it_exempts(publish: Live) -> None:
    shown = publish(
        {ONE: question(topic="agua", **ANSWERED),
         "questions/2026/salud.md": question(title="¿Hay vacunas?", topic="salud", **ANSWERED)},
        newsroom(DIALOGUE + VEDA),
    )  # fmt: skip
    text = pages(shown)
    assert "¿Cuándo vuelve el agua?" not in "".join(text.values())
    assert PAGE in text and "¿Hay vacunas?" in text["/dialogo/"]
    assert "Durante la veda electoral" in text["/dialogo/"]


def test_full_pages_of_questions_stay_where_they_are(publish: Live) -> None:
    def one(number: int) -> str:
        day = f"2026-0{1 + number // 28}-{1 + number % 28:02}"
        return question(title=f"¿Número {number}?", asked=day, state="answered", answered=day)

    shown = publish({f"questions/2026/n{n}.md": one(n) for n in range(45)}, TOML)
    lists = {a: t for a, t in pages(shown).items() if re.fullmatch(r"/dialogo/(pagina/\d/)?", a)}
    assert sorted(lists) == ["/dialogo/", "/dialogo/pagina/2/", "/dialogo/pagina/3/"]
    assert "¿Número 44?" in lists["/dialogo/"] and "¿Número 0?" in lists["/dialogo/pagina/2/"]
    for number in range(45):
        assert sum(f"¿Número {number}?" in text for text in lists.values()) == 1


def test_the_rules_of_respect_are_those_of_the_page_that_is_named(publish: Live) -> None:
    files = {"pages/reglas.md": standing("Hable **claro** y sin gritos.", title="Reglas")}
    shown = publish(files, newsroom(DIALOGUE + 'rules = "reglas"\n'))
    assert "Hable <strong>claro</strong>" in pages(shown)["/dialogo/"]


def test_without_the_table_and_without_questions_nothing_is_offered(publish: Live) -> None:
    shown = publish({"bulletins/2026/n.md": bulletin()})
    assert "/dialogo/" not in b"".join(shown.values()).decode(errors="replace")
    assert not [name for name in shown if "dialogo" in name]


BAD: dict[str, tuple[dict[str, object], str, str]] = {
    "a telephone": ({"question": "Llame al 246 111 2233"}, "question", "246 111 2233 no es de la"),
    "an e-mail": ({"title": "¿Y juan.perez@gmail.com?"}, "title", "el correo juan.perez@gmail.com"),
    "a key of a person": ({"question": "CURP TORA850412MTLRSN01"}, "question", "hay una CURP"),
    "answered too soon": (
        {"state": "answered", "answered": "2026-11-09"},
        "answered",
        "se respondió antes de preguntarse",
    ),
    "no answer": ({**ANSWERED, "body": ""}, "state", "la pregunta no tiene respuesta"),
    "no reason": (
        {**ANSWERED, "state": "declined", "body": ""},
        "state",
        "no dice por qué no se responde",
    ),
    "no moment": ({"state": "answered"}, "answered", "la pregunta dice que se respondió"),
    "received and answered": ({"answered": "2026-11-12"}, "state", "su trámite es «recibida»"),
    "about nothing": ({"about": town_id("Nada")}, "about", "no existe el boletín sobre el que"),
    "a state that is none": ({"state": "lista"}, "state", "«lista» no es un valor admitido"),
    "a name": ({"by": "Juan Pérez"}, "by", "«Juan Pérez» no es un valor admitido"),
    "a topic that is none": ({"topic": "agu"}, "topic", "¿Quiso decir «agua»?"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_told_with_its_line(site: Site, case: str) -> None:
    given, field, gist = BAD[case]
    text = question(**given)
    (told,) = faults(site({ONE: text}, TOML))
    rows = [row.partition(":")[0] for row in text.split("\n")]
    line = rows.index(field) + 1 if field in rows else ""
    assert gist in told and told.startswith(f"content/{ONE}:{line}"), told


def test_spanish_keys_and_words_say_the_same(site: Site) -> None:
    text = """---
id: 3b1c9a52-1111-4111-8111-111111111111
título: ¿Cuándo vuelve el agua?
preguntada: 2026-11-10
respondida: 2026-11-12
trámite: no procede
quién: medios
testada: sí
estado: aprobada
---

No nos toca.
"""
    _, archive, edition = read(site({ONE: text}, TOML))
    (one,) = edition.questions
    assert not archive.problems
    assert (one.state, one.by, one.redacted, one.days) == ("declined", "media", True, 2)
    assert one.due(1) - one.asked == timedelta(days=2, seconds=-1)


@pytest.mark.parametrize(
    ("toml", "gist"),
    [
        (DIALOGUE + 'form = "http://x.example/"\nprivacy = "aviso"\n', "no va cifrada"),
        (DIALOGUE + 'form = "https://x.example/"\n', "necesita su aviso de privacidad"),
        (DIALOGUE + 'rules = "reglas"\n', "no existe la página «reglas»"),
        (DIALOGUE + 'privacy = "aviso"\n', "no existe la página «aviso»"),
        (DIALOGUE + 'phone_2 = "1"\n', "dialogue.phone_2"),
        ('[subscribe]\nemail_list = "alta"\n', "«alta» no es una dirección web"),
    ],
)
def test_a_table_that_promises_what_is_not_there(site: Site, toml: str, gist: str) -> None:
    root = site({ONE: question(**ANSWERED)}, newsroom(toml))
    try:
        told = faults(root)
    except ProblemsFound as found:
        told = [problem.show("es") for problem in found.problems]
    assert any(gist in line and line.startswith("newsroom.toml:") for line in told), told

"""Front matter says what was typed, at its line, or says that it cannot."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from town import bulletin, faults, newsroom, read, write

from pregonero.content import reader
from pregonero.content.frontmatter import parse
from pregonero.content.model.bulletin import Bulletin
from pregonero.invisible_characters import all_seen
from pregonero.newsroom.loader import load
from pregonero.newsroom.model import Newsroom

MEXICO = timezone(timedelta(hours=-6))

# Anything a person may type on a line, with what YAML takes for something else.
words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=40
) | st.sampled_from(
    [
        "no",
        "12:30",
        "010",
        "null",
        "~",
        "- a",
        "a: b",
        "#uno",
        "«x»",
        "'",
        '"',
        "&a",
        "*a",
        "=",
        "<<",
    ]
)
texts = words.map(str.strip).filter(bool).filter(all_seen)
values: Any = st.recursive(
    st.booleans() | st.integers(-99_999, 99_999) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def header(values: object) -> str:
    return f"---\n{yaml.safe_dump(values, allow_unicode=True, sort_keys=False)}---\ntexto\n"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    path = tmp_path_factory.mktemp("sala") / "newsroom.toml"
    path.write_text(newsroom(), "utf-8")
    return load(path, {})


def made(text: str, room: Newsroom, path: str = "bulletins/2026/nota.md") -> Bulletin:
    entry, problems = reader.read(text.encode(), path, room.zone)
    assert entry, [p.show("es") for p in problems]
    assert isinstance(entry.document, Bulletin)
    return entry.document


@given(st.dictionaries(texts, values, min_size=1, max_size=5))
def test_what_yaml_writes_is_read_as_it_was(written: dict[str, object]) -> None:
    found = parse(header(written), "a.md")
    assert not found.problems
    assert found.values == written
    assert found.body == "texto\n"


@given(st.dictionaries(st.from_regex("k[a-z]{1,8}", fullmatch=True), values, min_size=1))
def test_every_value_knows_its_line(written: dict[str, object]) -> None:
    text = header(written)
    found = parse(text, "a.md")
    for key in written:
        assert text.split("\n")[found.line((key,)) - 1].startswith(f"{key}:")


#: What `dateline` takes for whether there is one.
YES_OR_NO = ("yes", "sí", "si", "no")
moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=MEXICO)
)


@given(
    identity=st.uuids(),
    title=texts.filter(lambda t: len(t) <= 200),
    summary=texts,
    deck=st.lists(texts, max_size=6),
    tags=st.lists(texts, max_size=4),
    date=moments,
    dateline=texts.filter(lambda t: t.lower() not in YES_OR_NO),
)
def test_a_bulletin_holds_what_was_written(
    room: Newsroom,
    identity: UUID,
    title: str,
    summary: str,
    deck: list[str],
    tags: list[str],
    date: datetime,
    dateline: str,
) -> None:
    from unicodedata import normalize

    written = {
        "id": str(identity),
        "type": "nota",
        "title": title,
        "summary": summary,
        "deck": deck,
        "tags": tags,
        "date": date.isoformat(),
        "dateline": dateline,
    }
    # Mended as the whole file is: joined accents.
    found = made(normalize("NFC", header(written)), room)

    def nfc(typed: str) -> str:
        return normalize("NFC", typed).strip()

    assert found.id == identity and found.date == date
    assert (found.title, found.summary, found.dateline) == tuple(
        map(nfc, (title, summary, dateline))
    )
    assert found.deck == tuple(map(nfc, deck)) and found.tags == tuple(map(nfc, tags))


SPANISH = """---
id: 6f0f1a36-2a5a-4d3e-8f43-0d3b0ad3f001
{tipo}: evento
{titulo}: Feria del agua
{resumen}: Se enseña a cuidar el agua.
{balazos}:
  - Entrada libre
{fecha}: 2026-11-20
{estado}: Aprobado
{tema}: Obras públicas
{etiquetas}: [agua]
{campana}: Agua limpia
{vence}: 2026-12-01
{lugar}: San Jacinto
evento:
  inicio: 2026-11-25 10:00
  fin: 2026-11-25 12:00
  lugar: La plaza
  {direccion}: Calle Real 1
  accesibilidad: Hay rampa
  orden_del_dia: [Bienvenida]
cambios:
  - fecha: 2026-11-21
    nota: Cambió la hora
fotos:
  - archivo: feria.jpg
    texto_alternativo: Una fuente con agua
    pie: La fuente
    {credito}: Prensa
    menores: sí
    consentimiento: Oficio 3
---
Texto.
"""
KEYS = """tipo titulo resumen balazos fecha estado tema etiquetas campana vence lugar direccion
credito"""
PLAIN = {name: name for name in KEYS.split()}
ACCENTED = PLAIN | {
    "titulo": "título",
    "campana": "campaña",
    "direccion": "dirección",
    "credito": "crédito",
    "tipo": "Tipo",
    "fecha": "FECHA",
}


@pytest.mark.parametrize("keys", [PLAIN, ACCENTED], ids=["plain", "accented"])
def test_every_key_may_be_written_in_spanish(room: Newsroom, keys: dict[str, str]) -> None:
    found = made(SPANISH.format(**keys), room)
    assert found.type == "evento" and found.title == "Feria del agua"
    assert found.summary == "Se enseña a cuidar el agua." and found.deck == ("Entrada libre",)
    assert found.status == "approved" and found.topic == "obras-publicas"
    assert found.campaign == "agua-limpia" and found.dateline == "San Jacinto"
    assert found.expires == datetime(2026, 12, 1, 23, 59, 59, tzinfo=MEXICO)
    assert found.event and found.event.place == "La plaza"
    assert found.event.address == "Calle Real 1" and found.event.programme == ("Bienvenida",)
    assert found.changes[0].note == "Cambió la hora"
    (photo,) = found.photos
    assert (photo.file, photo.caption, photo.credit) == ("feria.jpg", "La fuente", "Prensa")
    assert photo.minors is True and photo.consent == "Oficio 3"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("borrador", "draft"),
        ("Aprobado", "approved"),
        ("RETIRADO", "withdrawn"),
        ("draft", "draft"),
    ],
)
def test_a_status_may_be_written_in_spanish(room: Newsroom, typed: str, status: str) -> None:
    text = bulletin(status=typed, changes=[{"date": "2026-11-21", "note": "Se retira."}])
    assert made(text, room).status == status


def test_a_bulletin_that_does_not_say_it_is_approved_is_a_draft(room: Newsroom) -> None:
    assert made(bulletin(status=None), room).status == "draft"


def test_a_bare_date_is_its_first_second_and_a_deadline_its_last(room: Newsroom) -> None:
    found = made(bulletin(type="aviso", date="2026-11-20", expires="2026-11-21"), room)
    assert found.date.isoformat() == "2026-11-20T00:00:00-06:00"
    assert found.expires and found.expires.isoformat() == "2026-11-21T23:59:59-06:00"


def test_mexico_moved_its_clocks_until_2022_and_not_since(room: Newsroom) -> None:
    assert made(bulletin(date="2022-07-01"), room).date.utcoffset() == timedelta(hours=-5)
    assert made(bulletin(date="2023-07-01"), room).date.utcoffset() == timedelta(hours=-6)


def test_an_instant_of_another_zone_is_shown_in_the_offices(room: Newsroom) -> None:
    found = made(bulletin(date="2026-11-20T05:00:00Z"), room)
    assert found.date.isoformat() == "2026-11-19T23:00:00-06:00"
    assert found.address == "/nota/2026/nota/"


def test_blank_lines_and_carriage_returns_around_the_header_do_no_harm(room: Newsroom) -> None:
    text = "\n\n" + bulletin("Uno.\n\n---\n\nDos.").replace("\n", "\r\n")
    entry, _ = reader.read(text.encode(), "bulletins/2026/nota.md", room.zone)
    assert entry and entry.document.title == "Se repara la red de agua"
    assert reader.words(text.encode(), entry.body_line).split() == ["Uno.", "---", "Dos."]


def test_a_dated_file_name_gives_its_words_to_the_address(room: Newsroom) -> None:
    path = "bulletins/2026/2026-11-20-Señal-de-Agua.md"
    assert made(bulletin(), room, path).address == "/nota/2026/senal-de-agua/"


def test_all_that_is_wrong_is_told_at_once_with_the_line_of_each(tmp_path: Path) -> None:
    text = """---
title: no
fecha: 30 de febrero
tipo: nota
tema: aguas
etiquetas:
  - uno
  - 010
evento:
  inicio: mañana
  lugar: La plaza
  horas: 3
---
"""
    found = [line.split(" ")[0] for line in faults(write(tmp_path, {"bulletins/2026/a.md": text}))]
    file = "content/bulletins/2026/a.md"
    assert {f"{file}:2:", f"{file}:3:", f"{file}:8:", f"{file}:10:", f"{file}:12:"} <= set(found)
    shown = " ".join(faults(tmp_path))
    for field in ("title", "fecha", "etiquetas.2", "evento.inicio", "evento.horas", "id"):
        assert f": {field}: " in shown


@pytest.mark.parametrize(
    ("raw", "gist"),
    [
        ("title: !!python/object:os.system x", "no se admite la etiqueta"),
        ("title: &a x\ndeck: [*a]", "no se admiten anclas"),
        ("<<: {title: x}", "«<<»"),
        ("? [a, b]\n: x", "«?»"),
        ("- uno\n- dos", "«clave: valor»"),
        ("solo un texto", "«clave: valor»"),
        ("title: x\n  date: y", "nota.md:"),
        ("title: 'sin cerrar", "nota.md:"),
        ("title: x\x07", "nota.md:"),
        ("{" * 500, "nota.md:"),
    ],
)
def test_yaml_that_people_do_not_write_is_refused(tmp_path: Path, raw: str, gist: str) -> None:
    root = write(tmp_path, {"bulletins/2026/nota.md": f"---\n{raw}\n---\nTexto.\n"})
    assert gist in " ".join(faults(root))


@given(
    st.text(max_size=300) | st.text(st.sampled_from("-: \n\t[]{}&*!|>'\"#%@`,?ab1"), max_size=80)
)
def test_no_header_breaks_the_reader(typed: str) -> None:
    for text in (typed, f"---\n{typed}\n---\n"):
        found = parse(text, "a.md")
        assert found.problems or found.values or text.strip()
        for problem in found.problems:
            assert problem.show("es").startswith(f"a.md:{problem.line}: ")
            assert 1 <= problem.line <= text.count("\n") + 1


def test_the_line_of_a_warning_in_the_text_is_the_files_own(tmp_path: Path) -> None:
    text = bulletin("\n\n\nUno.\n\n■ Dos\n\nVea [tres](tres.md).")
    lines = text.split("\n")
    found = faults(write(tmp_path, {"bulletins/2026/nota.md": text}))
    places = {"■": lines.index("■ Dos") + 1, "tres.md": lines.index("Vea [tres](tres.md).") + 1}
    for mark, line in places.items():
        (told,) = [one for one in found if mark in one]
        assert told.startswith(f"content/bulletins/2026/nota.md:{line}: ")


def test_a_text_with_nothing_wrong_has_no_problems(tmp_path: Path) -> None:
    write(tmp_path, {"bulletins/2026/nota.md": bulletin("Uno, «dos» y “tres”.")})
    _, archive, _ = read(tmp_path)
    assert not archive.problems

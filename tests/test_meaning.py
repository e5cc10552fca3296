"""What is another thing that a bulletin says, and what is only how it is written."""

import time
from zoneinfo import ZoneInfo

import pytest
from town import bulletin

from pregonero.content import reader
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.text_diff import BulletinState, differences, substantive

ZONE = ZoneInfo("America/Mexico_City")


def state(text: str = "", **values: object) -> BulletinState:
    entry, problems = reader.read(
        bulletin(text, **{"slug": "x", **values}).encode(), "bulletins/2026/x.md", ZONE
    )
    assert entry and isinstance(entry.document, Bulletin), problems
    return BulletinState(entry.document, text)


MINOR = [
    ("El agua  vuelve\nel lunes.", "El agua vuelve el lunes"),
    ("El publico entra.", "El público entra."),
    ('Se dice "agua".', "Se dice «agua»."),
    ("Abre la biblioteca munisipal.", "Abre la biblioteca municipal."),
    ("Abre la bibloiteca.", "Abre la biblioteca."),
    ("Se debe acer fila.", "Se debe hacer fila."),
    ("De 10-20 horas.", "De 10–20 horas."),
    ("Cuesta 1,500 pesos.", "Cuesta 1500 pesos."),
    ("A las 09:00 horas.", "A las 9:00 horas."),
    ("Habrá **agua** en [la plaza](a.md).", "Habrá agua en [la plaza](b.md)."),
    ("EL AGUA VUELVE", "El agua vuelve"),
    ("Se abre el re gistro.", "Se abre el registro."),
    ("- uno\n- dos", "* uno\n* dos"),
    ("La reparacíon", "La reparación"),
]
SUBSTANTIVE = [
    ("El corte es el martes.", "El corte es el miércoles."),
    ("Será en junio.", "Será en julio."),
    ("Son 120 calles.", "Son 130 calles."),
    ("Cuesta 1.500 pesos.", "Cuesta 15.00 pesos."),
    ("A las 10:00 horas.", "A las 11:00 horas."),
    ("No se cobra.", "Se cobra."),
    ("Habla Rosa Pérez.", "Habla Rosa Peres."),
    ("El acto con cargo.", "El acto sin cargo."),
    ("Hay un incremento.", "Hay un decremento."),
    ("Es legal.", "Es ilegal."),
    ("Está habilitado.", "Está inhabilitado."),
    ("La plaza del norte.", "La plaza del centro."),
    ("Vienen mayores.", "Vienen menores."),
    ("Pagaron el agua.", "Pagarán el agua y la luz."),
    ("Sube 5 puntos.", "Sube 5% puntos."),
    ("Baja a 3 grados.", "Baja a -3 grados."),
    ("Uno. Dos. Tres.", "Uno. Tres."),
    ("Calle Hidalgo 1", "Calle Hidalgo 1 bis"),
    ("Dos personas", "Doce personas"),
]


@pytest.mark.parametrize(("before", "after"), MINOR)
def test_how_it_is_written_is_minor(before: str, after: str) -> None:
    found = differences(state(before), state(after))
    assert found and not any(one.substantive for one in found)


@pytest.mark.parametrize(("before", "after"), SUBSTANTIVE)
def test_what_it_says_is_substantive(before: str, after: str) -> None:
    assert substantive(state(before), state(after))
    assert substantive(state(title=before), state(title=after))
    assert substantive(state(deck=[before]), state(deck=[after]))


def test_nothing_changed_is_no_difference() -> None:
    same = state("El agua vuelve.", summary="Vuelve.")
    assert differences(same, same) == []


def test_a_difference_says_where_it_is_and_both_words() -> None:
    before = "Uno.\n\nEl corte es el martes 5 de mayo.\n"
    (found,) = substantive(state(before), state(before.replace("martes 5", "miércoles 6")))
    assert found == (("text",), "martes 5", "miércoles 6", True, 3)


def test_values_of_groups_and_dates_count_and_their_writing_does_not() -> None:
    event = {"start": "2026-12-01 10:00", "place": "La plaza"}
    before = state(event=event, date="2026-11-20")
    assert not differences(before, state(event=event, date="2026-11-20 00:00"))
    later = state(event={**event, "start": "2026-12-01 11:00"}, date="2026-11-20")
    (found,) = substantive(before, later)
    assert found.at == ("event", "start")
    assert (found.before, found.after) == ("2026-12-01 10:00", "2026-12-01 11:00")
    moved = state(event={**event, "place": "El quiosco"}, date="2026-11-20")
    assert [one.at for one in substantive(before, moved)] == [("event", "place")]
    gone = state(date="2026-11-20")
    assert {one.at[0] for one in substantive(before, gone)} == {"event"}


def test_tags_notes_to_editors_and_photographs_descriptions_do_not_count() -> None:
    photo = {"file": "a.jpg", "alt": "Una plaza", "credit": "P"}
    before = state(photos=[photo], tags=["a"])
    assert not substantive(before, state(photos=[{**photo, "alt": "La plaza, vacía"}], tags=["b"]))
    assert substantive(before, state(photos=[{**photo, "caption": "La plaza en obra"}]))


def test_long_texts_of_few_words_are_compared_in_little_time() -> None:
    before, after = "a b " * 9000, "b c a " * 9000
    started = time.process_time()
    assert substantive(state(before), state(after))
    assert time.process_time() - started < 2

"""What rules read: words in their places, sentences, syllables."""

import pytest

from pregonero.lint.masking import prose
from pregonero.lint.prose import passages, sentences
from pregonero.lint.readability import perspicuity, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("agua", 2), ("ciudad", 2), ("país", 2), ("aéreo", 4), ("caía", 3), ("construía", 3),
        ("construido", 3), ("buey", 1), ("leyes", 2), ("guion", 1), ("vergüenza", 3), ("queso", 2),
        ("cooperación", 5), ("averiguáis", 4), ("prohíbe", 3), ("ahora", 3), ("búho", 2), ("y", 1),
        ("transparencia", 4), ("municipio", 4), ("río", 2), ("Uruguay", 3), ("oía", 3), ("muy", 1),
        ("héroe", 3), ("huía", 2), ("guerra", 2), ("ayuntamiento", 5), ("2026", 1), ("s", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_the_spelling(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_in_long_sentences_are_harder() -> None:
    easy = perspicuity([["el", "agua", "llega", "hoy"]])
    # 206.835 - 62.3 × 6 syllables / 4 words - 4 words / 1 sentence
    assert easy == pytest.approx(206.835 - 62.3 * 6 / 4 - 4)
    assert perspicuity([["la", "sistematización", "institucional"] * 10]) < 0 < easy


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Vea **el** [plan](a.md) hoy.", "Vea   el    plan        hoy."),
        ("Use `código` aquí.", "Use          aquí."),
        ("<!-- nota --> Hoy.", "              Hoy."),
        ("![una foto](a.jpg) Hoy.", "                   Hoy."),
        ('Di <i lang="nhn">Tlalli</i>.', "Di" + " " * 25 + "."),
        ("Entre a https://a.example/b hoy.", "Entre a                     hoy."),
        ("Texto.[^1]\n\n[^1]: Una nota.", "Texto.    \n\n      Una nota."),
    ],
)  # fmt: skip
def test_what_is_no_prose_leaves_its_place_empty(typed: str, left: str) -> None:
    assert prose(typed) == left
    assert len(prose(typed)) == len(typed)


def test_passages_know_what_they_are_and_where() -> None:
    text = "Uno.\n\n## Dos\n\n- tres\n- cuatro\n  sigue\n\n> cinco\n\n"
    text += "| a | b |\n|---|---|\n| c | d |\n"
    found = [(p.kind, " ".join(p.text.split()), text.count("\n", 0, p.start) + 1)
             for p in passages(prose(text))]  # fmt: skip
    assert found == [
        ("paragraph", "Uno.", 1),
        ("heading", "Dos", 3),
        ("item", "tres", 5),
        ("item", "cuatro sigue", 6),
        ("paragraph", "cinco", 9),
        ("row", "| a | b |", 11),
        ("row", "| c | d |", 13),
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "El Ing. Luis y la Dra. Ana viven en Av. Real núm. 3. ¿Vendrán? Sí… Quizá."
    assert [one.text.strip() for one in sentences(text)] == [
        "El Ing. Luis y la Dra. Ana viven en Av. Real núm. 3.",
        "¿Vendrán?",
        "Sí…",
        "Quizá.",
    ]


@pytest.mark.parametrize(
    "hostile",
    ["." * 20_000, "<!-- " * 4_000, "vive en la calle " * 2_000, "AA " * 6_000, "| - " * 5_000,
     "1 " * 10_000, "a@" * 10_000, "<a lang='x'>" * 2_000],
)  # fmt: skip
def test_a_hostile_text_takes_no_long(hostile: str, tmp_path: object) -> None:
    import time

    from labelled import findings, house
    from town import bulletin

    room = house(tmp_path)  # type: ignore[arg-type]
    started = time.process_time()
    findings(bulletin(hostile), room)
    assert time.process_time() - started < 10

"""Addresses are plain letters, the same every time."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pregonero.slug import LONGEST, from_title, slugify


@given(st.text())
def test_a_slug_is_ascii_words_and_hyphens(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slugify(text))


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)


@given(st.text())
def test_loose_and_joined_accents_give_one_slug(text: str) -> None:
    assert slugify(normalize("NFD", text)) == slugify(normalize("NFC", text))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Año nuevo, señalización nueva", "ano-nuevo-senalizacion-nueva"),
        ("ÁÉÍÓÚÜÑ áéíóúüñ", "aeiouun-aeiouun"),
        ("¡Agua para 3,200 familias!", "agua-para-3-200-familias"),
        ("  --Obras__públicas--  ", "obras-publicas"),
        ("𝚂𝙰𝙽𝚃𝙰 Ana", "santa-ana"),
        ("Straße", "strasse"),
        ("●■ 🎉", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_accents_and_signs_fold(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text(min_size=1))
def test_a_title_gives_a_slug_that_is_not_too_long(title: str) -> None:
    slug = from_title(title)
    assert len(slug) <= LONGEST and slug == slugify(slug)


def test_a_long_title_is_cut_at_a_word() -> None:
    slug = from_title("agua " * 40)
    assert set(slug.split("-")) == {"agua"} and len(slug) > LONGEST - 5

"""The short way from Markdown to HTML gives what the long one gives, or nothing."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import PROGRAM

from pregonero.markdown.convert import sanitised
from pregonero.markdown.fast_path import plain
from pregonero.markdown.intent import as_meant

#: Pieces that mean something in Markdown, and some that only look as if they did.
PIECES = """a|palabra|Año|¿qué?|1|12|1. |2. |10. |- |* |+ |-|*|**|***|# |## |#| |  |.|,|:|: |=|---
===
(|)|[|]|[x]|[x](y)|[x](https://a.mx)|[a b](https://a.mx/c_d?e=1#f)|**x**|*y*|**x y** z|!|![|"|'|“
%|$5|@|/|«a»|[x]: https://a.mx|_|a_b|https://a.mx|x**y**z|*a*b|**a** *b*|t.|(x)|+|[x](y.md)|[x](/z/)
[x](y "t")|*[A]: b|[^1]|1) |•|&|& b|<b>|`c`|\\\\|{: #x}|~~~|> q|\u00a0|\u2003|\u00ad""".replace(
    "\n", "|"
).split("|")
BREAKS = ["\n", "\n\n", "\n\n\n", "\n- ", "\n1. ", "\n# ", "\n\n- ", "\n\n1. ", "\n\n## ", "\n: "]

COMMUNIQUE = """\
El Ayuntamiento **informa** que el sábado 5 de diciembre habrá jornada de limpieza.

## Dónde

La cita es a las 9:00 h en la plaza (frente al quiosco), con *ropa cómoda*:

- Barrio de Santiago
- Colonia El Mirador, calle 5 #12

Para participar:

1. Llegue a tiempo.
2. Regístrese «en la mesa» de la entrada.

Más en [el sitio](https://ejemplo.example/tramites?id=1_2) o en [la nota](nota-2.md).
"""


def the_long_way(text: str) -> str:
    return sanitised(as_meant(text), "Volver")


@settings(max_examples=1500)
@given(st.lists(st.sampled_from([*PIECES, *BREAKS]), max_size=9).map("".join))
def test_both_ways_give_the_same(text: str) -> None:
    html = plain(text)
    assert html is None or html == the_long_way(text)


def texts() -> Iterator[str]:
    folders = PROGRAM / "content", PROGRAM / "tests" / "sites", PROGRAM / "docs"
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            yield re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_both_ways_give_the_same_for_what_people_wrote() -> None:
    pieces = [piece for text in texts() for piece in (text, *text.split("\n\n"))]
    short = {piece: html for piece in pieces if (html := plain(piece)) is not None}
    assert len(short) > 100
    assert short == {piece: the_long_way(piece) for piece in short}


def test_a_common_communique_takes_the_short_way() -> None:
    assert plain(COMMUNIQUE) == the_long_way(COMMUNIQUE)


@pytest.mark.parametrize(
    "text",
    """a··¬b|····código|a¬===|- a¬¬- b|1. a¬¬···b|![x](y)|[a][b]|a\\*b|*[A]: b|a[^1]|> a|a &copy; b
<b>a</b>|__a__|***a***|5. a|a¬: b""".replace("·", " ")
    .replace("\n", "|")
    .split("|"),
)
def test_what_is_not_plain_goes_the_long_way(text: str) -> None:
    assert plain(text.replace("¬", "\n")) is None

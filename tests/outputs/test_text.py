"""A bulletin as plain text: notes on top, every word of its body in order, nothing withdrawn."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import URL, bulletin, photo, read, write

from pregonero.content import reader
from pregonero.content.model.bulletin import Bulletin
from pregonero.markdown.to_html import LinkResolver, render
from pregonero.markdown.to_text import unmarked
from pregonero.render.assets import Assets
from pregonero.render.cards import SiteContext
from pregonero.render.data.plain_text import text
from pregonero.render.images import renditions

NAME = "bulletins/2026/2026-11-20-agua.md"
BODY = """El agua vuelve el **lunes**, dice [el aviso](https://agua.example/aviso) y
<prensa@agua.example>.[^1]

## Horario

- De día
    - de 7 a 9
- De noche, vea [las zonas](#zonas)

3. Tres
4. Cuatro

| Zona | Hora |
|---|---|
| Centro | 7:00 |
| La Loma | 9:00 |

> Lo dijo la directora.

```
pozo  1
  pozo  2
```

Primera línea<br>
segunda línea

![](zanja.jpg)

[^1]: Según el plan.
"""
TOLD = """San Jacinto, 20 de noviembre de 2026.– El agua vuelve el lunes, dice el aviso (https://agua.example/aviso) y prensa@agua.example.[1]

Horario

- De día
  - de 7 a 9
- De noche, vea las zonas

3. Tres
4. Cuatro

Zona | Hora
Centro | 7:00
La Loma | 9:00

> Lo dijo la directora.

pozo  1
  pozo  2

Primera línea
segunda línea

[Fotografía: La zanja. Foto: Ana Ruiz]

[1] Según el plan.

--000--
"""  # noqa: E501


def told(root: Path, at: str = "2026-11-23 12:00") -> str:
    """The text of the only bulletin of a newsroom."""
    _, archive, edition = read(root, at)
    one = edition.documents[NAME]
    assert isinstance(one, Bulletin)
    sets = {f: renditions.plan(f, shape, "0" * 64) for f, shape in edition.photos.items()}
    press = SiteContext(edition, sets, dict.fromkeys(sets, ""), Assets(("", b"")))
    raw = (root / "content" / NAME).read_bytes()
    words = reader.words(raw, archive.entries[NAME].body_line)
    return text(press, one, render(words, press.place(one)))


def site(root: Path, body: str = BODY, **more: object) -> Path:
    return write(
        root,
        {
            NAME: bulletin(
                body,
                **{
                    "type": "comunicado",
                    "folio": 12,
                    "title": "Vuelve el agua",
                    "deck": ["Hay pipas", "No se cobra"],
                    "summary": "El agua vuelve el lunes.",
                    "dateline": "San Jacinto",
                    "slug": "agua",
                    "date": "2026-11-20 09:30",
                    "photos": [
                        {"file": "zanja.jpg", "alt": "Una zanja", "caption": "La zanja.",
                         "credit": "Ana Ruiz"},
                        {"file": "pozo.jpg", "alt": "Un pozo", "credit": "Luis Paz"},
                    ],
                    **more,
                },
            ),
            "media/zanja.jpg": photo(),
            "media/pozo.jpg": photo("#222266"),
        },
    )  # fmt: skip


def test_it_reads_from_folio_to_address(tmp_path: Path) -> None:
    made = told(site(tmp_path))
    head = made[: made.index("San Jacinto, 20")]
    assert head.endswith(
        "Boletín No. 012/2026\n20 de noviembre de 2026, 09:30\n\nVuelve el agua\n\n"
        "- Hay pipas\n- No se cobra\n\nEl agua vuelve el lunes.\n\n"
    )
    assert TOLD in made
    assert "Fotografías\n[Fotografía: Un pozo. Foto: Luis Paz]\n" in made
    assert "Contacto para medios\nGuardia de prensa\nTeléfono: +52 246 000 0000\n" in made
    assert made.endswith(f"\n\n{URL}/comunicado/2026/agua/\n")
    assert "<" not in made and "**" not in made


def test_corrections_come_first_with_their_dates(tmp_path: Path) -> None:
    changes = [
        {"date": "2026-11-21 08:00", "note": "Decía «martes»; es el lunes."},
        {"date": "2026-11-22 10:15", "note": "Se añadió la zona Centro."},
    ]
    made = told(site(tmp_path, changes=changes))
    assert made.startswith(
        "Corregido · 22 de noviembre de 2026, 10:15: Se añadió la zona Centro.\n"
        "Corregido · 21 de noviembre de 2026, 08:00: Decía «martes»; es el lunes.\n\n"
    )
    assert "Actualizado el 22 de noviembre de 2026, 10:15" in made


def test_a_withdrawn_one_says_no_word_of_its_text(tmp_path: Path) -> None:
    changes = [
        {"date": "2026-11-21 08:00", "note": "Secreto a voces."},
        {"date": "2026-11-22", "note": "Las fechas no eran las vigentes."},
    ]
    made = told(site(tmp_path, "Palabra-retirada.", status="withdrawn", changes=changes))
    assert made.startswith("RETIRADO.") and "Vuelve el agua" in made
    assert "22 de noviembre de 2026: Las fechas no eran las vigentes." in made
    assert f"{URL}/comunicado/2026/agua/" in made
    for hidden in ("Palabra-retirada", "Hay pipas", "lunes", "zanja", "Ana Ruiz", "Secreto"):
        assert hidden not in made


def test_an_expired_one_says_so_above_its_title(tmp_path: Path) -> None:
    root = site(tmp_path, expires="2026-11-21 12:00")
    over, holds = told(root), told(root, "2026-11-20 12:00")
    assert over.index("Venció el 21 de noviembre de 2026, 12:00.") < over.index("Vuelve el agua")
    assert "Vigente hasta el 21 de noviembre de 2026, 12:00." in holds and "Venció" not in holds


def test_the_facts_of_its_kind_are_lines(tmp_path: Path) -> None:
    made = told(
        site(
            tmp_path,
            type="evento",
            folio=None,
            event={"start": "2026-12-01 10:00", "place": "La plaza", "state": "cancelled",
                   "programme": ["Bienvenida", "Baile"]},
            call={"deadline": "2026-11-22", "requirements": ["Ser del barrio"], "how": "Aquí."},
            claim={"claim": "No habrá agua", "verdict": "false", "evidence": ["El acta"]},
        )
    )  # fmt: skip
    assert (
        "Datos del evento\nEvento cancelado.\nEmpieza: 1 de diciembre de 2026, 10:00\n"
        "Lugar: La plaza\nOrden del día:\n1. Bienvenida\n2. Baile\n" in made
    )
    assert "Fecha límite: 22 de noviembre de 2026 (Cerrada)\nRequisitos:\n" in made
    assert "Veredicto: Falso\nLo que circula: «No habrá agua»\nEvidencia:\n- El acta\n" in made


_WORD = st.text("abcñé", min_size=1, max_size=6)
_LINE = st.lists(_WORD, min_size=1, max_size=6).map(" ".join)
_BLOCK = st.one_of(
    _LINE,
    _LINE.map("## {}".format),
    _LINE.map("> {}".format),
    _LINE.map("**{}** y".format),
    _LINE.map("[{}](https://a.example/b) z".format),
    st.lists(_LINE, min_size=1, max_size=3).map(lambda rows: "\n".join(f"- {r}" for r in rows)),
    st.lists(_LINE, min_size=1, max_size=3).map(lambda rows: "\n\n".join(f"1. {r}" for r in rows)),
    st.lists(_LINE, min_size=2, max_size=2).map(
        lambda r: f"| {r[0]} | x |\n|--|--|\n| {r[1]} | y |"
    ),
    st.lists(_LINE, min_size=2, max_size=2).map(lambda r: f"- {r[0]}\n\n    {r[1]}\n\n    - q"),
    st.lists(_LINE, min_size=2, max_size=2).map(lambda r: f"{r[0]}\n:   {r[1]}"),
    _LINE.map("```\n{}\n```".format),
    _LINE.map("<details><summary>{}</summary>b</details>".format),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_BLOCK, max_size=6))
def test_every_word_of_the_body_is_told_in_its_order(blocks: list[str]) -> None:
    html = render("\n\n".join(blocks), LinkResolver(lambda typed: typed, lambda typed: None))
    made = unmarked(html, lambda alt, caption, credit: f"[{caption}]")
    seen = re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", html)))
    rest = iter(re.findall(r"\w+", made))
    assert all(word in rest for word in seen), (html, made)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>Vea <a href="https://a.example/">a.example</a>.</p>', "Vea a.example."),
        ('<p><a href="tel:+525550100101">+525550100101</a></p>', "+525550100101"),
        ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("<ul>\n<li>\n<p>uno</p>\n<p>más</p>\n</li>\n<li>dos</li>\n</ul>", "- uno\n  más\n- dos"),
        ("<p>uno</p>\n<hr>\n<p>dos</p>", "uno\n\ndos"),
    ],
)
def test_what_html_says_becomes_plain(html: str, expected: str) -> None:
    assert unmarked(html, lambda *_: "") == expected

"""What is mechanical is mended and told; what is not waits for a person."""

import io
import re
from pathlib import Path

import pytest
from old import TITLE, archive, bring, one, post, told, town, written
from PIL import Image
from town import build, faults, pages, photo, run

ALT = "Dos personas revisan una bomba de agua"

#: By name: a file's bytes, what its new file says, and what is told of it.
MENDED: dict[str, tuple[str | bytes, str, str]] = {
    "a byte-order mark": ("\ufeff" + post(), f'title: "{TITLE}"', "marca BOM"),
    "controls of Windows-1252": (post("Dijo \x93ya\x94."), "Dijo “ya”.", "Windows-1252 (U+0093)"),
    "a file in Windows-1252": (
        post("Año “nuevo”.").encode("cp1252"),
        "Año “nuevo”.",
        "estaba guardado como Windows-1252",
    ),
    "a file in UTF-16": (post("Año.").encode("utf-16"), "Año.", "guardado como UTF-16"),
    "accents apart": (post("Informacio\u0301n."), "Información.", "no NFC"),
    "mathematical letters": (
        "---\ntitle: 𝚂𝙰𝙽𝚃𝙰 fiesta\ndate: 2019-03-05\n---\nTexto.\n",
        'title: "SANTA fiesta"',
        "letras matemáticas",
    ),
    "hard spaces": (post("Un\u00a0día."), "Un día.", "espacios duros"),
    "invisible characters": (post("Un \ufffedía."), "Un día.", "caracteres invisibles"),
    "what turns a text round": (post("Un \u202eotluco\u202c día."), "Un otluco día.", "U+202E"),
    "the same as references": (post("Un &#x202e;día&shy;."), "Un día.", "(&#x202e;)"),
    "and as escapes of a header": (
        '---\ntitle: "Agua \\uFDD0limpia"\ndate: 2019-03-05\n---\nTexto.\n',
        'title: "Agua limpia"',
        "(U+FDD0)",
    ),
    "a flag in quotes": (
        post(head='published: "true"\n'),
        "status: approved",
        "entre comillas, como texto: «true»",
    ),
    "a key twice": (
        post(head="summary: Uno\nsummary: Dos\n"),
        'summary: "Dos"',
        "está repetida: decía «Uno» y «Dos»",
    ),
    "the same key in capitals": (
        "---\nTitle: Uno\ntitle: Dos\ndate: 2019-03-05\n---\nTexto.\n",
        'title: "Dos"',
        "decía «Uno» y «Dos»",
    ),
    "empty lines before the header": (
        "\n\n" + post(),
        f'title: "{TITLE}"',
        "líneas vacías antes del encabezado",
    ),
    "a colon without quotes": (
        post(head="summary: Aviso: no hay agua\n"),
        'summary: "Aviso: no hay agua"',
        "le faltaban comillas",
    ),
    "simple HTML": (
        post(
            '<div class="x"><p>Uno <b>dos</b><br>tres &amp; <a href="https://a.example/?a=1&b=2">x</a></p></div>'
        ),
        "Uno **dos**  \ntres &amp; [x](https://a.example/?a=1&b=2)",
        "había HTML: div, p, b, br, a",
    ),
    "a table of HTML": (
        post('<table onclick="x()" class="y"><tr><td colspan="2">9 h</td></tr></table>'),
        '<table><tr><td colspan="2">9 h</td></tr></table>',
        "quedó HTML que Markdown no puede decir",
    ),
    "a script": (
        post("Uno.\n\n<script>alert(1)</script>\n\nDos."),
        "Uno.\n\nDos.",
        "código que no se publica: script",
    ),
    "WhatsApp's marks": (
        post("Es *hoy*, _seguro_."),
        "Es **hoy**, _seguro_.",
        "negritas de WhatsApp: *hoy*",
    ),
    "Word's bullets": (post("Habrá:\n\n■ Agua\n•\tLuz"), "- Agua\n- Luz", "viñetas pegadas"),
    "deck lines in a tweet": (
        post(head="twitt: ■ Vuelve el agua ■ El lunes\n"),
        'deck:\n  - "Vuelve el agua"\n  - "El lunes"',
        "los balazos venían en twitt",
    ),
    "a video's shortcode": (
        post("{{< youtube abc_123 >}}"),
        "[youtube](https://www.youtube.com/watch?v=abc_123)",
        "instrucciones que son un enlace",
    ),
    "a long summary": (
        post(head=f"summary: {'Agua y luz. ' * 25}\n"),
        "deck:\n",
        "el resumen mide 299 caracteres",
    ),
    "a title that is the first heading": (
        "---\ndate: 2019-03-05\n---\n# Vuelve **el** agua\n\nTexto.\n",
        'title: "Vuelve el agua"',
        "el título es el primer encabezado",
    ),
    "an older address": (
        post(head="permalink: /noticias/agua.html\n"),
        'aliases:\n  - "/noticias/agua.html"',
        "",
    ),
}


@pytest.mark.parametrize(("file", "made", "said"), MENDED.values(), ids=MENDED)
def test_what_is_mechanical_is_mended(
    tmp_path: Path, file: str | bytes, made: str, said: str
) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": file})))
    assert text.fate == "imported", told(text)
    assert made in written(sala, text)
    assert said in told(text)
    assert [f for f in faults(sala) if "título" not in f] == []


#: By name: a file's text, and why it waits.
WAITING: dict[str, tuple[str, str]] = {
    "another's shortcode": (
        post("{{< galeria id=3 >}}"),
        "instrucciones del sitio anterior: {{< galeria id=3 >}}",
    ),
    "Liquid": (post("{% include mapa.html %}"), "{% include mapa.html %}"),
    "a frame": (
        post('<iframe src="https://v.example/1"></iframe>'),
        "contenido incrustado de otro sitio: iframe",
    ),
    "a draft": (post(head="draft: true\n"), "no era público en el sitio anterior"),
    "a flag that says no": (
        post(head='published: "false"\n'),
        "no era público en el sitio anterior",
    ),
    "a link to nothing": (post("Vea [esto](/nada/)."), "el enlace «/nada/» no lleva a nada"),
    "a language of nobody": (post(head="lang: pt-BR\n"), "un idioma que newsroom.toml no declara"),
    "a header that is not YAML": (
        f"---\ntitle: {TITLE}\ndate: 2019-03-05\n  - x: [\n---\nTexto.\n",
        "no se entiende completo",
    ),
    "a header that never ends": (f"---\ntitle: {TITLE}\n\nTexto.\n", "el encabezado no se cierra"),
    "no title": ("---\ndate: 2019-03-05\n---\nTexto.\n", "no tiene título; se puso el nombre"),
    "a title of two hundred": (
        post().replace(TITLE, "Agua " * 50),
        "el título mide 249 caracteres",
    ),
    "no date": (f"---\ntitle: {TITLE}\n---\nTexto.\n", "no se sabe su fecha"),
    "a date that is none": (
        post().replace("2019-03-05", "pronto"),
        "la fecha «pronto» no se entiende",
    ),
    "a date in two ways": (
        post().replace("2019-03-05", "04/05/2019"),
        "se puede leer de dos maneras",
    ),
    "a date that the text denies": (
        post("San Jacinto, Tlax., 6 de marzo de 2019.– El agua."),
        "el encabezado dice «2019-03-05»; la data del texto, «6 de marzo de 2019»",
    ),
}


@pytest.mark.parametrize(("file", "reason"), WAITING.values(), ids=WAITING)
def test_what_a_person_must_decide_waits_with_its_reason(
    tmp_path: Path, file: str, reason: str
) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": file})))
    assert text.fate == "queued"
    assert reason in told(text)
    made = written(sala, text)
    assert "\nstatus: draft\n" in made and "# Por decidir: " in made
    queue = (sala / "content/import/queue.csv").read_text("utf-8-sig")
    assert text.path in queue
    assert [
        f
        for f in faults(sala)
        if "(aviso)" not in f and "parece una instr" not in f and "título" not in f
    ] == []


@pytest.mark.parametrize(
    ("path", "typed", "day"),
    [
        ("2019-03-05-agua.md", "", "2019-03-05"),
        ("noticias/20190305_agua.md", "", "2019-03-05"),
        ("2019-03-05-agua/index.md", "", "2019-03-05"),
        ("2019-03-05-agua.md", "05/03/2019", "2019-03-05"),
        ("2019/03/agua.md", "5 de marzo de 2019", "2019-03-05"),
        ("agua.md", "March 5th, 2019", "2019-03-05"),
        ("agua.md", "Tue, 05 Mar 2019 10:00:00 -0600", "2019-03-05 10:00 -06:00"),
        ("agua.md", "25/03/2019", "2019-03-25"),
        ("2019-03-05-agua.md", '"2019-03-05T00:00:00Z"', "2019-03-05"),
        ("2019-03-05-agua.md", "2019-03-05 22:30:00 -0600", "2019-03-05 22:30 -0600"),
    ],
)
def test_a_date_on_which_all_agree_is_taken(
    tmp_path: Path, path: str, typed: str, day: str
) -> None:
    sala = town(tmp_path / "sala")
    head = f"date: {typed}\n" if typed else ""
    text = one(
        bring(sala, archive(tmp_path / "viejo", {path: f"---\ntitle: Agua\n{head}---\nTexto.\n"}))
    )
    assert text.fate == "imported", told(text)
    assert f'\ndate: "{day}"\n' in written(sala, text)
    assert faults(sala) == []


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("2019-03-05-agua.md", "2019-03-06"),
        ("2018/agua.md", "2019-03-05"),
        ("2019/04/agua.md", "2019-03-05"),
        ("2019-03-05-agua.md", "2019-13-45"),
    ],
)
def test_dates_that_contradict_are_told_and_none_is_silent(
    tmp_path: Path, path: str, typed: str
) -> None:
    sala = town(tmp_path / "sala")
    text = one(
        bring(
            sala,
            archive(tmp_path / "viejo", {path: f"---\ntitle: Agua\ndate: {typed}\n---\nTexto.\n"}),
        )
    )
    assert text.fate == "queued" and f"«{typed}»" in told(text)
    assert "# Por decidir: la fecha no es segura" in written(sala, text)
    assert faults(sala) == []


def test_a_date_that_a_person_decided_is_taken_next_time(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"agua.md": f"---\ntitle: {TITLE}\n---\nTexto.\n"})
    before = one(bring(sala, old))
    assert before.path.startswith("import/undated/") and before.path.endswith(".txt")
    after = one(bring(sala, old, dates={"agua.md": "2019-03-05"}))
    assert after.fate == "imported" and after.path == "bulletins/2019/2019-03-05-agua.md"
    assert not (sala / "content" / before.path).exists()
    assert faults(sala) == []


def test_credit_leaves_the_alt_and_an_alt_that_says_nothing_waits(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {
            "a.md": post(f"![{ALT} (Foto: Ana Ruiz)](a.jpg)"),
            "b.md": post("![imagen](a.jpg)"),
            "c.md": post(head=f"image: a.jpg\nimage_alt: {ALT}\nimage_credit: Ana Ruiz\n"),
            "d.md": post(f"![{ALT}](a.jpg) ![{ALT}](b.jpg)"),
            "e.md": post("![Foto: Ana Ruiz](a.jpg)"),
            "f.md": post(f"![{ALT}](roto.jpg)"),
            "a.jpg": photo(),
            "b.jpg": photo("#000000"),
            "roto.jpg": photo()[:200],
        },
    )
    outcome = bring(sala, old)
    assert [t.fate for t in outcome.texts] == [
        "imported",
        "queued",
        "imported",
        "queued",
        "queued",
        "queued",
    ]
    for text in (outcome.texts[0], outcome.texts[2]):
        assert f'    alt: "{ALT}"\n    credit: "Ana Ruiz"\n' in written(sala, text)
    for text in (outcome.texts[1], outcome.texts[4]):
        assert '# photos:\n#   - file: "importado/viejo/a.jpg"\n#     alt: "' in written(sala, text)
    assert "no se puede abrir como fotografía" in told(outcome.texts[5])
    assert [f for f in faults(sala) if "crédito" not in f] == []


def test_nothing_of_a_header_is_lost(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    head = "layout: nota\nautora: Ana\nmapa: {lat: 19.4, lon: -98.2}\n"
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": post(head=head)})))
    made = written(sala, text)
    for line in ("# layout: nota", "# autora: Ana", '# mapa: {"lat": "19.4", "lon": "-98.2"}'):
        assert line in made


def test_a_public_text_that_links_to_a_draft_waits_with_it(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {
            "a.md": post("Vea [b](b.md)."),
            "b.md": post("Vea [c](c.md#fin)."),
            "c.md": post(head="draft: true\n"),
            "d.md": post("Vea [e](e.md)."),
            "e.md": post().replace("2019-03-05", "2020-03-05"),
        },
    )
    outcome = bring(sala, old)
    assert [t.fate for t in outcome.texts] == ["queued", "queued", "queued", "queued", "imported"]
    assert "espera como borrador" in told(outcome.texts[0])
    assert "es posterior" in told(outcome.texts[3])
    assert faults(sala) == []


def test_code_is_left_as_it_is(tmp_path: Path) -> None:
    code = (
        "Escriba `<b>{{< x >}}</b> *así* [y](/z/)`.\n\n```html\n<script>{% raw %}</script>\n```\n"
    )
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": post(code + "\n<p>Fin</p>")})))
    assert text.fate == "imported", told(text)
    assert code in written(sala, text) and written(sala, text).endswith("\nFin\n")


def test_repairs_are_told_by_line(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    text = one(
        bring(sala, archive(tmp_path / "viejo", {"a.md": post("Uno.\n\n[x](/nada/)\n\n{% y %}")}))
    )
    lines = re.findall(r"^a\.md:(\d+): texto", told(text), re.MULTILINE)
    assert lines == ["8", "10"]


def test_a_motion_photo_comes_and_an_animation_says_what_it_loses(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("#3a6b1d", "#222222")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    sala = town(tmp_path / "sala")
    files = {
        "a.md": post(f"![{ALT}](a.jpg)"),
        "b.md": post(f"![{ALT}](b.gif)"),
        "a.jpg": photo() + b"\0\0\0\x18ftypmp42" + bytes(200_000),
        "b.gif": out.getvalue(),
    }
    first, second = bring(sala, archive(tmp_path / "viejo", files)).texts
    assert first.fate == second.fate == "imported", told(first)
    assert "se publica solo el primer cuadro" in told(second)


def test_a_photograph_that_is_not_at_hand_waits_and_its_text_is_public(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    head = "image: portada.jpg\nimage_alt: Cuatro mujeres en una mesa\n"
    files = {
        "a.md": post(f"Uno.\n\n![{ALT}](/img/x.jpg)\n\nDos.", head),
        "b.md": post(f"![{ALT}](https://a.example/x.jpg)"),
    }
    first, second = bring(sala, archive(tmp_path / "viejo", files)).texts
    assert first.fate == second.fate == "imported", told(first)
    made = written(sala, first)
    assert "Uno.\n\n<!-- foto: /img/x.jpg -->\n\nDos." in made
    assert f'#   - file: "/img/x.jpg"\n#     alt: "{ALT}"' in made
    assert "# Por decidir: la foto portada.jpg no está en la fuente" in made
    assert faults(sala) == []
    queue = sala / "content/import/queue.csv"
    assert queue.read_text("utf-8-sig").count("no está en la fuente") == 3
    shown = run("import", "--queue", cwd=sala)
    assert first.path in shown.stdout and second.path in shown.stdout
    path = sala / "content" / second.path  # somebody decides: no photograph
    path.write_text(
        re.sub(r"^# *(photos|  - file|    alt).*\n", "", path.read_text("utf-8"), flags=re.M),
        "utf-8",
    )
    shown = run("import", "--queue", cwd=sala)
    assert first.path in shown.stdout and second.path not in shown.stdout


@pytest.mark.parametrize(
    ("head", "body", "alt"),
    [
        (f"image: a.jpg\nimageAlt: {ALT}\n", "Uno.", ALT),
        (f"image: {{src: a.jpg, altText: {ALT}}}\n", "Uno.", ALT),
        ("image: a.jpg\nalt: Centro\n", f'<img src="a.jpg" alt="{ALT}">', ALT),
        ("image: a.jpg\nalt: La mesa\n", f"![{ALT}](a.jpg)", ALT),
        ("", f"![{ALT} ■ FOTO: PRENSA](a.jpg)", ALT),
        (f"image: a.jpg\nimage_alt: {ALT}\n", "![La mesa](a.jpg)", ALT),
    ],
)
def test_a_photograph_is_described_by_the_best_words_there_are(
    tmp_path: Path, head: str, body: str, alt: str
) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"a.md": post(body, head), "a.jpg": photo()})
    text = one(bring(sala, old))
    assert text.fate == "imported", told(text)
    assert f'    alt: "{alt}"\n' in written(sala, text)


@pytest.mark.parametrize(
    ("typed", "place", "left"),
    [
        (
            "**Puerto Viejo, B.C.; Martes 5 de marzo del 2019.** El agua.",
            "Puerto Viejo, B.C.",
            "El agua.",
        ),
        ("Puerto Viejo, B. C., a 5 de marzo de 2019.- El agua.", "Puerto Viejo, B. C.", "El agua."),
        ("Puerto Viejo, martes 5 de marzo de 2019\n\nEl agua.", "Puerto Viejo", "El agua."),
        ("**Puerto Viejo, 5 de marzo de 2019.- El agua.**", "no", "**Puerto Viejo, 5 de"),
        ("El agua volvió el 5 de marzo de 2019. Es fría.", "no", "El agua volvió el 5"),
        ("El agua.", "no", "El agua."),
    ],
)  # fmt: skip
def test_the_place_of_a_text_is_its_own_or_none(
    tmp_path: Path, typed: str, place: str, left: str
) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": post(typed)})))
    assert text.fate == "imported", told(text)
    made = written(sala, text)
    assert f"\ndateline: {place if place == 'no' else f'{chr(34)}{place}{chr(34)}'}\n" in made
    assert made.split("\n---\n\n")[1].startswith(left)
    page = next(p for a, p in pages(build(sala)).items() if a.startswith("/nota/2019/"))
    assert (
        "San Jacinto de la Loma, Tlax."
        not in page.split('class="prose body"')[1].split("</div>")[0]
    )
    assert (f'<b class="dateline">{place}</b>' in page) is (place != "no")

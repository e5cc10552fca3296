"""What was typed is what is read: no word goes, and what changes its kind is told."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from town import PROGRAM, absent, build, bulletin, faults, pages, question, standing, write

from pregonero.markdown.cleanup import in_text
from pregonero.markdown.fixes import fixed
from pregonero.markdown.intent import as_meant
from pregonero.markdown.misreadings import faults as text_faults
from pregonero.markdown.rendering import safe
from pregonero.markdown.to_html import LinkResolver, render
from pregonero.markdown.words import lost, missing, moved, shown, text_of, words

PLACE = LinkResolver(href=lambda typed: typed, figure=lambda typed: None)


def read(text: str) -> str:
    """What a reader of a Markdown text gets, without marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", render(text, PLACE)).split())


def told(text: str, severity: str | None = None) -> list[tuple[int, str]]:
    return [
        (fault.line, str(fault.wrong))
        for fault in text_faults(text)
        if severity in (None, fault.severity)
    ]


LOST = {
    "a cell beyond the headings": (
        "| Día | Hora |\n|---|---|\n| Lunes | 9 | Sala |",
        3,
        "«Sala»",
        "Añada un encabezado",
    ),
    "braces after a heading": ("## Costo {en pesos}", 1, "«en pesos»", "(en pesos)"),
    "braces in a cell": ("| a | b |\n|---|---|\n| 1 | 2 {tres} |", 3, "«tres»", "(tres)"),
    "braces after a link": ("Vea **el acta**{nota} de hoy.", 1, "«nota»", "(nota)"),
    "a label that is taken for a reference": (
        "Uno.\n\n[Nota]: Pendiente",
        3,
        "«Pendiente»",
        "\\[Nota]: Pendiente",
    ),
    "an acronym that is not in the text": (
        "Abre.\n\n*[DIF]: Desarrollo Integral",
        3,
        "«Desarrollo Integral»",
        "DIF",
    ),
    "words where a language of code stands": ("```Aviso\nNo hay agua\n```", 1, "«Aviso»", ""),
}


@pytest.mark.parametrize("case", LOST.values(), ids=LOST)
def test_a_word_that_nobody_would_read_is_an_error(case: tuple[str, int, str, str]) -> None:
    text, line, value, remedy = case
    ((where, message),) = told(text, "error")
    assert where == line and value in message and remedy in message


@pytest.mark.parametrize(
    "text",
    [
        "Si a<b y c>d",
        "El <s de plata> hoy",
        "<a nombre> firma",
        "De <q y u>",
        "<small letra> final",
    ],
)
def test_words_between_signs_are_read_though_they_begin_as_an_element_does(text: str) -> None:
    assert read(text) == text.replace("<", "&lt;").replace(">", "&gt;")
    assert any("no es una etiqueta" in message for _, message in told(text, "warning"))


#: What is nearly a mark, the line that is told, what is said, and the text mended if that is sure.
NEARLY = {
    "numbers with a bracket": (
        "Requisitos:\n1) Acta\n2) CURP\n",
        2,
        "un solo renglón",
        "Requisitos:\n\n1. Acta\n2. CURP\n",
    ),
    "numbers with a hyphen": ("1.- Acta\n2.- CURP", 1, "un solo renglón", "1. Acta\n2. CURP"),
    "numbers without a space": ("1.Acta\n2.CURP", 1, "un solo renglón", "1. Acta\n2. CURP"),
    "hyphens without a space": (
        "Uno.\n-Acta\n-CURP\nFin.",
        2,
        "un solo renglón",
        "Uno.\n\n- Acta\n- CURP\n\nFin.",
    ),
    "letters": ("a) Acta\nb) CURP", 1, "un solo renglón", None),
    "numbers that do not begin": ("4) Acta\n7) CURP", 1, "un solo renglón", None),
    "hours": ("El programa:\n9:00 Misa\n10:00 Desfile", 2, "un solo renglón", None),
    "names in italics": (
        "_Fecha:_ hoy\n_Hora:_ diez",
        1,
        "renglón",
        "_Fecha:_ hoy  \n_Hora:_ diez",
    ),
    "pictures": ("✅ Acta\n✅ CURP", 1, "un solo renglón", None),
    "data, one a line": (
        "📅 Fecha: sábado 5\r\n**Hora:** 10:00\r\nLugar: Plaza",
        1,
        "un solo renglón",
        "📅 Fecha: sábado 5  \r\n**Hora:** 10:00  \r\nLugar: Plaza",
    ),
    "a table without a rule": (
        "| A | B |\n| 1 | 2 |",
        1,
        "no como tabla",
        "| A | B |\n|---|---|\n| 1 | 2 |",
    ),
    "a table with another rule": (
        "|A|B|\n|—|—|\n|1|2|",
        2,
        "no como tabla",
        "|A|B|\n|---|---|\n|1|2|",
    ),
    "a rule that is short": ("|A|B|\n|---|\n|1|2|", 2, "no como tabla", "|A|B|\n|---|---|\n|1|2|"),
    "a table below a line": (
        "Horario:\n|A|B|\n|-|-|\n|1|2|",
        2,
        "texto corrido",
        "Horario:\n\n|A|B|\n|-|-|\n|1|2|",
    ),
    "a line below a table": (
        "|A|B|\n|-|-|\n|1|2|\nAviso.",
        4,
        "una fila de la tabla",
        "|A|B|\n|-|-|\n|1|2|\n\nAviso.",
    ),
    "rows apart": ("|A|B|\n\n|1|2|", 1, "no como tabla", None),
    "bars between words": ("Lunes | 9:00\nMartes | 10:00", 1, "no como tabla", None),
    "a link with a space": (
        "Ver [el acta] (2026/acta.pdf).",
        1,
        "no es un enlace",
        "Ver [el acta](2026/acta.pdf).",
    ),
    "a link whose brackets are turned": (
        "Ver (el acta)[https://x.example/a].",
        1,
        "no es un enlace",
        "Ver [el acta](https://x.example/a).",
    ),
    "a link without an end": ("Ver [el acta](https://x.example/a", 1, "cerrar el paréntesis", None),
    "bold with a space": ("**Aviso: **corte", 1, "asteriscos", "**Aviso:** corte"),
    "bold with two": ("Hoy ** Aviso ** corte", 1, "asteriscos", "Hoy **Aviso** corte"),
    "a note that is not there": ("Abre.[^1]", 1, "falta la nota", None),
    "a note that nothing calls": ("Abre.\n\n[^1]: Cierra.", 3, "nada en el texto lleva", None),
    "a number of a house": ("Calle Real\n#12, Centro", 2, "subtítulo", "Calle Real\n\\#12, Centro"),
    "a lonely hyphen": ("Texto\n-\n", 1, "por la raya de abajo", None),
}


@pytest.mark.parametrize("case", NEARLY.values(), ids=NEARLY)
def test_what_is_nearly_a_mark_is_told_and_mended_where_it_is_sure(
    case: tuple[str, int, str, str | None],
) -> None:
    text, line, value, right = case
    where, message = told(text.replace("\r", ""), "warning")[0]
    assert where == line and value in message
    mended = fixed(text)
    assert mended == (text if right is None else right)
    assert fixed(mended) == mended
    assert right is None or not told(mended.replace("\r", ""))


def test_signs_that_only_a_font_of_word_shows_are_told_and_mended() -> None:
    pasted = "Requisitos:\n\n\uf0b7 Acta\n\uf0a7\tCURP\n"
    assert [line for line, _ in in_text(pasted, seen=False)] == [3, 3]
    assert fixed(pasted) == "Requisitos:\n\n- Acta\n- CURP\n"
    ((line, wrong),) = in_text("Uno.\n\nEl ca\ufffdo del agua.", seen=False)
    assert line == 3 and "se perdió una letra" in str(wrong)


def test_braces_are_escaped_once() -> None:
    text = "<template>Uno</template>\n\n<style>p{}</style>"
    assert fixed(text) == text
    once = fixed("## Costo {en pesos}")
    assert once == "## Costo \\{en pesos}" == fixed(once)


#: A text, the line that is told, what is said and, in the remedy, what to type.
CHANGED = {
    "a hashtag before words": ("#Villa está de fiesta", 1, "subtítulo", "\\#Villa está"),
    "a dash below a sentence": ("La sala abre\n- a las nueve", 2, "no como lista", "blanco"),
    "a paragraph indented as in Word": (
        "    En sesión de cabildo se aprobó.",
        1,
        "como código",
        "espacios",
    ),
    "a tabulator": ("Uno.\n\n\tEn sesión de cabildo.", 3, "como código", "espacios"),
    "a year": ("2019. Año de la villa", 1, "lista numerada", "2019\\. Año"),
    "a day": ("El plazo vence el\n\n12. de marzo", 3, "lista numerada", "12\\. de marzo"),
    "numbers that jump": ("1. Uno\n3. Tres\n4. Cuatro", 2, "se lee 2", "seguidos"),
    "a telephone": ("+ 52 246 000 0000", 1, "pierde el signo +", "\\+ 52"),
    "more than": ("> 60 años", 1, "pierde el signo >", "\\> 60"),
    "a rule below a sentence": (
        "La oficina abre de nueve a tres.\n---\nLlame.",
        1,
        "subtítulo",
        "línea en blanco",
    ),
    "words between signs": ("Llene <su nombre> y firme", 1, "como texto", "&lt;su nombre>"),
    "a comment without end": ("Uno <!-- dos", 1, "no se cierra", "-->"),
    "a telephone before a full stop": ("2461234567. Llame", 1, "lista numerada", "4567\\. Llame"),
    "a product": ("Mide 5*3*2 metros", 1, "asteriscos", "×"),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGED.values(), ids=CHANGED)
def test_a_change_of_kind_is_a_warning_that_shows_what_to_type(
    case: tuple[str, int, str, str],
) -> None:
    text, line, message, remedy = case
    assert not told(text, "error")
    ((where, said),) = told(text)
    assert where == line and message in said and remedy in said


SPEC = PROGRAM / "node_modules/commonmark-spec/spec.txt"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
#: Examples of CommonMark in which what is not read is no word of a text: references, names of
#: languages of code, numbers of lists, labels of links, attributes of tags.
LABELS = {14, 28, 161, 178, 532, 538, 542, 543, 552, 619, 624}


def test_no_word_of_commonmarks_examples_goes_untold() -> None:
    if not SPEC.is_file():
        absent("node_modules/commonmark-spec is absent: npm ci --ignore-scripts")
    examples = _EXAMPLE.findall(SPEC.read_text("utf-8").replace("→", "\t"))
    silent = set()
    for number, (text, html) in enumerate(examples, 1):
        there = {*words(render(text, PLACE))}  # in an attribute too, to be followed
        if not there.issuperset(lost(text_of(html), text)) and not told(text):
            silent.add(number)
    assert len(examples) > 600 and silent == LABELS


PLAIN = [
    "Uno.\n\n## Requisitos\n\n- Acta\n- CURP\n\n1. Uno\n2. Dos\n\n> Una cita.\n\n---\n\nFin.",
    "Título\n======\n\nOtro\n-----\n\nTexto.",
    "1. Uno\n1. Dos\n1. Tres",
    "3. Tres\n4. Cuatro",
    "1. Uno\n\nTexto.\n\n2. Dos\n\nTexto.\n\n3. Tres",
    "- Uno\n    - Dos\n        - Tres\n- Cuatro",
    "1. Uno\n    1. Otro\n    2. Más\n2. Dos",
    "```python\n# no es un subtítulo\n    x = 1\n```",
    "El DIF abre.[^1]\n\n[^1]: De nueve a tres.\n\n*[DIF]: Desarrollo Integral de la Familia",
    "Vea [el acta][1].\n\n[1]: /media/acta.pdf \"El acta\"",
    "# Uno {#corto}\n\nTexto.\n{: lang=\"en\" }",
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |",
    "<details><summary>Uno</summary>Dos</details>\n\nm<sup>2</sup> <!-- pregonero: ignore x -->",
    "#ContigoEsPosible #Villa",
    "A < B y B > C; 5 * 3; <https://a.example/x>; <prensa@a.example>",
    "- Uno\n\n    ![](a.jpg)\n\n- Dos",
    "Abre.[^1]\n\n[^1]: De nueve a tres.\n\n    Los sábados no.",
    "Uno  \nFecha: sábado 5  \nHora: 10:00",
    "El director dijo: mañana abre la\nsala. La bibliotecaria: también.",
    "## Horario\n| a | b |\n|---|---|\n| 1 | 2 |\n\nDe **uno** y **dos**, 2 ** 3.",
    "Vea el acta (2026/acta.pdf) y [sic] (texto).",
    "El inciso a) dice uno y el b) dice dos.\n1) no es una lista.",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_read_as_it_was_typed_is_not_spoken_of(text: str) -> None:
    assert told(text) == []


def test_an_unknown_tag_is_shown_as_it_was_typed() -> None:
    for text in ("Llene <su nombre> y firme", "<Nombre Completo>", "Diga <¿cuál?> y <cargo>."):
        assert read(text).replace("&lt;", "<").replace("&gt;", ">") == text
    assert "&lt;su nombre&gt;" in render("<div>\nLlene <su nombre>\n</div>", PLACE)
    assert "&lt;video&gt;" in render("Suba el <video> a la página", PLACE)
    assert "&lt;!Atención!&gt;" in render("<!Atención!> No hay agua", PLACE)


NESTED = {
    "below what announces it": ("Requisitos:\n- Acta\n- CURP", ["ul", "li", "li"]),
    "with one item": ("Requisitos:\n- Acta", ["ul", "li"]),
    "with numbers": ("Pasos:\n1. Acta\n2. CURP", ["ol", "li", "li"]),
    "below a sentence, with two items": ("Lleve\n* acta\n* CURP", ["ul", "li", "li"]),
    "nested by two": (
        "- Uno\n  - Dos\n    - Tres\n- Cuatro",
        ["ul", "li", "ul", "li", "ul", "li", "li"],
    ),
    "nested by three": (
        "1. Uno\n   - Dos\n   - Tres\n2. Otro",
        ["ol", "li", "ul", "li", "li", "li"],
    ),
    "nested by four": ("- Uno\n    - Dos\n- Tres", ["ul", "li", "ul", "li", "li"]),
    "nested below a line that goes on": ("- Uno\n  sigue\n  - Dos", ["ul", "li", "ul", "li"]),
    "and back": ("- Uno\n\n  Más.\n\n  - Dos\n- Tres", ["ul", "li", "ul", "li", "li"]),
    "of another kind": ("- Uno\n1. Dos", ["ul", "li", "ol", "li"]),
    "indented below a line": ("Requisitos:\n    - Acta\n    - CURP", ["ul", "li", "li"]),
}  # fmt: skip


@pytest.mark.parametrize("case", NESTED.values(), ids=NESTED)
def test_a_list_is_a_list_where_its_author_put_one(case: tuple[str, list[str]]) -> None:
    text, wanted = case
    assert re.findall(r"<(ul|ol|li)\b", render(text, PLACE)) == wanted
    assert told(text) == []
    assert as_meant(as_meant(text)) == as_meant(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dijo\n- sin dudarlo - que no",
        "```\nUno:\n- dos\n```",
        "<pre>\nUno:\n- dos\n</pre>",
        "Uno\n\\- dos",
    ],
)  # fmt: skip
def test_what_is_no_list_does_not_become_one(text: str) -> None:
    assert "<li>" not in render(text, PLACE)


MARKS = [
    "# ", "## ", "\n", "\n\n", "    ", "  ", "- ", "* ", "+ ", "1. ", "3. ", "> ", "| ", " | ",
    "|--|--|\n", "*", "**", "_", "`", "```", "~~~", "[", "](", ")", "]: ", "[^", "*[", "<", ">",
    "<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<br>", "<ul>", "<table>", "<td>", "<select>",
    "<su ", "</", "<!--", "-->", "<!", "<?", "{", "}", "{: ", "{#", ": ", ":   ", "\\", "&",
    "&amp;", "&lt;", "=", "\n===\n", "\n---\n", '"', "'", "![", "#", "\t", "<a href='x'>", "</a>",
    '<div markdown="1">', "<title>", "<video>", "<svg>", "<template>",
]  # fmt: skip
#: Words that nothing else gives: each is in the text once.
tokens = st.integers(0, 999).map(lambda n: f"zq{n:03}")
soups = st.lists(st.sampled_from(MARKS) | tokens, max_size=24).map("".join)


def _told_lost(text: str) -> set[str]:
    return {word for one in missing(text) for word in one.words}


@settings(max_examples=600)
@given(soups)
@example("<select>zq001<option>zq002")
@example("<template>zq001</template>zq002")
@example("zq001\n: zq002 {: zq003 }")
def test_every_word_is_read_or_told(text: str) -> None:
    """Looked at with nothing of the comparison's own: letters that are in the page or are not."""
    html = render(text, PLACE)
    there = Counter(re.findall(r"zq\d{3}", html))
    prose = re.sub(r"<!--.*?-->|\[\^[^\]\n]*\]", "", text, flags=re.S)
    gone = Counter(re.findall(r"zq\d{3}", prose)) - there
    labels = set(re.findall(r"\[\^?(zq\d{3})|\]\[(zq\d{3})|[.#=](zq\d{3})|```\s*(zq\d{3})", text))
    named = {one for found in labels for one in found if one}
    inside = set(re.findall(r"zq\d{3}", " ".join(re.findall(r"<[a-z/][^<>]*>", text))))
    told_lost = " ".join(_told_lost(text))
    assert all(word in told_lost for word in set(gone) - named - inside), (text, html)


@settings(max_examples=400)
@given(soups)
def test_a_text_without_signs_of_loss_loses_nothing(text: str) -> None:
    """The cheap look lets nothing pass that the comparison would tell."""
    if missing(text):
        assert any(fault.severity == "error" or "dirección" in str(fault.wrong)
                   for fault in text_faults(text)), text  # fmt: skip


@settings(max_examples=300)
@given(soups)
def test_what_lists_mean_changes_no_word(text: str) -> None:
    assert as_meant(as_meant(text)) == as_meant(text) or "\n" in text
    assert words(text.replace("\\", "")) == words(as_meant(text).replace("\\", ""))
    assert safe(text) == safe(text)


def test_a_source_is_compared_with_what_will_be_read_of_it() -> None:
    source = text_of(
        "<table><tr><td>Centro | Norte</td><td>9:00</td></tr></table><p>m<b>a</b>l</p>"
    )
    assert words(source) == ["Centro", "Norte", "9", "00", "mal"]
    table = "| Barrio | Hora |\n|--|--|\n| Centro | Norte | 9:00 |\n\nm**a**l"
    assert lost(source, table) == ["9", "00"]
    assert lost(source, table.replace("o | N", "o \\| N")) == []
    assert moved("uno dos tres", "uno dos [tres](/x/)") == []
    assert moved("uno dos tres", "uno tres dos") == ["dos", "tres"]
    assert shown("Uno **dos**").split() == ["Uno", "dos"]


def test_every_kind_of_text_is_compared(tmp_path: Path) -> None:
    bad = "| a | b |\n|--|--|\n| 1 | 2 | perdida |"
    files = {
        "bulletins/2026/nota.md": bulletin(bad),
        "pages/quienes.md": standing(bad),
        "campaigns/obras.md": standing(bad, title="Obras"),
        "questions/2026/una.md": question(bad, slug="una", state="answered", answered="2026-11-11"),
    }
    lines = faults(write(tmp_path, files))
    for name in files:
        assert any(line.startswith(f"content/{name}:") and "perdida" in line for line in lines)
    good = {"bulletins/2026/nota.md": bulletin("Llene <su nombre>.\n\nTraiga:\n- acta\n- CURP")}
    page = pages(build(write(tmp_path / "bueno", good)))["/nota/2026/nota/"]
    assert "&lt;su nombre&gt;" in page and "<li>CURP</li>" in page

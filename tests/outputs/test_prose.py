"""The text of a bulletin: well-formed, safe, and what its author meant."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from town import build, bulletin, pages, photo, write

from pregonero.markdown.to_html import LinkResolver, absolute, render

#: As in a page: links to what is public resolve, and two photographs are declared.
PLACE = LinkResolver(
    href=lambda typed: typed if typed.startswith(("https://", "mailto:", "/", "#")) else None,
    figure=lambda typed: (
        f'<figure class="photo"><img src="/media/{typed}" alt="x"></figure>'
        if typed in ("a.jpg", "b.jpg")
        else None
    ),
)
VOID = {"br", "hr", "img", "source", "wbr"}
#: Elements whose start ends an open paragraph (HTML, "the p element").
BLOCKS = {
    "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip


class Markup(HTMLParser):
    """Elements and attributes as a browser would meet them, and what is badly nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self.faults += [f"{tag} open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in BLOCKS and "p" in self.open:
            self.faults.append(f"{tag} in p")
        if tag == "a" and "a" in self.open:
            self.faults.append("a in a")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in VOID:
            self.faults.append(f"{tag} closes {self.open[-1:]}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]

    def tags(self) -> Iterable[str]:
        return (tag for tag, _ in self.elements)


def made(text: str) -> Markup:
    return Markup(render(text, PLACE))


def test_a_table_scrolls_by_itself_and_its_heads_say_so() -> None:
    html = render("| Calle | Obra | Metros |\n|:--|:--|--:|\n| Real | Drenaje | 12 |", PLACE)
    assert re.search(
        r'<div class="table" role="region" tabindex="0" aria-label="Tabla 1">\s*<table>', html
    )
    assert html.count('<th scope="col"') == 3 and '<td class="right">12</td>' in html
    assert "style" not in html


def test_a_table_that_fits_every_screen_is_no_stop_of_the_keyboard() -> None:
    narrow = "| Calle | Metros |\n|--|--|\n| Real | 12 |"
    assert '<div class="table"><table>' in render(narrow, PLACE)
    assert 'tabindex="0"' in render(narrow.replace("Real", "x" * 40), PLACE)


def test_footnotes_go_there_and_back() -> None:
    found = made("Uno.[^1] Dos.[^nota]\n\n[^1]: Al pie.\n[^nota]: Otra.")
    ids = set(found.ids())
    links = [str(attrs["href"]) for tag, attrs in found.elements if tag == "a"]
    assert len(links) == 4 and all(link.removeprefix("#") in ids for link in links)


@pytest.mark.parametrize("label", ["ñ", "mi nota", "Nota 1", "1.2", "*"])
def test_a_footnote_of_any_name_goes_there_and_back(label: str) -> None:
    found = made(f"Uno.[^{label}]\n\n[^{label}]: Al pie.")
    ids = set(found.ids())
    for tag, attrs in found.elements:
        if tag == "a":
            assert str(attrs.get("href", "")).removeprefix("#") in ids


def test_an_abbreviation_is_explained() -> None:
    html = render("El DIF abre.\n\n*[DIF]: Desarrollo Integral de la Familia", PLACE)
    assert '<abbr title="Desarrollo Integral de la Familia">DIF</abbr>' in html


def levels(text: str) -> list[int]:
    return [int(tag[1]) for tag in made(text).tags() if re.fullmatch(r"h\d", tag)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# Uno\n\n## Dos\n\n# Tres", [2, 3, 2]),
        ("### Uno\n\n##### Dos\n\n#### Tres\n\n## Cuatro", [2, 3, 3, 2]),
        ("###### Uno\n\n# Dos\n\n###### Tres", [2, 2, 3]),
        ("> # Uno\n\n## Dos", [2, 3]),
        ("Uno\n===\n\nDos\n---", [2, 3]),
        ("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F", [2, 3, 4, 5, 6, 6]),
        ("<h4>Uno</h4>\n\n<h6>Dos</h6>", [2, 3]),
        ("# Uno\n\n<h5>Dos</h5>\n\n# Tres", [2, 3, 2]),
        ('<div markdown="1">\n\n#### Uno\n\n</div>', [2]),
    ],
)
def test_headings_start_at_two_and_never_jump(text: str, wanted: list[int]) -> None:
    assert levels(text) == wanted


def test_every_heading_has_an_address_of_its_own() -> None:
    text = (
        "# Uno\n\n# Uno\n\n# Uno 2\n\n# Señales de *agua*\n\n# ¿?\n\n# contenido\n\n<h3>Seis</h3>"
    )
    found = made(text)
    headings = [attrs.get("id") for tag, attrs in found.elements if re.fullmatch(r"h\d", tag)]
    assert all(headings) and len(set(headings)) == 7
    assert "s-senales-de-agua" in headings
    # The page's own parts are called otherwise: #contenido, #fotos, #contacto.
    assert all(str(one).startswith("s-") for one in headings)


def test_a_heading_may_be_given_its_address() -> None:
    assert made("# Muy largo {#corto}").ids() == ["s-corto"]


def test_a_passage_in_another_language_keeps_its_mark() -> None:
    html = render('Se dice <span lang="nhn">tlazohcamati</span>.\n\nHello.\n{: lang="en" }', PLACE)
    assert '<span lang="nhn">tlazohcamati</span>' in html and '<p lang="en">Hello.</p>' in html
    assert "lang" not in render('<span lang="no es">x</span>', PLACE)


def test_marks_are_left_as_they_were_typed() -> None:
    typed = "«Uno», “dos”, 'tres', \"cuatro\" -- cinco... 1/2 (c) \u2013 \u2014 seis@siete.mx"
    assert made(typed).text.strip() == typed


def test_lines_definitions_and_code_are_kept() -> None:
    assert "<br" in render("Uno  \nDos", PLACE)
    assert "<dt>Agua</dt>" in render("Agua\n:   Líquido", PLACE)
    assert made("```\n<script>x</script> {{ y }}\n```").text.strip() == "<script>x</script> {{ y }}"
    assert "<ol start" in render("3. Tres\n4. Cuatro", PLACE) or "<ol" in render("3. Tres", PLACE)


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<img src=x onerror="alert(1)">',
    '<a href="https://a.example" onclick="alert(1)" onmouseover=alert(1)>x</a>',
    '<p style="position:fixed">x</p>',
    "<style>*{display:none}</style>",
    '<iframe src="https://a.example"></iframe>',
    '<object data="x"></object><embed src="x">',
    '<form action="https://a.example"><input name="x"><button>y</button></form>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<link rel="stylesheet" href="https://a.example/x.css">',
    '<meta http-equiv="refresh" content="0;url=https://a.example">',
    '<base href="https://a.example/">',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](https://a.example/x.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    '<img srcset="https://a.example/x.png 1x" src="a.jpg">',
    '<video src="https://a.example/v.mp4" autoplay></video><audio src="x"></audio>',
    'x {: onclick="alert(1)" style="color:red" }',
    "# x {: onmouseover=alert(1) }",
    '<a href="#" id="contenido" class="skip" target="_blank" ping="https://a.example">x</a>',
    "<!-- [if IE]><script>alert(1)</script><![endif] -->",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    '<div markdown="1"><script>alert(1)</script></div>',
    '<details open ontoggle="alert(1)"><summary>x</summary></details>',
    '<td background="https://a.example/x.png">x</td>',
    "`<script>`<script>alert(1)</script>",
    '<blockquote cite="javascript:alert(1)">x</blockquote>',
]  # fmt: skip
FORBIDDEN = {
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "svg", "math",
    "link", "meta", "base", "video", "audio", "template", "noscript", "h1",
}  # fmt: skip
ATTRIBUTES = {
    "href", "src", "alt", "title", "lang", "id", "class", "role", "tabindex", "aria-label",
    "scope", "colspan", "rowspan", "start", "datetime", "cite", "open",
}  # fmt: skip


def harmless(html: str) -> None:
    """No element or attribute that acts, asks another host, or takes a name of the page."""
    found = Markup(html)
    assert not FORBIDDEN & set(found.tags()), html
    for tag, attrs in found.elements:
        assert attrs.keys() <= ATTRIBUTES, (tag, attrs)
        for name in ("href", "cite"):
            value = str(attrs.get(name) or "https://")
            assert re.match(r"https?://|mailto:|tel:|/(?!/)|#", value, re.I), (tag, attrs)
        if tag == "img":
            assert str(attrs["src"]).startswith("/media/"), attrs
        if "id" in attrs:
            assert re.match(r"s-|fn", str(attrs["id"])), attrs


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_acts_is_taken_out(attack: str) -> None:
    for text in (attack, f"Antes.\n\n{attack}\n\nDespués.", f"- {attack}", f"> {attack}"):
        html = render(text, PLACE)
        harmless(html)
        if "Antes" in text:
            assert "Antes." in html and "Después." in html


PIECES = [
    *ATTACKS, "a.jpg", "![](a.jpg)", "![x](b.jpg)", "[^1]", "\n\n[^1]: pie\n\n",
    "| a | b |\n|--|--|\n", "| 1 | 2 |\n", "# ", "\n## ", "\n\n", "\n", "    ", "> ", "- ", "1. ",
    "```", "`", "*", "**", "_", "<b>", "</b>", "<div>", "</div>", "<p>", "</p>", "<table>", "<td>",
    "</table>", "<a href='/x'>", "</a>", "<ul><li>", "<h3>", "</h3>", "&amp;", "&#x6a;", "<", ">",
    '"', "'", "javascript:", "on", "=", "{: ", "}", "[", "](", ")", "![", "<!--", "-->",
    "<![CDATA[", "<?php", "*[a]: b", "\\", '<div markdown="1">', "<details>", "<summary>", "\x00",
    "\u2028", "agua ",
]  # fmt: skip
pieces = st.sampled_from(PIECES)
soup = st.lists(pieces | st.text(max_size=8), max_size=14).map("".join)


@settings(max_examples=400)
@given(soup)
@example("<![x")
@example("<!")
@example("<?")
@example("> " * 300 + "x")
@example("<div>" * 300)
@example("[" * 3000)
@example("![" * 3000)
@example("*" * 3000)
@example("- " * 300)
def test_no_text_acts_or_breaks(text: str) -> None:
    harmless(render(text, PLACE))


@settings(max_examples=300)
@given(soup)
def test_no_text_gives_the_same_address_to_two_headings(text: str) -> None:
    ids = made(text).ids()
    assert len(ids) == len(set(ids)), ids


@settings(max_examples=200)
@given(soup)
def test_the_same_text_is_always_rendered_alike(text: str) -> None:
    first = render(text, PLACE)
    render("[^1]: otra\n\n*[agua]: H2O\n\n# Uno", PLACE)
    assert render(text, PLACE) == first


@pytest.mark.parametrize(
    "text",
    [
        "![](a.jpg)",
        "Antes ![](a.jpg) después.",
        "![](a.jpg)\n![](b.jpg)",
        "[![](a.jpg)](https://a.example)",
        "- ![](a.jpg)\n- ![](b.jpg)",
        "> ![](a.jpg)",
        "**![](a.jpg)**",
        "# ![](a.jpg) Título",
        "| ![](a.jpg) | x |\n|--|--|\n| 1 | 2 |",
    ],
)
def test_a_photograph_stands_where_html_allows_it(text: str) -> None:
    found = made(text)
    assert not found.faults, render(text, PLACE)
    assert "figure" in found.tags()


def test_an_image_that_is_not_declared_leaves_nothing() -> None:
    assert "img" not in render("Uno ![x](c.jpg) dos.", PLACE)


def test_a_feed_reader_gets_whole_addresses() -> None:
    html = '<a href="/x/">x</a> <a href="#y">y</a> <img src="/m.jpg" srcset="/a.jpg 1x, /b.jpg 2x">'
    assert absolute(html, "https://a.example", "https://a.example/n/") == (
        '<a href="https://a.example/x/">x</a> <a href="https://a.example/n/#y">y</a> '
        '<img src="https://a.example/m.jpg" srcset="https://a.example/a.jpg 1x, '
        'https://a.example/b.jpg 2x">'
    )


def test_a_text_about_addresses_is_not_changed_for_a_feed() -> None:
    html = render('Escriba `href="/temas/"` así: href="#a" src="/b".', PLACE)
    assert Markup(absolute(html, "https://a.example", "https://a.example/n/")).text == (
        Markup(html).text
    )


def test_a_photograph_in_the_text_has_caption_and_credit(tmp_path: Path) -> None:
    files = {
        "bulletins/2026/nota.md": bulletin(
            "Antes.\n\n![](2026/a.jpg)\n\nDespués.",
            photos=[
                {"file": "2026/a.jpg", "alt": "Una zanja abierta", "caption": "La «zanja»",
                 "credit": "María & Luis"},
            ],
        ),
        "media/2026/a.jpg": photo("#338833", (400, 300)),
    }  # fmt: skip
    text = pages(build(write(tmp_path, files)))["/nota/2026/nota/"].split("<main")[1]
    (figure,) = re.findall(r"<figure.*?</figure>", text, re.DOTALL)
    assert 'alt="Una zanja abierta"' in figure and 'width="400" height="300"' in figure
    assert "La «zanja»" in figure and "María &amp; Luis" in figure
    assert text.index("Antes.") < text.index("<figure") < text.index("Después.")


def test_a_long_text_is_rendered_in_time() -> None:
    import time

    text = "\n\n".join(
        f"## Parte {n}\n\nTexto con **negritas** y [enlace](/x/)." for n in range(500)
    )
    started = time.monotonic()
    render(text, PLACE)
    assert time.monotonic() - started < 5

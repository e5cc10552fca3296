"""Where a link points, as an editor may write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pregonero.diagnostics import InvalidValue
from pregonero.markdown.links import resolve, scan

HERE = "bulletins/2026/nota.md"


@pytest.mark.parametrize(
    ("typed", "kind", "where", "fragment"),
    [
        ("otro.md", "document", "bulletins/2026/otro.md", ""),
        ("./otro.md", "document", "bulletins/2026/otro.md", ""),
        ("../2025/viejo.md#fechas", "document", "bulletins/2025/viejo.md", "fechas"),
        ("../../pages/mision.md", "document", "pages/mision.md", ""),
        ("/pages/mision.md", "document", "pages/mision.md", ""),
        ("{filename}otro.md", "document", "bulletins/2026/otro.md", ""),
        ("{filename}/pages/mision.md", "document", "pages/mision.md", ""),
        ("|filename|otro.md", "document", "bulletins/2026/otro.md", ""),
        ("a%C3%B1o%20nuevo.md", "document", "bulletins/2026/año nuevo.md", ""),
        ("2026/acta.pdf", "media", "2026/acta.pdf", ""),
        ("media/2026/acta.pdf", "media", "2026/acta.pdf", ""),
        ("/media/2026/acta.pdf", "media", "2026/acta.pdf", ""),
        ("../../media/2026/acta.pdf", "media", "2026/acta.pdf", ""),
        ("{static}/media/acta.pdf", "media", "acta.pdf", ""),
        ("{attach}acta.pdf", "media", "acta.pdf", ""),
        ("/temas/agua/", "address", "/temas/agua/", ""),
        ("/nota/2026/otra/#cifras", "address", "/nota/2026/otra/", "cifras"),
        ("#cifras", "anchor", "#cifras", "cifras"),
        ("https://otra.example/a.md", "external", "https://otra.example/a.md", ""),
        ("mailto:prensa@ejemplo.mx", "external", "mailto:prensa@ejemplo.mx", ""),
        ("tel:+522460000000", "external", "tel:+522460000000", ""),
        ("//otra.example/x", "forbidden", "//otra.example/x", ""),
        ("javascript:alert(1)", "forbidden", "javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", "forbidden", "JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", "forbidden", "data:text/html,x", ""),
        ("file:///etc/passwd", "forbidden", "file:///etc/passwd", ""),
        ("https://[::1", "forbidden", "https://[::1", ""),
    ],
)  # fmt: skip
def test_a_link_points_where_it_says(typed: str, kind: str, where: str, fragment: str) -> None:
    found = resolve(typed, HERE)
    assert (found.kind, found.where, found.fragment) == (kind, where, fragment)


@pytest.mark.parametrize(
    "typed",
    ["../../../secreto.md", "../../../../etc/passwd", "/../secreto.md", "/media/../../x.pdf",
     "a/../../../../x.pdf", "..%2f..%2f..%2fx.md", "..\\..\\..\\x.pdf", "{filename}/../x.md"],
)  # fmt: skip
def test_a_link_out_of_content_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue, match="sale de content/"):
        resolve(typed, HERE)


def test_an_address_without_its_scheme_is_refused() -> None:
    with pytest.raises(InvalidValue, match="le falta"):
        resolve("www.otra.example/hola", HERE)


@given(st.text(max_size=40) | st.text(st.sampled_from("./\\:#%2eEfF{}|am"), max_size=20))
def test_no_link_leads_out_of_content(typed: str) -> None:
    try:
        found = resolve(typed, HERE)
    except InvalidValue:
        return
    if found.kind in ("document", "media"):
        assert not found.where.startswith(("/", "..")) and "\\" not in found.where
        assert ".." not in found.where.split("/")


def test_links_are_found_with_their_lines() -> None:
    text = """Vea [uno](uno.md), ![foto](foto.jpg "Título") y [dos][2].

[2]: <dos.md> "Dos"
<a href="tres.md">tres</a> <img src='cuatro.jpg'>
[![Miniatura](cinco.jpg)](seis.md)
"""
    found = [(link.target, link.line, link.image) for link in scan(text)]
    assert sorted(found) == [
        ("cinco.jpg", 5, True),
        ("cuatro.jpg", 4, True),
        ("dos.md", 3, False),
        ("foto.jpg", 1, True),
        ("seis.md", 5, False),
        ("tres.md", 4, False),
        ("uno.md", 1, False),
    ]


@pytest.mark.parametrize(
    "text",
    ["Así: `[x](x.md)`.", "Así: ``[x](`x.md)``.", "```\n[x](x.md)\n```",
     "~~~ html\n<a href='x.md'>\n~~~"],
)  # fmt: skip
def test_what_is_shown_as_code_is_no_link(text: str) -> None:
    assert not list(scan(text))


def test_code_keeps_the_lines_of_what_follows() -> None:
    assert [link.line for link in scan("```\n[x](x.md)\n```\n\n[y](y.md)")] == [5]


@pytest.mark.parametrize(
    "text",
    ["[acta](acta (1).pdf)", "[acta](<acta final.pdf>)", "[x]( otro.md )", "[x](otro.md 'T')"],
)
def test_a_name_with_spaces_or_parentheses_is_read_whole(text: str) -> None:
    (link,) = scan(text)
    assert link.target in ("acta (1).pdf", "acta final.pdf", "otro.md")


@given(st.text(st.sampled_from("[]()!<>`~\n\"'= ahrefimgsc:/.#"), max_size=200))
def test_no_text_breaks_the_scan(text: str) -> None:
    for link in scan(text):
        assert 1 <= link.line <= text.count("\n") + 1

"""What is written is read by our reader as the source was read by its own."""

import io
import re
import time
import zipfile
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old import (
    TITLE,
    archive,
    bring,
    docx,
    drafter,
    item,
    one,
    post,
    shown,
    told,
    town,
    written,
    wxr,
)
from town import faults

from pregonero.importers.readers import webpage
from pregonero.importers.transform.draft import Draft
from pregonero.importers.transform.fidelity import reading

#: HTML of a WordPress, and what the page of ours has to show.
PAGES: dict[str, tuple[str, str]] = {
    "a sign of tables in a cell": (
        "<table><tr><th>Lugar</th><th>Hora</th></tr>"
        "<tr><td>Centro | Norte</td><td>9:00</td></tr></table>",
        "<td>Centro | Norte</td>\n<td>9:00</td>",
    ),
    "words between angles": (
        "<p>Escriba &lt;su nombre&gt; y firme</p>", "<p>Escriba &lt;su nombre&gt; y firme</p>",
    ),
    "a year at the beginning": (
        "<p>2019. Año del agua</p><p>12. de marzo</p>",
        "<p>2019. Año del agua</p>\n<p>12. de marzo</p>",
    ),
    "a list in a list": (
        "<ol><li>Uno<ol><li>Dos</li><li>Tres</li></ol></li><li>Cuatro</li></ol>",
        "<li>Uno<ol>\n<li>Dos</li>\n<li>Tres</li>\n</ol>\n</li>\n<li>Cuatro</li>",
    ),
    "a hashtag": ("<p>#ContigoEsPosible #Villa</p>", "<p>#ContigoEsPosible #Villa</p>"),
    "a dash": ("<p>- guion</p>", "<p>- guion</p>"),
    "a sum": ("<p>+ 52 pesos</p>", "<p>+ 52 pesos</p>"),
    "an angle": ("<p>&gt; mayor</p>", "<p>&gt; mayor</p>"),
    "a number with a bracket": ("<p>1) uno</p>", "<p>1) uno</p>"),
    "stars": ("<p>* uno * dos *tres*</p>", "<p>* uno * dos *tres*</p>"),
    "lines below words": ("<p>a_b _c_ __d__</p>", "<p>a_b _c_ __d__</p>"),
    "backticks": ("<p>`uno` ``` dos</p>", "<p>`uno` ``` dos</p>"),
    "tildes": ("<p>~~~ uno ~dos~</p>", "<p>~~~ uno ~dos~</p>"),
    "a rule of signs": (
        "<p>Uno<br>===</p><p>Dos<br>---</p><p>***</p>",
        "<p>Uno<br>\n===</p>\n<p>Dos<br>\n---</p>\n<p>***</p>",
    ),
    "spaces before": ("<p>    con sangría</p>", "<p>con sangría</p>"),
    "a definition": ("<p>Lugar<br>: la plaza</p>", "<p>Lugar<br>\n: la plaza</p>"),
    "a reference": (
        "<p>[x]: /algo</p><p>[x] y [y](z)</p>",
        "<p>[x]: /algo</p>\n<p>[x] y [y](z)</p>",
    ),
    "a break in a cell": (
        "<table><tr><th>A</th><th>B</th></tr><tr><td>Uno<br>dos</td><td>tres</td></tr></table>",
        "<td>Uno<br>dos</td>",
    ),
    "an entity twice": ("<p>Escriba &amp;copy; 2019</p>", "<p>Escriba &amp;copy; 2019</p>"),
    "a bar at the end": ("<p>C:\\carpeta\\<br>dos\\</p>", "<p>C:\\carpeta\\<br>\ndos\\</p>"),
    "a note that is none": ("<p>Uno[^1]</p><p>[^1]: nota</p>", "<p>Uno[^1]</p>\n<p>[^1]: nota</p>"),
    "attributes that are words": (
        "<h2>Uno {: .x}</h2><p>Dos {start=\"2\"}</p><p><b>a</b>{.y}</p>",
        "<h2>Uno {: .x}</h2>\n<p>Dos {start=\"2\"}</p>\n<p><strong>a</strong>{.y}</p>",
    ),
    "powers": ("<p>10<sup>3</sup> por m<sup>2</sup></p>", "10<sup>3</sup> por m<sup>2</sup>"),
    "emphasis inside a word": (
        "<p>in<em>ter</em>no <b> a </b>b</p>",
        "in<em>ter</em>no <strong>a</strong> b",
    ),
    "two strong ones together": (
        "<p><b>a</b><b>b</b></p>", "<strong>a</strong><strong>b</strong>",
    ),
    "a call before a link": (
        '<p>Vea!<a href="https://a.example/x_y_">esto [1]</a></p>',
        'Vea!<a href="https://a.example/x_y_">esto [1]</a>',
    ),
    "two lists in a row": (
        "<ul><li>a</li></ul><ul><li>b</li></ul>", "</ul>\n\n\n<ul>\n<li>b</li>",
    ),
    "a list from five": ('<ol start="5"><li>a</li><li>b</li></ol>', '<ol start="5">'),
    "an item of paragraphs": (
        "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>",
        "<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>",
    ),
    "a list of letters": (
        '<ol type="a"><li>Acta</li><li>Copia</li></ol><ol type="I" start="4"><li>x</li></ol>',
        "<li>a) Acta</li>\n<li>b) Copia</li>",
    ),
    "code": ("<pre><code>a &lt; b\n\n# c\n```</code></pre>", "a &lt; b\n\n# c\n```"),
    "an abbreviation that is none": (
        "<p>*[HTML]: x</p><p>HTML</p>", "<p>*[HTML]: x</p>\n<p>HTML</p>",
    ),
    "a title in brackets": ("<p>[sic] dijo</p>", "<p>[sic] dijo</p>"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "page"), PAGES.values(), ids=PAGES)
def test_html_is_shown_as_it_was(html: str, page: str) -> None:
    text, told_ = webpage.whole(html, "a", shown)
    made = re.sub(r"<!--.*?-->", "", shown(text))
    assert page in made, text
    assert [p for p in told_ if p.severity == "error"] == []


@pytest.mark.parametrize("html", [html for html, _ in PAGES.values()], ids=PAGES)
def test_an_export_keeps_every_word(tmp_path: Path, html: str) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"e.xml": wxr(item(TITLE, html))})
    text = one(bring(sala, old))
    made = written(sala, text).split("\n---\n", 1)[1]
    if "type=" not in html:  # letters of lists are words of ours alone
        assert reading(shown(made)).words == reading(html).words, made
    assert "palabras que no quedan" not in told(text)


def test_a_word_document_keeps_every_word(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    lines = ("#hashtag", "2019. Año", "- guion", "a | b", "<su nombre>", "*x* _y_", "[^1]: z", "\\")
    old = archive(tmp_path / "viejo", {"2019-03-05-a.docx": docx(TITLE, *lines)})
    made = written(sala, one(bring(sala, old))).split("\n---\n", 1)[1]
    assert reading(shown(made)).words == " ".join(lines).split()
    assert [f for f in faults(sala) if "(aviso)" not in f and "error" in f] == []


_ALL = """# ## - + * ** _ __ ` ``` ~ ~~~ = === ---
    > < & &amp; &copy; \\ | : [ ] ( ) ! {: .x} {a} ^ .
    [^1] [^1]: [x]: [a](b) ![a](b) *[A]: 1. 2019. 12) 3) a) <b> </p> <su nombre> <!-- {{x}} A
    www.x.mx https://a.example/_b_ @ ana@x.mx $ % "q" 'r' é ñ Año «x» — … ¿ ¡ # | |"""
_SIGNS = st.sampled_from(_ALL.split())
_WORD = st.one_of(_SIGNS, st.text("abcñÁ1.-_*#|<>&[]()\\`~:=+!{}", min_size=1, max_size=6))
_TEXT = st.lists(_WORD, min_size=1, max_size=6).map(lambda words: escape(" ".join(words)))
_INLINE = st.one_of(
    _TEXT,
    st.tuples(
        _TEXT, st.sampled_from(["b", "i", "em", "strong", "sup", "code", "span"]), _TEXT, _TEXT
    ).map(lambda t: f"{t[0]} <{t[1]}>{t[2]}</{t[1]}>{t[3]}"),
    st.tuples(_TEXT, _TEXT).map(lambda t: f'{t[0]}<a href="https://a.example/x">{t[1]}</a>'),
    st.tuples(_TEXT, _TEXT).map("<br>".join),
)


def _list(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(["ul", "ol"]), st.lists(items, min_size=1, max_size=3)).map(
        lambda t: f"<{t[0]}>{''.join(f'<li>{i}</li>' for i in t[1])}</{t[0]}>"
    )


def _row(cells: tuple[str, ...], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


_TABLE = st.lists(st.tuples(_INLINE, _INLINE), min_size=2, max_size=3).map(
    lambda rows: f"<table>{_row(rows[0], 'th')}{''.join(_row(r, 'td') for r in rows[1:])}</table>"
)
_BLOCK = st.one_of(
    _INLINE.map(lambda text: f"<p>{text}</p>"),
    _TEXT.map(lambda text: f"<h2>{text}</h2>"),
    _TEXT.map(lambda text: f"<blockquote><p>{text}</p></blockquote>"),
    _TEXT.map(lambda text: f"<pre>{text}</pre>"),
    _INLINE.map(lambda text: f"<div>{text}</div>"),
    _list(st.one_of(_INLINE, st.tuples(_TEXT, _list(_INLINE)).map("".join))),
    _TABLE,
)


@settings(max_examples=100)
@given(st.lists(_BLOCK, min_size=1, max_size=5).map("".join))
def test_any_html_keeps_its_words_in_their_order_and_places(html: str) -> None:
    text, told_ = webpage.whole(html, "a", shown)
    errors = [p for p in told_ if p.severity == "error"]
    assert errors == [], (html, text)
    assert reading(shown(text)).words == reading(html).words, (html, text)
    assert reading(shown(text)).agrees(reading(html)), (html, text)


def test_what_cannot_be_kept_waits_with_its_words(tmp_path: Path) -> None:
    """A reader that loses words is seen, whatever writes them."""
    _, told_ = webpage.whole("<p>uno dos</p>", "a", lambda text: shown(text).replace("dos", ""))
    (problem,) = [p for p in told_ if p.severity == "error"]
    assert "dos" in problem.show("es")


#: CommonMark, as Hugo, Jekyll, Astro and Eleventy read it, and what the page of ours has to show.
MARKDOWN: dict[str, tuple[str, str]] = {
    "a hashtag": ("#ContigoEsPosible #Villa", "<p>#ContigoEsPosible #Villa</p>"),
    "a list under its words": (
        "Requisitos:\n- Acta\n- Copia",
        "<p>Requisitos:</p>\n<ul>\n<li>Acta</li>\n<li>Copia</li>\n</ul>",
    ),
    "a list nested by two": (
        "- Uno\n  - Dos\n    - Tres\n- Cuatro",
        "<li>Uno<ul>\n<li>Dos<ul>\n<li>Tres</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>Cuatro</li>",
    ),
    "numbers with a bracket": ("1) Uno\n2) Dos", "<ol>\n<li>Uno</li>\n<li>Dos</li>\n</ol>"),
    "a break in a cell": (
        "| Registro | Lugar |\n|---|---|\n| Uno | Calle Uno 3<br/>C.P. 10000 |",
        "<td>Uno</td>\n<td>Calle Uno 3<br>C.P. 10000</td>",
    ),
    "a strong break": ("<b>A<br>\nB</b> y", "<strong>A<br>\nB</strong> y"),
    "a bar of a cell": (
        "| A | B |\n|---|---|\n| Centro \\| Norte | 9:00 |",
        "<td>Centro | Norte</td>\n<td>9:00</td>",
    ),
    "words between angles": (
        "Llene <su nombre> y firme en <Lugar>.",
        "<p>Llene &lt;su nombre&gt; y firme en &lt;Lugar&gt;.</p>",
    ),
    "words struck out": ("Cuesta ~~52~~ 60", "Cuesta <del>52</del> 60"),
    "a break by a bar": ("Uno\\\ndos", "<p>Uno<br>\ndos</p>"),
    "attributes of kramdown": (
        "Uno\n{: .nota}\n\n[x](https://a.example){:target=\"_blank\"} y",
        "<p>Uno</p>\n<p><a href=\"https://a.example\">x</a> y</p>",
    ),
    "a list told where to start": (
        "Uno\n\n{:start=\"3\"}\n1. a\n2. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>",
    ),
    "a definition": ("Lugar\n: la plaza", "<dt>Lugar</dt>\n<dd>la plaza</dd>"),
    "a note": ("Uno[^1] dos.\n\n[^1]: Nota.", "footnote"),
    "code in an item": (
        "- Uno\n\n  ```\n  # a\n  ```\n- Dos", "<pre><code># a\n</code></pre>",
    ),
    "a list of letters": (
        'Uno\n\n<ol type="a" start="3"><li>Acta</li><li>Copia</li></ol>\n\nDos',
        "<li>c) Acta</li>\n<li>d) Copia</li>",
    ),
    "a fence of tildes": ("~~~\n# uno\n~~~", "<pre><code># uno\n</code></pre>"),
    "an abbreviation": ("*[HTML]: lenguaje\n\nHTML", '<abbr title="lenguaje">HTML</abbr>'),
    "a reference": (
        "[uno][a] y [b]\n\n[a]: https://a.example", '<a href="https://a.example">uno</a> y [b]',
    ),
    "a heading's name": ("## Uno {#dos}", "<h2 id=\"dos\">Uno</h2>"),
    "an address with spaces": ("[acta](https://a.example/a%20b.html)", "a%20b.html"),
    "a quotation right below": ("Uno\n> dos", "<blockquote>\n<p>dos</p>\n</blockquote>"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "page"), MARKDOWN.values(), ids=MARKDOWN)
def test_commonmark_is_shown_as_it_was(tmp_path: Path, typed: str, page: str) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": post(typed)})))
    assert text.fate == "imported", told(text)
    made = written(sala, text).split("\n---\n", 1)[1]
    assert page in shown(made), made


def test_what_both_read_alike_stays_as_it_was_typed(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    body = "## Uno\nDos *tres*.\n\n* a\n* b\n\n\n1. c\n1. d\n\n    código\n\nUno  \ndos"
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": post(body)})))
    assert written(sala, text).endswith(f"---\n\n{body}\n")


def test_pelicans_markdown_is_ours_already(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    body = "#Título\n\nUno:\n- dos"
    head = f"Title: {TITLE}\nDate: 2019-03-05\n\n"
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": head + body})))
    assert written(sala, text).endswith(f"---\n\n{body}\n")


_LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["", "", "- ", "  - ", "    - ", "1. ", "2) ", "> ", "# ", "#", "* ", "+ "]
        ),
        st.lists(st.one_of(_WORD, st.text("abñ1.-_*#", min_size=1, max_size=5)), max_size=4).map(
            " ".join
        ),
        st.sampled_from(["", "", "\n", "  ", "\\"]),
    ).map("".join),
    min_size=1,
    max_size=8,
).map("\n".join)


@settings(max_examples=100)
@given(_LINES)
def test_no_word_of_commonmark_is_lost_without_being_told(typed: str) -> None:
    from pregonero.importers.readers import html
    from pregonero.importers.transform import commonmark

    body = commonmark.plainer(commonmark.literal(typed)[0])
    made, _ = html.mixed(body, "a", 1)
    result = commonmark.faithful(body, made, shown, lambda part: html.mixed(part, "a", 1)[0])
    source = reading("".join(block.html for block in commonmark._blocks(body)[0]))
    lost = source.lacks(reading(shown(result.text)))
    assert set(lost) <= set(result.lost), (typed, result)


#: Markup of WordPress's own, what the page of ours has to show, and whether it is public as it is.
SHORTCODES: dict[str, tuple[str, str, bool]] = {
    "a video": (
        '[video width="640" mp4="https://v.example/s.mp4"][/video]',
        '<a href="https://v.example/s.mp4">s.mp4</a>', False,
    ),
    "a recording": (
        "[audio https://v.example/a.mp3]", '<a href="https://v.example/a.mp3">a.mp3</a>', False,
    ),
    "words in brackets": ("Dijo [sic] que vino [risas].", "Dijo [sic] que vino [risas].", True),
    "an order": ("Uno\n\n[mapa]\n\nDos", "[mapa]", False),
    "an order that is closed": ("Uno [caja]dos[/caja]", "[caja]dos[/caja]", False),
    "a video's address alone": (
        "Uno\n\nhttps://vimeo.com/123\n\nDos",
        '<a href="https://vimeo.com/123">https://vimeo.com/123</a>', True,
    ),
    "a block of the same": (
        '<!-- wp:embed {"url":"https://youtu.be/x"} -->\n<figure class="a"><div>\n'
        "https://youtu.be/x\n</div></figure>\n<!-- /wp:embed -->",
        '<p><a href="https://youtu.be/x">https://youtu.be/x</a></p>', True,
    ),
    "a page's end": ("Uno<!--nextpage-->Dos", "<p>Uno</p>\n<p>Dos</p>", True),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "page", "public"), SHORTCODES.values(), ids=SHORTCODES)
def test_wordpress_markup_is_no_loss(
    tmp_path: Path, typed: str, page: str, *, public: bool
) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"e.xml": wxr(item(TITLE, typed))})))
    assert (text.fate == "imported") is public, told(text)
    assert page in shown(written(sala, text).split("\n---\n", 1)[1])


#: Notes as links there and back, in a WordPress and in Markdown.
NOTES = (
    '<p>El agua<a href="#n1" id="r1">[1]</a> vuelve<sup><a href="#n2" id="r2">2</a></sup>.</p>\n\n'
    '<p id="n1"><a href="#r1">[1]</a> Ley de aguas.</p>\n\n'
    '<p id="n2">2. Mañana. <a href="#r2">↩</a></p>',
    '<p>El agua<a name="_ftnref1" href="#_ftn1">[1]</a> '
    'vuelve<a name="_ftnref2" href="#_ftn2">[2]</a>.</p>\n\n'
    '<p><a name="_ftn1" href="#_ftnref1">[1]</a> Ley de aguas.</p>\n\n'
    '<p><a name="_ftn2" href="#_ftnref2">[2]</a> Mañana.</p>',
    'El agua<a href="#n1" id="r1">[1]</a> vuelve<a href="#n2" id="r2">[2]</a>.\n\n'
    '<a href="#r1" id="n1">[1]</a> Ley de aguas.\n\n<a href="#r2" id="n2">[2]</a> Mañana.',
)


@pytest.mark.parametrize("typed", NOTES, ids=["by their blocks", "Word's", "by their links"])
@pytest.mark.parametrize("name", ["a.md", "e.xml"])
def test_notes_there_and_back_are_notes(tmp_path: Path, typed: str, name: str) -> None:
    sala = town(tmp_path / "sala")
    file = wxr(item(TITLE, typed)) if name == "e.xml" else post(typed)
    text = one(bring(sala, archive(tmp_path / "viejo", {name: file})))
    assert text.fate == "imported", told(text)
    page = shown(written(sala, text).split("\n---\n", 1)[1])
    assert page.count('class="footnote-ref"') == 2 == page.count('class="footnote-backref"')
    assert "Ley de aguas." in page and "Mañana." in page and "#r1" not in page


@pytest.mark.parametrize("sign", ["[", "![", "<x ", "~~a", "# a\n", "[a]("])
@pytest.mark.parametrize("name", ["a.md", "e.xml"])
def test_signs_by_the_thousand_are_not_waited_for(tmp_path: Path, sign: str, name: str) -> None:
    """One text may not hold the others up: it comes, and a person compares it."""
    from pregonero.importers.pipeline import drafted
    from pregonero.importers.readers.sources import opened

    body = sign * 8_000
    file = wxr(item(TITLE, body)) if name == "e.xml" else post(body)
    source = opened(archive(tmp_path / "viejo", {name: file}))
    ((path, found),) = source.works()
    begun = time.perf_counter()
    draft = drafted(source, drafter(town(tmp_path / "sala"), source), (path, found))
    assert time.perf_counter() - begun < 5
    assert isinstance(draft, Draft)
    assert "no se pudo comparar" in "\n".join(p.show("es") for p in draft.told)


_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@pytest.mark.parametrize(
    ("inside", "kept", "said"),
    [
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>5 de marzo</w:t></w:r></w:fldSimple>', True, ""),
        (f"<m:oMath {_MATH}><m:r><m:t>5 de marzo</m:t></m:r></m:oMath>", True, "fórmulas"),
        (f"<m:oMathPara {_MATH}><m:oMath><m:r><m:t>5 de marzo</m:t></m:r></m:oMath></m:oMathPara>",
         True, "fórmulas"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>5 de marzo</w:t></w:r>", False, "texto oculto"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>5 de marzo</w:t></w:r>', True, ""),
    ],
)  # fmt: skip
def test_word_keeps_what_it_shows_and_says_what_it_does_not(
    tmp_path: Path, inside: str, kept: bool, said: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(docx("Agua", "Vuelve el @@ a todas las calles."))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    text = parts["word/document.xml"].decode()
    before, after = "</w:t></w:r>", '<w:r><w:t xml:space="preserve">'
    parts["word/document.xml"] = text.replace("@@", before + inside + after).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    sala = town(tmp_path / "sala")
    text_ = one(bring(sala, archive(tmp_path / "viejo", {"2019-03-05 Agua.docx": out.getvalue()})))
    assert ("5 de marzo" in written(sala, text_).split("\n---\n")[1]) is kept
    assert "a todas las calles" in written(sala, text_)
    assert ("texto oculto" in told(text_)) is (said == "texto oculto")
    assert ("fórmulas" in told(text_)) is (said == "fórmulas")


@pytest.mark.parametrize("name", ["hugo.toml", "_config.yml", "pelicanconf.py"])
def test_a_row_with_more_cells_than_headings_keeps_its_words(tmp_path: Path, name: str) -> None:
    sala = town(tmp_path / "sala")
    body = "| a | b |\n|---|---|\n| uno | dos | `t|r` | cuatro |\n| x | y |"
    folder = {"hugo.toml": "content", "_config.yml": "_posts", "pelicanconf.py": "content"}[name]
    files = {name: "", f"{folder}/2019-03-05-agua.md": post(body)}
    text = one(bring(sala, archive(tmp_path / "viejo", files)))
    assert text.fate == "imported" and "más celdas que encabezados" in told(text)
    page = shown(written(sala, text).split("---\n", 2)[2])
    assert re.sub(r"<[^>]+>|\s", "", page) == "abunodos|t|r|cuatroxy"
    assert faults(sala) == []


def test_a_line_that_looks_like_a_definition_keeps_its_words(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    body = "Uno.\n\n[dos]: tres cuatro cinco\n\n[Nota]: Cerrado\n\nocho"
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": post(body)})))
    assert text.fate in ("queued", "imported"), told(text)
    page = shown(written(sala, text).split("---\n", 2)[2])
    for word in ("Uno", "dos", "tres", "cuatro", "cinco", "Nota", "Cerrado", "ocho"):
        assert word in page, page


@pytest.mark.parametrize("name", ["hugo.toml", "pelicanconf.py"])
def test_a_text_with_marks_of_a_conflict_waits_with_all_its_words(
    tmp_path: Path, name: str
) -> None:
    sala = town(tmp_path / "sala")
    body = "<<<<<<< HEAD\nuno\n=======\ndos\n>>>>>>> rama\n\nfin"
    text = one(bring(sala, archive(tmp_path / "viejo", {name: "", "content/agua.md": post(body)})))
    assert text.fate == "queued" and "marca de conflicto" in told(text)
    page = shown(written(sala, text).split("---\n", 2)[2])
    assert re.findall(r"\w+", re.sub(r"<[^>]+>|&\w+;", "", page)) == [
        "HEAD",
        "uno",
        "dos",
        "rama",
        "fin",
    ]


def test_words_between_braces_are_words(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    body = "Texto {: uno dos } fin.\n\n{: tres cuatro }\n\n**Cinco**{: .clase #id x=1}"
    old = archive(tmp_path / "viejo", {"hugo.toml": "", "content/agua.md": post(body)})
    text = one(bring(sala, old))
    page = shown(written(sala, text).split("---\n", 2)[2])
    for word in ("uno", "dos", "tres", "cuatro", "Cinco"):
        assert word in page, page
    assert "clase" not in page


def test_what_no_reader_of_ours_could_show_waits_as_it_was_typed(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    files = {"pelicanconf.py": "", "content/agua.md": post("# Título {: a b c }\n\n```x```")}
    text = one(bring(sala, archive(tmp_path / "viejo", files)))
    assert text.fate == "queued" and "\n````\n# Título {: a b c }" in written(sala, text)
    assert set(bring(sala, tmp_path / "viejo").actions) == {"same"}

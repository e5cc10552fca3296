"""Nothing that somebody writes acts in who reads it: not in a page, nor in any feed or file."""

import csv
import io
import json
import re
import uuid
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import build, bulletin, faults, newsroom, question, read, standing, write

from pregonero.diagnostics import ProblemsFound
from pregonero.invisible_characters import visible
from pregonero.markdown.to_html import LinkResolver, render
from pregonero.newsroom.loader import load as load_newsroom
from pregonero.render.language_marks import settle

#: Addresses as a browser reads them: what a scheme may hold in between is dropped first.
_BLANK = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SAFE = {"http", "https", "mailto", "tel", "urn", "tag", "webcal"}
_ADDRESSES = {
    "href", "src", "action", "formaction", "cite", "poster", "data", "background", "xlink:href",
    "srcset", "ping", "manifest",
}  # fmt: skip
#: What a line of iCalendar begins with.
_PROPERTY = re.compile(r"[A-Z][A-Z-]*[:;]|$")
#: Scripts of the site's own: data, or a file of its theme.
_DATA = {"application/ld+json", "application/json"}


class Acting(HTMLParser):
    """What a browser would do of its own accord with a piece of HTML."""

    def __init__(self, html: str, *, own: bool) -> None:
        super().__init__()
        self.own = own
        self.found: list[str] = []
        self.data: list[str] = []
        self._script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name.lower(): value or "" for name, value in attrs}
        for name, value in given.items():
            if name.startswith("on") or (name == "style" and not self.own):
                self.found.append(f"{tag} {name}={value}")
            scheme = _SCHEME.match(_BLANK.sub("", value)) if name in _ADDRESSES else None
            if scheme and scheme[1].lower() not in _SAFE:
                self.found.append(f"{tag} {name}={value}")
        if tag in {"iframe", "object", "embed", "base", "svg", "math", "style"} and not self.own:
            self.found.append(f"<{tag}>")
        self._script = tag == "script"
        if tag == "script":
            mine = given.get("src", "").startswith(("/theme/", "https://prensa.sanjacinto.example"))
            if not self.own or not (mine or given.get("type") in _DATA):
                self.found.append(f"<script> {given}")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.data.append(data)
            self._script = False


def acts(html: str, *, own: bool = False) -> list[str]:
    """What acts in a piece of HTML; in one of our `own` pages the site's scripts may."""
    page = Acting(html, own=own)
    for data in page.data:
        json.loads(data)  # what closes a script element early leaves half a value
    return page.found


def _html(value: Any, key: str = "") -> Iterator[str]:
    """The texts of a value that are HTML, by what their keys are called."""
    if isinstance(value, str):
        if "html" in key:
            yield value
        elif key in {"url", "uri", "href", "link"}:
            yield f'<a href="{escape(value)}">x</a>'
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _html(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _html(item, key)


def _xml(data: bytes) -> Iterator[str]:
    """The HTML that a feed carries: texts, which readers take for it, and addresses."""
    for element in ElementTree.fromstring(data).iter():
        xhtml = element.get("type") == "xhtml"
        assert not xhtml, "nothing here is written as XHTML"
        if element.tag.rpartition("}")[2] in {"content", "encoded"} and element.text:
            yield element.text
        for name, value in element.attrib.items():
            if name in {"href", "src", "url"}:
                yield f'<a href="{escape(value)}">x</a>'


def acting(files: dict[str, bytes]) -> list[str]:
    """What acts in any file of a built site."""
    found: list[str] = []
    for name, data in files.items():
        if name.endswith("/") or name.startswith("theme/"):
            continue
        if name.endswith(".html"):
            found += [f"{name}: {one}" for one in acts(data.decode(), own=True)]
        elif name.endswith(".xml"):
            found += [f"{name}: {one}" for html in _xml(data) for one in acts(html)]
        elif name.endswith((".json", ".geojson", ".webmanifest")):
            found += [f"{name}: {one}" for html in _html(json.loads(data)) for one in acts(html)]
        elif name.endswith(".ics"):
            lines = data.decode().replace("\r\n ", "").split("\r\n")
            found += [f"{name}: {line}" for line in lines if not _PROPERTY.match(line)]
        elif name.endswith(".csv"):
            for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
                found += [f"{name}: {cell}" for cell in row if re.match(r"[=@\t]|[+-][^\d]", cell)]
    return found


MARKS = ("\ufdd0", "\ufdd1", "\ufdd2")
ATTACKS = [
    "Aviso </script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus=alert(1) '",
    "]]><script>alert(1)</script>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<!--<script>--><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7*7 }}{% raw %}<script>alert(1)</script>",
    "=HYPERLINK(\"https://a.example\";\"Ver\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "PREGONEROSLOTA\" onclick=alert(1)",
]  # fmt: skip
BODIES = [
    *ATTACKS,
    "[x](javascript:alert(1))",
    "[x](jav&#x0A;ascript:alert(1))",
    "[x](jav\tascript:alert(1))",
    "[x](&#106;avascript&colon;alert(1))",
    "<a href=' javascript:alert(1)'>x</a> <a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "Uno.[^a\" onclick=alert(1)]\n\n[^a\" onclick=alert(1)]: Dos.",
    "## Uno {#a onclick=alert(1) style=color:red }",
    "Uno\n{: onclick=alert(1) href=javascript:alert(1) }",
    "*[DIF]: \" onmouseover=alert(1) x=\"\n\nEl DIF abre.",
    '<p lang=\'es" onclick="alert(1)\'>Uno</p>',
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    '<time datetime="&quot; onclick=alert(1)">hoy</time>',
    "<a href='https://a.example/&#xFDD0;\"onclick=alert(1) &#xFDD1;x&#xFDD2;'>x</a>",
    "![x](x.jpg \"\" onerror=alert(1))",
]  # fmt: skip


def _files() -> dict[str, str]:
    """A site whose every text is an attack: each in headers and in bodies of every kind."""
    files: dict[str, str] = {}
    for number, attack in enumerate(BODIES):
        title = ATTACKS[number % len(ATTACKS)]
        files[f"bulletins/2026/nota-{number}.md"] = bulletin(
            attack,
            id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"nota {number}")),
            slug=f"nota-{number}",
            title=f"{title} {number}",
            summary=title,
            deck=[title, "Otra"],
            dateline=title,
            tags=[title],
            topic="agua",
            campaign="obras",
        )
    title = ATTACKS[0]
    files["bulletins/2026/evento.md"] = bulletin(
        type="evento",
        title=f"Evento {title}",
        event={"start": "2026-12-10 10:00", "place": title, "address": title, "how": title,
               "programme": [title], "presides": title},
    )  # fmt: skip
    files["bulletins/2026/convocatoria.md"] = bulletin(
        type="convocatoria",
        title=f"Convocatoria {title}",
        call={"deadline": "2026-12-20", "audience": title, "requirements": [title], "how": title},
    )
    files["pages/pagina.md"] = standing(
        "\n\n".join(BODIES[:3]), title=f"Página {title}", slug="uno"
    )
    files["campaigns/obras.md"] = standing(
        BODIES[1],
        title=f"Obras {title}",
        slug="obras",
        objective=title,
        works=[{"name": attack, "kind": "obra", "source": attack} for attack in ATTACKS],
    )
    files["questions/2026/una.md"] = question(
        BODIES[3], title=f"Pregunta {title}", slug="una", question=title, state="answered",
        answered="2026-11-11 09:00",
    )  # fmt: skip
    return files


def test_no_output_of_a_site_full_of_attacks_acts(tmp_path: Path) -> None:
    files = _files()
    # What `check` refuses cannot be built: it is told, and the rest has to be harmless.
    write(tmp_path, files, newsroom(office=ATTACKS[0], short_name=ATTACKS[2]))
    bad = {fault.split(":")[0].removeprefix("content/") for fault in _errors(tmp_path)}
    assert len(bad) < len(files) / 2, _errors(tmp_path)
    for path in bad:
        (tmp_path / "content" / path).unlink()
    assert acting(build(tmp_path)) == []


def _errors(root: Path) -> list[str]:
    return [problem.show("es") for problem in read(root)[1].errors]


INJECTION = 'A "autofocus tabindex=0 onfocus=alert(1) B Texto C'


def _marked(text: str) -> str:
    """The attack with the program's own marks of language."""
    return text.translate(dict(zip(map(ord, "ABC"), MARKS, strict=True))) if text else text


FORBIDDEN = ["\ufdd0", "\ufdef", "\ufffe", "\U0001ffff", "\U0010fffe", "\u202e", "\u2066"]


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_what_no_text_may_have_is_an_error_wherever_it_is(tmp_path: Path, character: str) -> None:
    code = f"U+{ord(character):04X}"
    bad = f"Agua{character}nueva"
    escaped = f'"Agua\\U{ord(character):08x}nueva"'
    files = {
        "bulletins/2026/cuerpo.md": bulletin(f"Uno.\n\n{bad}", title="Uno"),
        "bulletins/2026/referencia.md": bulletin(f"Agua&#x{ord(character):X};nueva", title="Dos"),
        "bulletins/2026/titulo.md": bulletin(title=bad, slug="titulo"),
        "bulletins/2026/balazo.md": bulletin(title="Tres", deck=["Uno", bad]),
        "bulletins/2026/foto.md": bulletin(
            title="Cuatro", photos=[{"file": "x.jpg", "alt": bad, "caption": "x", "credit": "y"}]
        ),
        "bulletins/2026/escape.md": bulletin(title="Cinco").replace(
            'title: "Cinco"', f"title: {escaped}"
        ),
        "campaigns/obras.md": standing(title="Obras", works=[{"name": bad, "kind": "obra"}]),
        "pages/pagina.md": standing(bad),
        "questions/2026/una.md": question(question=bad, slug="una"),
    }  # fmt: skip
    write(tmp_path, files)
    told = faults(tmp_path)
    for name in files:
        (one, *_) = [line for line in told if line.startswith(f"content/{name}:") and code in line]
        assert not one.startswith(f"content/{name}:1:"), one
    assert any("título" in line or "title" in line for line in told if "titulo.md" in line)


@pytest.mark.parametrize("character", ["\ufdd0", "\u202e"], ids=ascii)
def test_nor_may_the_institution_captions_transcripts_or_translations(
    tmp_path: Path, character: str
) -> None:
    code = f"U+{ord(character):04X}"
    for toml in (
        newsroom(office=f"Oficina{character}"),
        newsroom(f'\n[venues.plaza]\nname = "Pla\\U{ord(character):08x}za"\naddress = "Uno"\n'),
    ):
        write(tmp_path, {}, toml)
        with pytest.raises(ProblemsFound) as error:
            load_newsroom(tmp_path / "newsroom.toml", {})
        assert code in str(error.value) and ":1:" not in str(error.value).split("url")[0]
    files: dict[str, str | bytes] = {
        "media/a.mp3": b"ID3",
        "media/a.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\nUno {character}\n",
        "media/a.txt": f"Uno\n\nDos{character}\n",
        "bulletins/2026/nota.md": bulletin(
            audio=[{"file": "a.mp3", "title": "Uno", "transcript": "a.txt", "captions": "a.vtt",
                    "duration": "1:00"}]
        ),
    }  # fmt: skip
    write(tmp_path, files)
    told = "\n".join(faults(tmp_path))
    assert "content/media/a.vtt:4: " in told and "content/media/a.txt:3: " in told
    assert told.count(code) == 2
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "nhn.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgid "Buscar"\nmsgstr "Tlatemoa{character}"\n',
        "utf-8",
    )
    with pytest.raises(ProblemsFound) as error:
        load_newsroom(tmp_path / "newsroom.toml", {})
    assert code in str(error.value)


def test_what_says_nothing_is_taken_out_and_told(tmp_path: Path) -> None:
    silent = "Agua\u200b po\u00adta\u2060ble\ufeff\u200d\u200e"
    files = {
        "bulletins/2026/nota.md": bulletin(
            f"Hay {silent}. 👩\u200d👩\u200d👧 y ❤\ufe0f\u200d🔥 quedan. Ta&shy;bla.",
            title=silent,
            slug=None,
        ),
        "bulletins/2026/escape.md": bulletin(title="Dos").replace(
            '"Dos"', '"Agua\\u200b limpia"', 1
        ),
    }
    write(tmp_path, files)
    assert not _errors(tmp_path)
    told = "\n".join(faults(tmp_path))
    assert "nota.md" in told and "U+200B" in told and "escape.md:" in told and "shy" in told
    page = build(tmp_path)["nota/2026/nota/index.html"].decode()
    assert "Hay Agua potable. 👩\u200d👩\u200d👧 y ❤\ufe0f\u200d🔥 quedan. Tabla." in page
    assert not re.search("[\u200b\u00ad\u2060\ufeff\u200e]", page)
    assert "<h1>Agua potable" in page


@pytest.mark.parametrize("sign", "\u034f\u061c\u115f\u1160\u17b4\u17b5\u2800\u3164")
def test_what_is_as_blank_as_that_is_taken_out_too(sign: str) -> None:
    assert visible(f"Agua{sign} potable") == ("Agua potable", 4)
    assert visible("سلام\u061c 1") == ("سلام\u061c 1", -1)


PLACE = LinkResolver(href=lambda typed: typed, figure=lambda typed: None)
_MARKUP = [
    "\ufdd0", "\ufdd1", "\ufdd2", "es", '"', "'", " onfocus=alert(1) ", "<p>", "</p>",
    "<span lang=", "<a href='", ">", "/", "x", "=", "&#xFDD0;", "&#64977;", "<b>", "</b>", "`",
    "%EF%B7%90", "\n\n", '<time datetime="', "en\ufdd1", "<!--", "-->", "nhn",
]  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_MARKUP), max_size=14).map("".join))
def test_marks_of_language_among_markup_never_act(text: str) -> None:
    """Even those that came in by a way that nobody thought of."""
    html = settle(f'<p title="{escape(text)}">{escape(text)}</p>{render(text, PLACE)}', "es")
    assert acts(html) == []
    assert not set(MARKS) & set(html)


def test_a_mark_that_names_no_language_names_none() -> None:
    text = _marked(INJECTION)
    for html in (
        f"<p>{text}</p>",
        f'<p title="{escape(text)}">x</p>',
        f'<p title="{text.replace(chr(34), "")}">x</p>',
        f"<p><b>{_marked('Aes onclick=alert(1)Bx')}</b></p>",
        f"<p>{_marked('Ax>yBz')}</p>",
    ):
        assert acts(settle(html, "es")) == []
    assert settle(f"<p>{_marked('AenBWordC')}</p>", "es") == '<p><span lang="en">Word</span></p>'

"""What arrives wrong is a clear line of the report; nothing is half written or outside content/."""

import io
import os
import unicodedata
import zipfile
from pathlib import Path

import pytest
from old import TITLE, archive, bring, docx, item, one, post, told, town, written, wxr
from town import faults, photo, run, tree
from town import told as said

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n'

#: By name: a file's name and bytes, and why it does not come.
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a binary called .md": (
        "a.md",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        "no es un texto, aunque su nombre lo diga",
    ),
    "fifty megabytes of header": ("a.md", b"---\ntitle: " + b"x" * 50_000_000, "pesa 50.0 MB"),
    "a header of a hundred thousand letters": (
        "a.md",
        b"---\nx: " + b"y" * 100_000 + b"\n---\nz\n",
        "el encabezado mide",
    ),
    "lists without end": (
        "a.md",
        b"---\nx: " + b"[" * 9000 + b"]" * 9000 + b"\n---\nz\n",
        "referencias o listas",
    ),
    "references that multiply": (
        "a.md",
        b"---\na: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n---\nz\n",
        "referencias o listas",
    ),
    "nothing": ("a.md", b"", "el archivo está vacío"),
    "nothing but spaces": ("a.md", b" \n\n", "el archivo está vacío"),
    "another markup": ("a.rst", b"Agua\n====\n", "está en reStructuredText"),
    "a document that is none": (
        "a.docx",
        b"PK\x03\x04roto",
        "no se puede leer como documento de Word",
    ),
    "a document with entities": ("a.docx", docx("Uno", prolog=BOMB), "declara entidades XML"),
    "a document that is a bomb": (
        "a.docx",
        docx("Uno", **{"media/x.bin": b"\0" * 40_000_000}),
        "parece una bomba",
    ),
    "an export with entities": (
        "a.xml",
        wxr(item(TITLE, "&b;"), prolog=BOMB).encode(),
        "declara entidades XML",
    ),
    "an export that is no XML": (
        "a.xml",
        wxr("<item><title>").encode(),
        "el XML no se puede leer",
    ),
    "some other XML": (
        "a.xml",
        b"<?xml version='1.0'?><svg/>",
        "no es una exportación de WordPress",
    ),
    "a packed export": ("a.xml", b"PK\x03\x04x", "está comprimido"),
    "some other file": ("a.exe", b"MZ", "no es de un tipo que se pueda traer"),
}


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_come_is_refused_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {name: data, "bien.md": post()})
    text = one(bring(sala, old / name))
    assert text.fate == "refused" and reason in told(text)
    before = tree(sala / "content")
    assert not [path for path in before if path.endswith(".md")]
    outcome = bring(sala, old)
    assert outcome.fates["imported"] == 1 and faults(sala) == []


def test_a_document_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(docx("Uno", **{"media/x.bin": b"\0" * 30_000_000}))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        true = packed.getinfo("word/media/x.bin").file_size
    lied = bytes(data).replace(true.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    text = one(bring(town(tmp_path / "sala"), archive(tmp_path / "viejo", {"a.docx": lied})))
    assert text.fate == "refused" and "no se puede leer como documento de Word" in told(text)


def test_a_source_that_does_not_exist_is_a_wrong_call(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    for words in (
        ["no-existe"],
        ["content", "--into", "no-hay"],
        [],
        ["content"],
        [".", "--mapping", "x.toml"],
    ):
        done = run("import", *words, cwd=sala)
        assert done.returncode == 2, words
        assert done.stderr.startswith("Error: ") and "Traceback" not in said(done)
    assert not (sala / "content/import").exists()


def test_links_that_leave_are_not_followed(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    secret = archive(tmp_path / "fuera", {"secreto.jpg": photo(), "secreto.md": post("Secreto.")})
    old = archive(
        tmp_path / "viejo",
        {
            "a.md": post(
                "![Una plaza con gente](../fuera/secreto.jpg) ![Otra plaza](enlace.jpg) [x](/etc/passwd)"  # noqa: E501
            )
        },
    )
    (old / "enlace.jpg").symlink_to(secret / "secreto.jpg")
    (old / "b.md").symlink_to(secret / "secreto.md")
    (old / "carpeta").symlink_to(secret)
    outcome = bring(sala, old)
    assert outcome.found == 2 and [t.fate for t in outcome.texts] == ["queued", "refused"]
    assert "es un enlace simbólico" in told(outcome.texts[1])
    assert set(outcome.passed) == {"carpeta", "enlace.jpg"}
    assert not (sala / "content/media").exists()
    assert "Secreto" not in "".join(p.read_text("utf-8") for p in (sala / "content").rglob("*.md"))
    assert faults(sala) == []


def test_nothing_is_written_outside_content(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {
            "a.md": post(head="slug: ../../../../fuera\nlayout: x\n"),
            "b.md": post(head='url: "/../../fuera/"\n'),
        },
    )
    before = {p for p in tmp_path.rglob("*") if (sala / "content") not in p.parents}
    bring(sala, old)
    assert {p for p in tmp_path.rglob("*") if (sala / "content") not in p.parents} - before == set()
    (tmp_path / "fuera").mkdir()
    other = town(tmp_path / "otra")
    (other / "content/bulletins").symlink_to(tmp_path / "fuera")
    done = run("import", str(old), cwd=other)
    assert done.returncode == 2 and "sale de la carpeta de destino" in done.stderr
    assert list((tmp_path / "fuera").iterdir()) == []


def test_names_of_any_kind_become_plain_addresses(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    names = [
        "L’eau: c’est la vie.md",
        unicodedata.normalize("NFD", "información pública.md"),
        "Año «nuevo» 50%.md",
    ]
    files: dict[str, str | bytes] = {
        name: post(f"Vea [x]({names[0].replace(' ', '%20')}).") for name in names
    }
    apart = unicodedata.normalize("NFD", "jardín.jpg")
    files["foto.md"] = post("![Un jardín con flores](jardín.jpg)")
    files[apart] = photo()
    outcome = bring(sala, archive(tmp_path / "viejo", files))
    assert [t.fate for t in outcome.texts] == ["imported"] * 4, [told(t) for t in outcome.texts]
    assert sorted(t.path for t in outcome.texts) == [
        "bulletins/2019/2019-03-05-ano-nuevo-50.md",
        "bulletins/2019/2019-03-05-foto.md",
        "bulletins/2019/2019-03-05-informacion-publica.md",
        "bulletins/2019/2019-03-05-l-eau-c-est-la-vie.md",
    ]
    assert (sala / "content/media/importado/viejo/jardin.jpg").exists()
    assert [f for f in faults(sala) if "crédito" not in f] == []


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    sala, old = town(tmp_path / "sala"), archive(tmp_path / "viejo", {"a.md": post()})
    Path(os.fsdecode(os.fsencode(old) + b"/\xff.md")).write_text(post(), "utf-8")
    outcome = bring(sala, old)
    assert [t.fate for t in outcome.texts] == ["refused", "imported"]
    assert "caracteres que no se pueden leer" in told(outcome.texts[0])


def test_a_header_cannot_break_out_of_its_file(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    head = 'raro: "uno\\n---\\nstatus: approved"\nsummary: "dos\\u2028\\n---"\ndraft: true\n"x\\ny": z\n'  # noqa: E501
    text = one(bring(sala, archive(tmp_path / "viejo\n---", {"a.md": post("---\n\nTexto.", head)})))
    assert text.fate == "queued"
    assert written(sala, text).count("\n---\n") == 2
    assert "status: approved" not in written(sala, text).replace(
        "# raro: uno --- status: approved", ""
    )


def test_an_interrupted_import_leaves_whole_files_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pregonero.importers.placement import state

    sala, old = (
        town(tmp_path / "sala"),
        archive(tmp_path / "viejo", {f"{n}.md": post(f"Texto {n}.") for n in range(9)}),
    )
    real, left = state.put, [4]

    def put(into: Path, path: str, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(into, path, data)

    monkeypatch.setattr(state, "put", put)
    with pytest.raises(OSError):
        bring(sala, old)
    assert faults(sala) == [] and not list(sala.rglob("*.tmp"))
    monkeypatch.undo()
    again = bring(sala, old)
    assert again.actions == {"same": 4, "new": 5}
    assert len(list((sala / "content/bulletins").rglob("*.md"))) == 9


@pytest.mark.parametrize("bit", ["](", "](((", "{{<", "<a href='", "`", "[a]: b\n"])
def test_a_text_made_to_be_slow_is_brought_in_before_anybody_tires(
    tmp_path: Path, bit: str
) -> None:
    import time

    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"a.md": post((bit * 20_000)[:20_000])})
    begun = time.perf_counter()
    assert one(bring(sala, old)).fate != "refused"
    assert time.perf_counter() - begun < 20  # each took minutes while it was quadratic


def posts(bad: bytes, count: int = 24, at: int = 11) -> bytes:
    """An export of many posts, one of which has these bytes in its text."""
    items = (
        item(f"Nota {n}", f"<p>Texto {n}. {'MALO' if n == at else ''}</p>", post_id=str(n),
             post_name=f"nota-{n}")
        for n in range(1, count + 1)
    )  # fmt: skip
    return wxr(*items).encode().replace(b"MALO", bad)


@pytest.mark.parametrize(
    ("bad", "left"),
    [
        (b"a\x08b", "ab"),
        (b"a\x00\x1b\x0bb", "ab"),
        (b"a\xf1o", "año"),
        (b"a\xef\xbf\xbfb", "ab"),
        (b"]]>&#x1;<![CDATA[ab", "ab"),
    ],
    ids=["a control", "several", "a byte of Latin 1", "a noncharacter", "a reference to one"],
)
def test_one_bad_character_refuses_no_export(tmp_path: Path, bad: bytes, left: str) -> None:
    sala = town(tmp_path / "sala")
    outcome = bring(sala, archive(tmp_path / "viejo", {"e.xml": posts(bad)}) / "e.xml")
    assert outcome.found == 24 and outcome.fates["imported"] == 24
    (hurt,) = [text for text in outcome.texts if "XML no admite" in told(text)]
    assert hurt.source == "e.xml#11" and f"Texto 11. {left}" in written(sala, hurt)


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Agua & luz", "Agua & luz"),
        ("Agua&nbsp;y&eacute; &copia; &amp; AT&T", "Agua yé &copia; & AT&T"),
        ("5 < 6", "5 < 6"),
        ("a ]]> b", "a ]]> b"),
    ],
)
def test_signs_of_xml_that_open_nothing_are_words(tmp_path: Path, title: str, left: str) -> None:
    sala = town(tmp_path / "sala")
    export = wxr(item("TITULO", "<p>Texto.</p>")).replace("TITULO", title)
    text = one(bring(sala, archive(tmp_path / "viejo", {"e.xml": export}) / "e.xml"))
    assert f'title: "{left}"' in written(sala, text)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.97])
def test_a_truncated_export_gives_its_whole_posts(tmp_path: Path, cut: float) -> None:
    sala = town(tmp_path / "sala")
    whole = posts(b"")
    part = whole[: int(len(whole) * cut)]
    outcome = bring(sala, archive(tmp_path / "viejo", {"e.xml": part}) / "e.xml")
    came = part.count(b"</item>")
    assert outcome.fates["imported"] == came > 0 and outcome.fates["refused"] == 1
    (end,) = [text for text in outcome.texts if text.fate == "refused"]
    assert f"después de {came} textos" in told(end) and end.source == "e.xml#fin"


@pytest.mark.parametrize("size", [1, 7, 64, 65_536])
def test_an_export_is_cleaned_alike_whatever_is_read_at_once(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pregonero.importers.readers import clean_xml

    data = posts("á\x08b&é ]]> x <![CDATA[ & <b> &nbsp;]]> &nbsp; & ".encode()) * 2
    whole = clean_xml.CleanXml(io.BytesIO(data)).read()
    monkeypatch.setattr(clean_xml, "_BLOCK", max(size, 64))
    stream = clean_xml.CleanXml(io.BytesIO(data))
    assert b"".join(iter(lambda: stream.read(size), b"")) == whole


@pytest.mark.parametrize("prolog", ['<!DOCTYPE x [<!ENTITY a "b">]>', "<!\x01DOCTYPE x>"])
def test_what_is_put_right_declares_nothing(tmp_path: Path, prolog: str) -> None:
    sala = town(tmp_path / "sala")
    export = wxr(item("&a;", "<p>Texto.</p>"), prolog=prolog)
    text = one(bring(sala, archive(tmp_path / "viejo", {"e.xml": export}) / "e.xml"))
    assert text.fate == "refused"

"""`check --fix` mends what is mechanical, shows it before, and touches nothing else."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import bulletin, faults, run, told, write

from pregonero.content.reader import mended_text
from pregonero.markdown.fixes import fixed
from pregonero.markdown.words import missing, shown, words

NOTE = "bulletins/2026/nota.md"
BODY = (
    "#Villa está de fiesta\r\n\r\nRequisitos:\r\n- Acta  \r\n- CURP\r\n\r\n"
    "Llene <su nombre>, vea www.sanjacinto.example y escriba a prensa@sanjacinto.example.\r\n\r\n"
    "+ 52 246 000 0000\r\n\r\n2019. Año de la villa\r\n\r\n"
    "Calle\tObra\r\nReal\tDrenaje\r\n\r\n•\tUno\r\n•\tDos\r\no\tTres\r\n\r\n"
    "    x = 1\r\nÚltima\u00a0línea"
)
AFTER = (
    "# Villa está de fiesta\r\n\r\nRequisitos:\r\n\r\n- Acta  \r\n- CURP\r\n\r\n"
    "Llene &lt;su nombre>, vea [www.sanjacinto.example](https://www.sanjacinto.example) y "
    "escriba a <prensa@sanjacinto.example>.\r\n\r\n"
    "\\+ 52 246 000 0000\r\n\r\n2019\\. Año de la villa\r\n\r\n"
    "| Calle | Obra |\r\n|---|---|\r\n| Real | Drenaje |\r\n\r\n- Uno\r\n- Dos\r\n  - Tres\r\n\r\n"
    "    x = 1\r\nÚltima\u00a0línea"
)


def test_what_is_mechanical_is_mended_and_every_other_byte_stays(tmp_path: Path) -> None:
    text = bulletin("@@").replace("\n", "\r\n").replace("---\r\n\r\n@@", "--- \r\n# no\r\n\r\n@@")
    before, after = (text.replace("@@", body).encode() for body in (BODY, AFTER))
    root = write(tmp_path, {NOTE: before})
    path = root / "content" / NOTE
    shown_only = run("check", "--fix", cwd=root)
    assert shown_only.returncode == 1 and path.read_bytes() == before
    assert "+\\+ 52 246 000 0000" in shown_only.stdout and "--yes" in shown_only.stderr
    done = run("revisar", "--corregir", "--yes", cwd=root)
    assert done.returncode == 0 and path.read_bytes() == after, told(done)
    again = run("check", "--fix", "--yes", cwd=root)
    assert again.returncode == 0 and again.stdout == "" and path.read_bytes() == after
    assert not [line for line in faults(root) if "pierde" in line or "no es una etiqueta" in line]


def test_only_the_files_that_are_named_are_mended(tmp_path: Path) -> None:
    other = "bulletins/2026/otra.md"
    root = write(tmp_path, {NOTE: bulletin("+ 52 246"), other: bulletin("+ 52 246", title="Otra")})
    assert run("check", "--fix", "--yes", f"content/{NOTE}", cwd=root).returncode == 0
    assert b"\\+ 52" in (root / "content" / NOTE).read_bytes()
    assert b"\\+" not in (root / "content" / other).read_bytes()


def test_what_cannot_be_read_is_left_alone() -> None:
    for raw in (b"", b"\xff", b"+ 52", b"---\ntitle: [\n---\n+ 52", b"---\nx"):
        assert mended_text(raw, NOTE) == raw


PIECES = [
    "# ", "#", "- ", "* ", "+ ", "1. ", "2019. ", "> ", "• ", "o\t", "o  ", "· ", "— ", "\t", "|",
    "|--|--|\n", "\n", "\n\n", "\r\n", "    ", "  ", ":\n", "<", ">", "<su nombre>", "{", "}", "[",
    "]: ", "](", ")", "`", "```\n", "*", "5*3*2", "www.a.example", "a@b.example", "https://a.example/x",
    "agua ", "Luz.", "52 ", "<b>", "</b>", "<!--", "-->", "\\",
]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_mending_loses_no_word_and_has_nothing_left_to_do(text: str) -> None:
    once = fixed(text)
    assert fixed(once) == once
    gone = Counter(words(shown(text))) - Counter(words(shown(once)))
    assert not gone.keys() - {"o"}, (text, once)
    assert len(missing(once)) <= len(missing(text))


@pytest.mark.parametrize(
    "link",
    [
        "[acta](<acta 1.pdf>)",
        "[acta](</media/acta 1.pdf>)",
        "![](<acta 1.pdf>)",
        '[acta]( <b 2.pdf> "El acta")',
        "[acta]: <acta 1.pdf>",
    ],
)
def test_an_address_between_signs_is_no_tag(link: str) -> None:
    assert fixed(f"Vea {link}." if "]:" not in link else link).count(link) == 1


def test_what_only_looks_like_an_address_between_signs_is_mended() -> None:
    assert fixed("Firme (<su nombre> y fecha) y [aquí](<su nombre> y).").count("&lt;") == 2

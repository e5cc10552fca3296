"""`correct`: the text mended, the readers told, and every other byte of the file where it was."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path

import pytest
from town import DAY, PROGRAM, Ended, build, bulletin, environment, run, told

Site = Callable[..., Path]
NAME = "bulletins/2026/2026-11-20-corte.md"
AT = "2026-11-24 10:00"
NOTE = "Decía «martes»; el corte es el miércoles."
TEXT = """\ufeff---\r
id: 7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60   # permanente\r
tipo: comunicado\r
folio: 12\r
título: 'Corte de agua'   # así lo pidió Obras\r
resumen: Se corta el agua.\r
fecha: 2026-11-20 09:00\r
lugar: San Jacinto\r
estado: aprobado\r
# lo demás, mañana\r
---\r
\r
El corte es el martes.\r
"""


def town(site: Site, text: str = TEXT, **more: str) -> Path:
    other = bulletin(
        type="comunicado", folio=11, title="Otro", summary="S.", dateline="San Jacinto", date=DAY
    )
    return site({NAME: text.encode(), "bulletins/2026/otro.md": other, **more})


def correct(root: Path, name: str = "12", *more: str, note: str = NOTE) -> Ended:
    return run("correct", name, "--note", note, "--at", AT, "--no-edit", *more, cwd=root)


def at_a_terminal(root: Path, script: str, *words: str) -> tuple[int, str]:
    """Run the program as somebody at a terminal does, whose editor is a script of Python, or who
    has chosen none."""
    editor = root / "editor.py"
    editor.write_text(f"import sys\npath = sys.argv[1]\n{script}\n", "utf-8")
    chosen = {"VISUAL": f"{sys.executable} {editor}"} if script else {}
    lead, follow = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM / "cli.py"), "correct", "12", "--note", NOTE, "--at", AT,
         *words],
        cwd=root, stdin=follow, stdout=follow, stderr=follow,
        env=environment(**chosen, GIT_CONFIG_GLOBAL=os.devnull),
    )  # fmt: skip
    os.close(follow)
    seen = b""
    try:
        while data := os.read(lead, 4096):
            seen += data
    except OSError:  # the other end closed
        pass
    os.close(lead)
    return process.wait(60), seen.decode()


def lines_of(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """Lines that only one of the two has."""

    def without(a: Iterable[bytes], b: Iterable[bytes]) -> list[bytes]:
        left = list(b)
        return [line for line in a if not (line in left and left.remove(line) is None)]

    olds, news = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return without(olds, news), without(news, olds)


def test_a_note_is_added_and_nothing_else_moves(site: Site) -> None:
    root = town(site)
    result = correct(root)
    assert result.returncode == 0, told(result)
    gone, come = lines_of(TEXT.encode(), (root / "content" / NAME).read_bytes())
    assert gone == []
    assert come == [
        b"modificado: 2026-11-24 10:00\r\n",
        b"cambios:\r\n",
        b"  - fecha: 2026-11-24 10:00\r\n",
        f'    nota: "{NOTE}"\r\n'.encode(),
    ]
    assert "24 de noviembre de 2026, 10:00" in result.stdout and NOTE in result.stdout
    assert "/comunicado/2026/corte/" in result.stdout
    page = build(root, "2026-11-25")["comunicado/2026/corte/index.html"].decode()
    assert "Fe de erratas" in page and NOTE in page
    assert not list((root / "content").rglob(".*"))


@pytest.mark.parametrize(
    "name",
    [
        "12/2026", "012/2026", "12", "Boletín No. 012/2026", f"content/{NAME}", NAME,
        NAME.rpartition("/")[2],
        "/comunicado/2026/corte/", "https://prensa.sanjacinto.example/comunicado/2026/corte",
        "corte", "7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60",
        "urn:uuid:7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60",
    ],
)  # fmt: skip
def test_a_bulletin_has_many_names(site: Site, name: str) -> None:
    root = town(site)
    result = correct(root, name)
    assert result.returncode == 0 and result.stdout.startswith(f"content/{NAME}"), told(result)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("13", "no hay ningún boletín «13»"),
        ("12/2025", "¿Quiso decir «12/2026»?"),
        ("/comunicado/2026/cortes/", "¿Quiso decir «/comunicado/2026/corte/»?"),
        ("", "no hay ningún boletín «»"),
        ("../../etc/passwd.md", "no hay ningún boletín"),
        ("content/nada.md", "no hay ningún boletín"),
        ("a" * 3000 + ".md", "no hay ningún boletín"),
    ],
)
def test_a_name_that_is_nobodys_is_told_with_the_nearest(site: Site, name: str, said: str) -> None:
    result = correct(town(site), name)
    assert result.returncode == 2 and said in result.stderr, told(result)


def test_a_folio_of_two_years_asks_which(site: Site) -> None:
    old = TEXT.replace("2026-11-20", "2025-11-20").replace("7f7c", "8f7c")
    root = town(site, **{"bulletins/2025/2025-11-20-corte.md": old})
    result = correct(root)
    assert result.returncode == 2 and "puede ser varios boletines" in result.stderr
    assert "2025/2025-11-20-corte.md" in result.stderr and NAME in result.stderr
    assert correct(root, "12/2025").returncode == 0


@pytest.mark.parametrize("note", ["", "   ", "…", "...", "<nota>", "[motivo]", "Nota", "TODO",
                                  "por escribir", "¿?", "agua " * 150])  # fmt: skip
def test_a_note_that_says_nothing_is_refused(site: Site, note: str) -> None:
    root = town(site)
    result = correct(root, note=note)
    assert result.returncode == 2, told(result)
    assert (root / "content" / NAME).read_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    "note",
    ['Decía "no" \\ # & *: {x} [y]', "Una\nnota\tde líneas\u2028y \x07 otras", "é" * 99 + " ñ"],
)
def test_any_note_is_kept_as_it_was_typed(site: Site, note: str) -> None:
    root = town(site)
    assert correct(root, note=note).returncode == 0
    words = " ".join(note.replace("\x07", " ").split())
    checked = run("list", "--at", AT, cwd=root)
    assert checked.returncode == 0 and "errores" not in told(checked)
    items = json.loads(build(root, "2026-11-25")["feeds/feed.json"])["items"]
    assert any(f"</strong> {words}</p>" in unescape(item["content_html"]) for item in items)


@pytest.mark.parametrize(
    ("old", "new"),
    [("aprobado", "borrador"), ("2026-11-20 09", "2026-11-29 09"), ("aprobado", "retirado\r\n"
     "cambios: [{fecha: 2026-11-21, nota: Se retira.}]")],
)  # fmt: skip
def test_what_nobody_has_read_or_may_read_is_not_corrected(site: Site, old: str, new: str) -> None:
    root = town(site, TEXT.replace(old, new))
    before = (root / "content" / NAME).read_bytes()
    result = correct(root)
    assert result.returncode == 2, told(result)
    assert "todavía no es público" in result.stderr or "ya está retirado" in result.stderr
    assert (root / "content" / NAME).read_bytes() == before


def test_a_file_that_cannot_be_read_is_told_as_check_does(site: Site) -> None:
    root = town(site, TEXT.replace("estado: aprobado", "estado: publicado"))
    result = correct(root, f"content/{NAME}")
    assert result.returncode == 1 and "«publicado» no es un valor admitido" in result.stderr


def test_somebody_at_a_terminal_corrects_in_the_editor(site: Site) -> None:
    root = town(site)
    script = "t = open(path, 'rb').read()\nopen(path, 'wb').write(t.replace(b'martes', b'lunes'))"
    status, seen = at_a_terminal(root, script)
    assert status == 0, seen
    assert "texto: «martes» → «lunes»" in seen
    gone, come = lines_of(TEXT.encode(), (root / "content" / NAME).read_bytes())
    assert gone == [b"El corte es el martes.\r\n"]
    assert b"El corte es el lunes.\r\n" in come and len(come) == 5
    assert not list((root / ".cache").glob("correct-*"))


def test_a_minor_edit_says_that_it_needs_no_note(site: Site) -> None:
    root = town(site)
    script = (
        "t = open(path, 'rb').read()\nopen(path, 'wb').write(t.replace(b'martes.', b'martes!'))"
    )
    status, seen = at_a_terminal(root, script)
    assert status == 0 and "Cambió cómo está escrito, no lo que dice" in seen


@pytest.mark.parametrize(
    ("script", "status", "said"),
    [
        ("pass", 2, "quedó igual"),
        ("open(path, 'w').close()", 2, "quedó vacío"),
        ("sys.exit(3)", 2, "el editor no terminó bien"),
        ("import os; os.unlink(path)", 2, "el editor no terminó bien"),
        ("open(path, 'a').write('\\x00\\x01')", 1, "carácter de control"),
        ("open(path, 'wb').write(b'\\xff')", 1, "no está en UTF-8"),
        ("open(path, 'w').write('sin encabezado')", 1, "falta el encabezado"),
        ("t = open(path).read(); open(path, 'w').write(t.replace('7f7c', '1f7c'))", 1,
         "el identificador, que es permanente"),
        ("t = open(path).read(); open(path, 'w').write(t.replace('folio: 12', 'folio: 11'))", 1,
         "el folio Boletín No. 011/2026 ya es de"),
        ("t = open(path).read(); open(path, 'w').write(t + '[x](nada.md)')", 1, "no existe"),
    ],
)  # fmt: skip
def test_what_would_not_pass_leaves_the_file_as_it_was(
    site: Site, script: str, status: int, said: str
) -> None:
    root = town(site)
    ended, seen = at_a_terminal(root, script)
    assert ended == status and said in " ".join(seen.split()), seen
    assert (root / "content" / NAME).read_bytes() == TEXT.encode()
    kept = list((root / ".cache").glob("correct-*/*.md"))
    assert len(kept) == (1 if status == 1 else 0)
    assert not kept or kept[0].relative_to(root).as_posix() in "".join(seen.split())


def test_an_editor_is_not_opened_for_a_program_nor_when_told(site: Site) -> None:
    root = town(site)
    result = run(
        "corregir", "12", "--note", NOTE, "--at", AT, cwd=root, env={"VISUAL": "false --boom"}
    )
    assert result.returncode == 0, told(result)
    status, _ = at_a_terminal(town(site), "sys.exit(3)", "--no-edit")
    assert status == 0


def test_without_an_editor_it_says_what_to_do(site: Site) -> None:
    root = town(site)
    status, seen = at_a_terminal(root, "")
    assert status == 2 and "no hay un editor de textos elegido" in " ".join(seen.split())
    assert "--no-edit" in seen and (root / "content" / NAME).read_bytes() == TEXT.encode()


def test_two_corrections_are_two_notes(site: Site) -> None:
    root = town(site)
    assert correct(root).returncode == 0
    second = run("correct", "12", "--note", "Tampoco es el miércoles.", "--at", "2026-11-25 08:00",
                 "--no-edit", cwd=root)  # fmt: skip
    assert second.returncode == 0, told(second)
    page = build(root, "2026-11-26")["comunicado/2026/corte/index.html"].decode()
    assert page.index("Tampoco es el miércoles") < page.index("Decía «martes»")
    item = build(root, "2026-11-26")["feeds/atom.xml"].decode()
    assert "<updated>2026-11-25T08:00:00-06:00</updated>" in item

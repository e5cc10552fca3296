"""The desk's questions: taken in without personal data, answered in their own file, listed."""

import json
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from town import PROGRAM, Ended, bulletin, environment, faults, newsroom, question, run, told, tree

from pregonero.slug import slugify

Site = Callable[..., Path]
TOML = newsroom("[dialogue]\nreply_days = 10\n")
ONE = "questions/2026/uno.md"
PASTED = """[20/11/26, 9:30:12] Juan Pérez: Buenas tardes, soy Juan Pérez.
¿Cuándo pasa la basura? Mi cel es 246 111 2233 o juan@correo.example, vivo en calle Hidalgo 14.
"""


def pasted(text: str, *words: str, cwd: Path) -> Ended:
    """The program, with a text on its standard input."""
    return subprocess.run(
        [sys.executable, str(PROGRAM / "cli.py"), *words],
        cwd=cwd, env=environment(), input=text, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


def written(root: Path) -> Path:
    (path,) = (root / "content/questions").rglob("*.md")
    return path


def test_a_question_is_kept_as_a_draft_that_check_accepts(site: Site) -> None:
    root = site({"bulletins/2026/obra.md": bulletin(title="La obra", topic="agua")}, TOML)
    done = run(
        "pregunta", "agregar", "¿Cuándo termina la obra? Hace ruido.", "--about", "obra",
        "--at", "2026-11-20T09:30", cwd=root,
    )  # fmt: skip
    assert done.returncode == 0, told(done)
    assert "a más tardar el 2026-11-30" in done.stdout
    path = written(root)
    assert path.name == "2026-11-20-cuando-termina-la-obra.md"
    text = path.read_text("utf-8")
    for line in (
        'title: "¿Cuándo termina la obra?"',
        "asked: 2026-11-20 09:30",
        "state: received",
        "status: draft",
        "topic: agua",
        "  ¿Cuándo termina la obra? Hace ruido.",
    ):
        assert f"\n{line}" in text
    assert "redacted" not in text and faults(root) == []


def test_personal_data_is_shown_and_nothing_is_kept_until_somebody_decides(site: Site) -> None:
    root = site({}, TOML)
    before = tree(root / "content")
    refused = pasted(PASTED, "question", "add", "-", cwd=root)
    assert refused.returncode == 2 and tree(root / "content") == before
    for words in ("Juan Pérez", "246 111 2233", "juan@correo.example", "calle Hidalgo 14"):
        assert words in refused.stderr
    assert "Repita con --redact" in refused.stderr
    done = pasted(PASTED, "question", "add", "-", "--redact", cwd=root)
    assert done.returncode == 0, told(done)
    text = written(root).read_text("utf-8")
    assert "redacted: true" in text and "¿Cuándo pasa la basura?" in text
    for words in ("Juan", "246", "juan@", "Hidalgo", "9:30"):
        assert words not in text
    assert faults(root) == []


def test_what_somebody_keeps_is_told_by_check(site: Site) -> None:
    root = site({}, TOML)
    done = run("question", "add", "¿Es el 246 111 2233?", "--keep", "--approve", cwd=root)
    assert done.returncode == 0, told(done)
    assert any(
        "246 111 2233 no es de la institución" in line for line in faults(root, "2030-01-01")
    )


@pytest.mark.parametrize(
    ("words", "gist"),
    [
        (["add", ""], "la pregunta está vacía"),
        (["add", "¿Qué?", "--topic", "agu"], "¿Quiso decir «agua»?"),
        (["add", "¿Qué?", "--about", "99/2026"], "no hay ningún boletín"),
        (["add", "¿Qué?", "--at", "2199-01-01"], "todavía no se ha preguntado"),
        (["add", "--file", "nada.txt"], "nada.txt"),
        (["answer", "otra"], "no hay ninguna pregunta «otra»"),
        (["answer", "uno"], "falta la respuesta y nada cambió"),
        (["answer", "uno", "--text", "Sí.", "--at", "2026-11-01"], "antes de preguntarse"),
        (["answer", "hecha", "--text", "Sí."], "ya no espera respuesta"),
    ],
)
def test_a_wrong_call_changes_nothing(site: Site, words: list[str], gist: str) -> None:
    done = {"title": "Hecha", "state": "answered", "answered": "2026-11-12"}
    root = site({ONE: question(""), "questions/2026/hecha.md": question(**done)}, TOML)
    before = tree(root / "content")
    result = run("question", *words, cwd=root)
    assert result.returncode in (2, 3) and gist in result.stderr, told(result)
    assert tree(root / "content") == before


def test_an_answer_leaves_the_rest_of_the_file_as_it_was(site: Site) -> None:
    text = (
        "---\r\n"
        "id: 3b1c9a52-1111-4111-8111-111111111111  # permanente\r\n"
        "título:   ¿Cuándo vuelve el agua?\r\n"
        "preguntada: 2026-11-10   # llegó por teléfono\r\n"
        "trámite: 'recibida'      # falta\r\n"
        "estado: borrador # por revisar\r\n"
        "---\r\n"
    )
    root = site({ONE: text.encode()}, TOML)
    path = root / "content" / ONE
    path.chmod(0o640)
    done = run(
        "pregunta", "responder", "3b1c", "--text", "El lunes.", "--at", "2026-11-12T08:05",
        "--approve", cwd=root,
    )  # fmt: skip
    assert done.returncode == 0, told(done)
    made = text.replace("'recibida'", "'respondida'").replace("borrador", "aprobado")
    made = made.replace("teléfono\r\n", "teléfono\r\nrespondida: 2026-11-12 08:05\r\n")
    assert path.read_bytes().decode() == made + "\r\nEl lunes.\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "Días que tardó la respuesta: 2." in done.stdout and faults(root) == []


def test_one_that_is_declined_says_why_and_is_found_by_the_folio_it_is_about(site: Site) -> None:
    obra = bulletin(
        title="Obra", type="comunicado", folio=7, dateline="La Loma", summary="Se hace."
    )
    about = obra.split('"')[1]
    root = site({"bulletins/2026/obra.md": obra, ONE: question("", about=about)}, TOML)
    done = run("question", "answer", "7/2026", "--decline", "--text", "Es del Estado.", cwd=root)
    assert done.returncode == 0, told(done)
    text = (root / "content" / ONE).read_text("utf-8")
    assert '\nstate: "declined"\n' in text or "\nstate: declined\n" in text


def test_an_answer_with_personal_data_is_refused_and_not_lost(site: Site) -> None:
    root = site({ONE: question("")}, TOML)
    before = (root / "content" / ONE).read_bytes()
    said = "Llame a Juan al 246 111 2233."
    done = run("question", "answer", "uno", "--text", said, cwd=root)
    assert done.returncode == 1 and "246 111 2233 no es de la institución" in done.stderr
    assert (root / "content" / ONE).read_bytes() == before
    assert said in (root / ".cache/uno.md").read_text("utf-8")


def test_the_list_says_what_waits_and_what_is_late(site: Site) -> None:
    files = {
        ONE: question(""),
        "questions/2026/dos.md": question("", title="¿Dos?", asked="2026-11-20"),
        "questions/2026/tres.md": question(title="¿Tres?", state="answered", answered="2026-11-13"),
    }
    root = site(files, TOML)
    shown = run("question", "list", "--at", "2026-11-23", cwd=root)
    rows = [line.split() for line in shown.stdout.splitlines() if "questions/" in line]
    assert [row[-1].rpartition("/")[2] for row in rows] == ["uno.md", "dos.md", "tres.md"]
    assert rows[0][:7] == ["recibida", "2026-11-10", "13", "3", "d", "de", "atraso"]
    assert "Pasan del plazo: 1." in shown.stderr
    shown = run("pregunta", "lista", "--at", "2026-11-23", "--format", "json", cwd=root)
    records = json.loads(shown.stdout)
    assert [(r["state"], r["days"], r["overdue"]) for r in records] == [
        ("received", 13, 3),
        ("received", 3, 0),
        ("answered", 3, 0),
    ]


@pytest.mark.parametrize("names", [("add", "agregar"), ("answer", "responder"), ("list", "lista")])
def test_each_has_both_names(names: tuple[str, str], tmp_path: Path) -> None:
    one, other = (run("question", name, "--help", cwd=tmp_path).stdout for name in names)
    assert one.replace(names[0], "…", 1) == other.replace(names[1], "…", 1) and "Uso: " in one
    assert f"{names[0]}, {names[1]}" in run("question", "--help", cwd=tmp_path).stdout


def test_alone_it_says_what_is_missing(tmp_path: Path) -> None:
    alone = run("pregunta", cwd=tmp_path)
    assert alone.returncode == 2 and alone.stderr.startswith("Error: falta la orden. Vea «")


#: What tells who somebody is, as people write it.
DATA = {
    "Ana Pérez Luna": ("Me llamo Ana Pérez Luna.", "Ana Pérez pregunta por el agua"),
    "Rosa María Cuatecontzi": ("Firma Rosa María Cuatecontzi.", "Queja de Rosa Cuatecontzi"),
    "PRLNAN85041229M100": ("Mi clave es PRLNAN85041229M100.", "De PRLNAN85041229M100"),
    "PELA850412MTLRNN01": ("CURP PELA850412MTLRNN01.", "Trámite de pela850412mtlrnn01"),
    "PELA850412AB1": ("RFC PELA850412AB1.", "Factura de PELA850412AB1"),
    "246 111 2233": ("Mi cel es 246 111 2233.", "Llamen al 246 111 2233"),
    "ana.luna@correo.example": ("Es ana.luna@correo.example.", "Para ana.luna@correo.example"),
    "Hidalgo 14": ("Vivo en calle Hidalgo 14.", "Vivo en calle Hidalgo 14"),
}


@pytest.mark.parametrize("datum", DATA)
@pytest.mark.parametrize("titled", [True, False])
def test_what_is_taken_out_is_in_no_byte_of_the_file_nor_in_its_name(
    site: Site, datum: str, titled: bool
) -> None:
    text, title = DATA[datum]
    root = site({}, TOML)
    more = ["--title", title] if titled else []
    # Without a title, the datum is in what the title is made of.
    asked = text if titled else f"¿Por qué no hay agua? {text}".replace("?", f", {text}?", 1)
    done = run("question", "add", asked, "--redact", *more, cwd=root)
    assert done.returncode == 0, told(done)
    path = written(root)
    left = f"{path.name}\n{path.read_text('utf-8')}".casefold()
    kept = {"cel", "para", "queja"}
    for part in re.split(r"[^\wÁÉÍÓÚÑáéíóúñ]+", datum.casefold()):
        for word in {part, slugify(part)} - kept:
            assert not re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", left), (word, left)
    assert "dato personal" in left

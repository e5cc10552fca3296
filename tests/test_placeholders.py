"""What a new file brings as an example is never published."""

import re
from pathlib import Path

import pytest
from town import bulletin, faults, read, run, write

from pregonero.content.scaffold import placeholders

KINDS = ["comunicado", "nota", "aviso", "alerta", "convocatoria", "evento", "aclaracion"]
_LEFT_OUT = re.compile(r"\s*(?:Para|#|embargo:|campaign:|topic:)")


def uncommented(text: str) -> str:
    """A new file as somebody leaves it who only takes its # away."""
    head, body = text.removeprefix("---\n").split("---\n", 1)
    lines = (re.sub(r"^#\s?(?=\s|- |\w+:)", "", line) for line in head.split("\n"))
    head = "\n".join(line for line in lines if not _LEFT_OUT.match(line))
    head = head.replace("status: draft", "status: approved")
    head = re.sub(r"^summary:\s.*", "summary: No hay agua", head, flags=re.M)
    return f"---\n{head}---\n{body}"


def examples(root: Path) -> list[str]:
    return [line for line in faults(root) if "es el ejemplo" in line]


@pytest.mark.parametrize("kind", KINDS)
def test_an_approved_file_with_examples_of_the_new_one_is_refused(
    tmp_path: Path, kind: str
) -> None:
    root = write(tmp_path, {})
    assert run("new", kind, "Se corta el agua", cwd=root).returncode == 0
    (path,) = (root / "content/bulletins").rglob("*.md")
    assert not examples(root), "a draft may have them"
    text = uncommented(path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    told = examples(root)
    typed = [one for one in placeholders() if re.search(rf"^[^#\n]*{one}", text, re.M)]
    assert len(typed) > 5 and len(told) >= len(typed) - 1
    for line in told:
        (value,) = re.findall(r"«(.{2,20})", line)
        assert value.rstrip("»").partition("»")[0] in text.split("\n")[int(line.split(":")[1]) - 1]


def test_a_page_says_more_than_that_its_summary_has_to_be_written(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    for kind in ("pagina", "campana"):
        assert run("new", kind, "Quiénes somos", cwd=root).returncode == 0
    for path in (root / "content").rglob("*.md"):
        text = path.read_text("utf-8").replace("status: draft", "status: approved")
        path.write_text(text, "utf-8")
    assert len(examples(root)) == 2 == len(read(root)[1].errors)


def test_what_was_written_anew_is_no_example(tmp_path: Path) -> None:
    text = bulletin("El lugar de la feria es la plaza.", title="El lugar de la feria")
    assert not examples(write(tmp_path, {"bulletins/2026/nota.md": text}))

"""What git leaves where two people changed the same lines is never published."""

from pathlib import Path

import pytest
from town import bulletin, faults, newsroom, question, read, standing, write

from pregonero.diagnostics import ProblemsFound
from pregonero.newsroom.loader import load as load_newsroom

TWO = "<<<<<<< HEAD\nUno.\n=======\nDos.\n>>>>>>> rama"
KINDS = {
    "two sides": TWO,
    "with what there was": "<<<<<<< HEAD\nUno.\n||||||| 3f2a1c\nCero.\n=======\nDos.\n>>>>>>> rama",
    "without names": "<<<<<<<\nUno.\n=======\nDos.\n>>>>>>>",
    "of a merge within a merge": "<<<<<<<<< Temporary\nUno.\n=========\nDos.\n>>>>>>>>> Temporary",
    "half taken away": "Dos.\n>>>>>>> rama",
    "with ends of lines of Windows": TWO.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_every_mark_of_a_conflict_is_an_error_at_its_line(tmp_path: Path, text: str) -> None:
    root = write(tmp_path, {"bulletins/2026/nota.md": bulletin(f"Antes.\n\n{text}\n\nDespués.")})
    errors = read(root)[1].errors
    wanted = [n for n, line in enumerate(text.split("\n"), 11) if line.strip()[:7] in
              ("<<<<<<<", "|||||||", "=======", ">>>>>>>")]  # fmt: skip
    assert [error.line for error in errors] == wanted
    assert all("conflicto de git" in error.show("es") for error in errors)


ALIKE = [
    "Título\n=======\n\nTexto.",
    "| a | b |\n|---|---|\n|||||||",
    "Use <<<<<<< así.",
    "    <<<<<<< x",
]


@pytest.mark.parametrize("text", ALIKE)
def test_what_only_looks_like_one_is_none(tmp_path: Path, text: str) -> None:
    told = faults(write(tmp_path, {"bulletins/2026/nota.md": bulletin(text)}))
    assert not [line for line in told if "conflicto" in line]


def test_in_a_header_the_message_names_what_it_is(tmp_path: Path) -> None:
    text = bulletin(title="Uno")
    inside = text.replace(
        'title: "Uno"\n', '<<<<<<< HEAD\ntitle: "Uno"\n=======\ntitle: "Dos"\n>>>>>>> rama\n'
    )
    around = f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> rama\n"
    for number, file in enumerate((inside, around)):
        root = write(tmp_path / str(number), {"bulletins/2026/nota.md": file})
        assert all("conflicto de git" in line for line in faults(root)) and faults(root)


def test_every_file_of_the_office_is_looked_at(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pages/quienes.md": standing(TWO),
        "campaigns/obras.md": standing(TWO, title="Obras"),
        "questions/2026/una.md": question(TWO, slug="una"),
        "media/a.mp3": b"ID3",
        "media/a.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\n{TWO}\n",
        "media/a.txt": TWO,
        "bulletins/2026/nota.md": bulletin(
            audio=[{"file": "a.mp3", "title": "Uno", "transcript": "a.txt", "captions": "a.vtt",
                    "duration": "1:00"}]
        ),
    }  # fmt: skip
    told = faults(write(tmp_path, files))
    for name in files:
        if name.endswith((".vtt", ".txt")) or ("nota" not in name and name.endswith(".md")):
            assert [one for one in told if one.startswith(f"content/{name}:") and "git" in one]
    (tmp_path / "newsroom.toml").write_text(f"{newsroom()}\n{TWO}\n", "utf-8")
    with pytest.raises(ProblemsFound, match="conflicto de git"):
        load_newsroom(tmp_path / "newsroom.toml", {})
    (tmp_path / "newsroom.toml").write_text(newsroom(), "utf-8")
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale/nhn.po").write_text(TWO, "utf-8")
    with pytest.raises(ProblemsFound, match="conflicto de git"):
        load_newsroom(tmp_path / "newsroom.toml", {})

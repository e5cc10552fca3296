"""What text editors are told of the header is what `check` says."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from town import run

ROOT = Path(__file__).resolve().parents[1]

REMARK = ROOT / "node_modules" / ".bin" / "remark"


def test_the_schemas_and_snippets_are_those_of_the_program(tmp_path: Path) -> None:
    assert run("schema", "--into", str(tmp_path), cwd=ROOT).returncode == 0
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {name: (ROOT / ".vscode" / name).read_text("utf-8") for name in made}
    assert made == kept, "make schema"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The repository's editor settings and content, as an editor opens them."""
    if not REMARK.exists():
        if os.environ.get("CI"):
            pytest.fail("remark is not installed: npm ci")
        pytest.skip("remark is not installed: npm ci")
    for name in (".vscode", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copyfile(ROOT / ".remarkrc.json", tmp_path / ".remarkrc.json")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


def linted(desk: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(REMARK), "--no-stdout", "--frail", "--quiet", "content"],
        cwd=desk, text=True, capture_output=True,
    )  # fmt: skip


def test_the_content_of_this_repository_is_right_in_an_editor(desk: Path) -> None:
    done = linted(desk)
    assert done.returncode == 0, done.stderr


def test_groups_written_short_or_whole_are_right_in_an_editor(desk: Path) -> None:
    assert run("schema", "--into", str(desk / ".vscode"), cwd=ROOT).returncode == 0
    path = next((desk / "content" / "bulletins").rglob("*.md"))
    text = path.read_text("utf-8")
    groups = """
en_vivo:
  url: https://a.example
  titulo: Sesión
  inicio: 2026-11-23 10:00
  lengua_de_señas: sí
  captions: no
  grabación: {}
claim:
  claim: Se cobra
  verdict: falso
  evidence: [Una, {{texto: Otra, enlace: "https://a.example"}}]
  claimed_on: 2026-11-20
"""
    whole = '{file: v.mp4, duration: "2:30", plazo_de_transcripción: 2026-12-01}'
    for recording in ("2026/v.mp4", whole):
        added = groups.format(recording)
        path.write_text(text.replace("\n---\n", f"{added}---\n", 1), "utf-8")
        done = linted(desk)
        assert done.returncode == 0, done.stderr


def test_a_wrong_key_and_a_wrong_topic_are_marked_in_an_editor(desk: Path) -> None:
    path = next((desk / "content" / "bulletins").rglob("*.md"))
    text = path.read_text("utf-8").replace("topic: ", "topic: no-").replace("slug:", "slugg:")
    path.write_text(text, "utf-8")
    done = linted(desk)
    assert done.returncode == 1
    assert "additional properties" in done.stderr and "allowed values" in done.stderr

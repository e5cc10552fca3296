"""What the documents tell people to type works as it is written."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pregonero.content import reader
from pregonero.lint.loading import load
from pregonero.newsroom import loader

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: What a test cannot run: itself, the network, the office's own git.
ELSEWHERE = re.compile(r"git |make (test|lock|clean|setup|bench)\b|\. |source |pelican ")


def blocks(language: str) -> Iterator[tuple[str, str]]:
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        for found in re.finditer(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            yield f"{path.name}:{text.count(chr(10), 0, found.start()) + 1}", found[1]


def commands() -> list[str]:
    lines = (
        line.partition("  #")[0].strip() for _, block in blocks("sh") for line in block.splitlines()
    )
    return list(dict.fromkeys(line for line in lines if line and not ELSEWHERE.match(line)))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, with the environment these tests run in as its own."""
    copy = tmp_path_factory.mktemp("docs") / "repository"
    shutil.copytree(
        ROOT,
        copy,
        ignore=shutil.ignore_patterns(
            ".git", ".venv", "node_modules", "output", ".cache", ".*_cache", "__pycache__"
        ),
    )
    toml = copy / "newsroom.toml"
    text = toml.read_text("utf-8")
    toml.write_text(re.sub(r'path = "/srv/\w+"', f'path = "{copy.parent}/www"', text), "utf-8")
    (copy / ".venv").symlink_to(sys.prefix)
    for stamp in ("runtime", "dev"):
        if not (copy / ".venv" / stamp).exists():
            pytest.skip("these tests do not run in the environment that make made")
    return copy


@pytest.mark.parametrize("line", commands())
def test_a_documented_command_works(repository: Path, line: str) -> None:
    words = line if line.startswith("make") else line.replace("python ", f"{sys.executable} ", 1)
    environ = os.environ | {"EDITOR": ""}
    if re.search(r"\b(serve|servir)\b", line):
        return served(repository, words, environ)
    if "rollback" in line:  # there has to be something to go back to
        for text in ("", "\nOtra línea.\n"):
            with next((repository / "content/pages").glob("*.md")).open("a") as page:
                page.write(text)
            deploy = [sys.executable, "cli.py", "deploy", "production"]
            subprocess.run(deploy, cwd=repository, env=environ, check=True, capture_output=True)
    done = subprocess.run(
        words,
        cwd=repository,
        shell=True,
        env=environ,
        text=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return None


def served(repository: Path, words: str, environ: dict[str, str]) -> None:
    """Start a preview, see it announce its address, and stop it as a person would."""
    port = ' ARGS="--port 0"' if words.startswith("make") else " --port 0"
    with subprocess.Popen(
        words + port,
        cwd=repository,
        shell=True,
        env=environ,
        text=True,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        assert running.stderr
        seen = ""
        for heard in running.stderr:
            seen += heard
            if "http://127.0.0.1:" in heard:
                break
        os.killpg(running.pid, signal.SIGINT)
        running.communicate(timeout=20)
    assert "http://127.0.0.1:" in seen


@pytest.mark.parametrize(("where", "text"), [b for b in blocks("yaml") if b[1].startswith("---")])
def test_an_example_header_is_valid(where: str, text: str) -> None:
    room = loader.load(ROOT / "newsroom.toml")
    folder = "bulletins/2026"
    if "type:" not in text and "tipo:" not in text:
        folder = (
            "questions/2026"
            if re.search(r"^(asked|preguntada):", text, re.M)
            else "campaigns"
            if re.search(r"^(objective|objetivo|starts|inicia):", text, re.M)
            else "pages"
        )
    if not text.rstrip().endswith("---"):
        text += "---\n"
    _, problems = reader.read((text + "\nTexto.\n").encode(), f"{folder}/ejemplo.md", room.zone)
    assert [p.show("es") for p in problems if p.severity == "error"] == [], where


def test_the_content_of_this_repository_has_no_problem() -> None:
    archive = load(ROOT / "content", loader.load(ROOT / "newsroom.toml"))
    assert [p.show("es") for p in archive.problems] == []

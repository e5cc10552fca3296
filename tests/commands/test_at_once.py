"""Several commands at once, and one that is killed: no words are lost and nothing is left over."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from town import bulletin, end, environment, newsroom, question, start, told

from pregonero import files

Site = Callable[..., Path]
FILE = "bulletins/2026/agua.md"
DIALOGUE = '[dialogue]\nemail = "dialogo@sanjacinto.example"\nreply_days = 2\n'


def at_once(root: Path, commands: Sequence[Sequence[str]]) -> list[int]:
    """How commands end that are started together."""
    ended = [end(one) for one in [start(*words, cwd=root) for words in commands]]
    for one in ended:
        assert "Traceback" not in told(one), told(one)
    return [one.returncode for one in ended]


def test_six_corrections_at_once_are_six_notes(site: Site) -> None:
    root = site({FILE: bulletin(slug="agua")})
    notes = [f"Decía «{n}»; es otra cosa." for n in range(6)]
    commands = [["correct", FILE, "--note", note, "--no-edit"] for note in notes]
    assert at_once(root, commands) == [0] * 6
    text = (root / "content" / FILE).read_text("utf-8")
    assert all(note in text for note in notes) and text.count("note:") == 6
    assert not list((root / "content").rglob(".*"))


def test_new_texts_at_once_have_folios_and_files_of_their_own(site: Site) -> None:
    root = site({}, newsroom(DIALOGUE))
    commands = [["new", "comunicado", "Se repara la red"]] * 3
    commands += [["question", "add", "¿Cuándo vuelve el agua?"]] * 3
    assert at_once(root, commands) == [0] * 6
    texts = [path.read_text("utf-8") for path in (root / "content").rglob("*.md")]
    assert len(texts) == 6
    folios = re.findall(r"^folio: (\d+)", "\n".join(texts), re.MULTILINE)
    assert sorted(folios) == ["1", "2", "3"]
    assert len(set(re.findall(r"^slug: (\S+)", "\n".join(texts), re.MULTILINE))) == 6


def test_two_answers_at_once_are_one_answer_and_one_refusal(site: Site) -> None:
    name = "questions/2026/agua.md"
    root = site({name: question("", slug="agua")}, newsroom(DIALOGUE))
    commands = [["question", "answer", "agua", "--text", f"Vuelve el {day}."] for day in ("2", "3")]
    codes = at_once(root, commands)
    text = (root / "content" / name).read_text("utf-8")
    assert sorted(codes) == [0, 2]
    assert [f"Vuelve el {day}." in text for day in ("2", "3")] == [code == 0 for code in codes]


def test_a_killed_command_leaves_nothing_that_git_takes(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site({FILE: bulletin(slug="agua")})
    subprocess.run(["git", "init", "-q"], cwd=root, check=True, env=environment())
    desk = root / ".cache" / "writing"
    desk.mkdir(parents=True)
    child = os.fork()
    if not child:
        # Killed with the file written and not yet in its place.
        monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGKILL))
        files.put(root / "content" / FILE, b"otra", desk=desk)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert list(desk.iterdir())
    taken = subprocess.run(
        ["git", "add", "--dry-run", "content"], cwd=root, check=True, env=environment(),
        capture_output=True, text=True,
    )  # fmt: skip
    assert taken.stdout == f"add 'content/{FILE}'\n"
    note = "Decía «lunes»; es el martes."
    assert at_once(root, [["correct", FILE, "--note", note, "--no-edit"]]) == [0]
    assert not list(desk.iterdir())


def test_a_command_that_waits_says_so(site: Site) -> None:
    from filelock import FileLock

    root = site({FILE: bulletin(slug="agua")})
    (root / ".cache").mkdir()
    with FileLock(root / ".cache" / "content.lock"):
        waiting = start("withdraw", FILE, "--reason", "Se publicó por error.", cwd=root)
        assert waiting.stderr and "Otra orden está escribiendo" in waiting.stderr.readline()
        assert waiting.poll() is None
    ended = end(waiting)
    assert ended.returncode == 0, told(ended)


def test_a_file_is_put_in_place_whatever_disk_it_was_written_on(tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm")
    if not os.access(elsewhere, os.W_OK) or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        elsewhere = tmp_path / "aparte"
        elsewhere.mkdir()
    target = tmp_path / "texto.md"
    files.put(target, b"uno", fresh=True, desk=elsewhere)
    files.put(target, b"dos", desk=elsewhere)
    with pytest.raises(FileExistsError):
        files.put(target, b"tres", fresh=True, desk=elsewhere)
    assert target.read_bytes() == b"dos" and not list(elsewhere.glob("*.tmp"))

"""What the program writes can be read at every width, in every encoding, and commands nobody's
terminal."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from town import NOW, PROGRAM, bulletin, environment, newsroom, run, told

Site = Callable[..., Path]
TITLE = "Vuelve el agua a la colonia Las Peñas tras rehabilitar el pozo 3 y su red"


def at_a_terminal(*words: str, cwd: Path, columns: int = 80, **env: str) -> str:
    """What the program shows in a terminal of so many columns, styles included."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    more = {"TERM": "xterm-256color", "COLUMNS": str(columns), **env}
    clean = {k: v for k, v in environment(**more).items() if k != "NO_COLOR" or "NO_COLOR" in env}
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM / "cli.py"), *words],
        cwd=cwd, env=clean, stdin=its, stdout=its, stderr=its,
    )  # fmt: skip
    os.close(its)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # how Linux ends what a closed terminal gives
        pass
    finally:
        os.close(ours)
        process.wait(60)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 80, 100, 200])
def test_a_list_has_title_folio_and_state_at_every_width(site: Site, columns: int) -> None:
    files = {
        "bulletins/2026/a.md": bulletin(
            type="comunicado", folio=4, title=TITLE, summary="x", dateline="San Jacinto"
        ),
        "bulletins/2026/b.md": bulletin(title="Otra", embargo="2027-01-01"),
    }
    shown = at_a_terminal("list", "--at", NOW, cwd=site(files), columns=columns)
    words = " ".join(shown.split())
    for text in ("2026-11-20", "004/2026", "Comunicado", "público", "embargo hasta"):
        assert text in words
    for word in TITLE.split():
        assert word in words
    assert max(map(len, shown.split("\n"))) <= columns


def test_a_pipe_gets_whole_lines(site: Site) -> None:
    title = " ".join(["Palabras"] * 20)
    shown = run("list", "--at", NOW, cwd=site({"bulletins/2026/a.md": bulletin(title=title)}))
    (line,) = [line for line in shown.stdout.splitlines() if "Palabras" in line]
    assert title in line and line.endswith("público")


CONTROLS = "\x1b]0;dueño\x07\x1b[31m\x9b2J\x85\u202e"


def test_no_control_character_reaches_a_terminal_or_a_file(site: Site) -> None:
    # As YAML writes them: an editor sees nothing.
    title = json.dumps(f"Aviso {CONTROLS} de agua")
    raw = bulletin(title="TÍTULO", topic="otro").replace('"TÍTULO"', title)
    root = site({"bulletins/2026/a.md": raw, "bulletins/2026/b.md": bulletin()})
    for words in (["list"], ["check"], ["list", "--format", "json"], ["check", "--format", "json"],
                  ["check", "--format", "github"], ["new", CONTROLS, "uno"], [CONTROLS],
                  ["correct", CONTROLS, "--note", "x"]):  # fmt: skip
        result = run(*words, "--at", NOW, cwd=root) if len(words) < 3 else run(*words, cwd=root)
        assert not set(told(result)) & set(CONTROLS) - set("]0;dueño[31m2J"), words
        if "json" in words:
            json.loads(result.stdout)
    shown = at_a_terminal("check", "--at", NOW, cwd=root, NO_COLOR="1")
    assert not set(shown) & set("\x1b\x07\x9b\x85\u202e")


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_an_encoding_without_our_letters_stops_nothing(site: Site, encoding: str) -> None:
    root = site({"bulletins/2026/a.md": bulletin(title="¿Qué año? «Ñandú» … 水 😀")})
    env = environment(PYTHONIOENCODING=encoding)
    commands = (["list"], ["list", "--format", "json"], ["--help"], ["chek"], [], ["check"])
    for words in commands:
        result = subprocess.run(
            [sys.executable, PROGRAM / "cli.py", *words], cwd=root, env=env, capture_output=True
        )
        out, err = (part.decode(encoding) for part in (result.stdout, result.stderr))
        assert "Traceback" not in err, err
        if words == ["list", "--format", "json"]:
            (record,) = json.loads(out)
            assert record["title"] == "¿Qué año? «Ñandú» … 水 😀" or encoding != "ascii"
        elif words == ["list"] and encoding == "ascii":
            assert 'Que anio? "NIandu" ...' in out


def test_check_has_colours_at_a_terminal_alone(site: Site) -> None:
    root = site({"bulletins/2026/a.md": bulletin(title="a" * 400)}, newsroom())
    plain = run("check", cwd=root).stdout
    assert "\x1b" not in plain and plain
    assert "\x1b[" in at_a_terminal("check", cwd=root)
    assert "\x1b" not in at_a_terminal("check", cwd=root, NO_COLOR="1")
    assert plain.strip() in at_a_terminal("check", cwd=root, NO_COLOR="1")


@pytest.mark.parametrize("redirection", ["| head -n 1", ">&-", "2>&- >/dev/null"])
def test_nobody_needs_to_listen(site: Site, redirection: str) -> None:
    root = site({f"bulletins/2026/{n}.md": bulletin(title=f"Nota {n}") for n in range(20)})
    for words in ("list", "--help"):
        command = f"{sys.executable} {PROGRAM / 'cli.py'} {words} {redirection}"
        shown = subprocess.run(
            command, shell=True, cwd=root, env=environment(), capture_output=True, text=True
        )
        assert shown.stderr == "", words

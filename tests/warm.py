"""The program without its start: a process that has imported all of it forks one for each command.

Half a second of every command is Python reading modules, the same ones each time. What runs is the
program's own file, in a process and a folder of its own; how it starts is what `town.start` and
the documented commands are for.
"""

import atexit
import json
import os
import pkgutil
import runpy
import select
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1] / "cli.py"
#: Of the environment, what is read before a command is, and so before a fork.
_EARLY = ("PREGONERO_LANG", "PYTHON", "LANG", "LC_")


def fits(env: Mapping[str, str]) -> bool:
    """Whether a command with this environment of its own can be a fork."""
    return not any(name.startswith(_EARLY) for name in env)


def run(words: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> tuple[int, str, str]:
    """A command's status, and what it wrote to both of its outputs."""
    server = _server()
    assert server.stdin and server.stdout
    with tempfile.TemporaryDirectory() as folder:
        told = [Path(folder) / name for name in ("out", "err")]
        request = [words, str(cwd), dict(env), *map(str, told)]
        server.stdin.write(json.dumps(request) + "\n")
        server.stdin.flush()
        if not select.select([server.stdout], [], [], 60)[0]:
            server.kill()
            _server.cache_clear()
            raise TimeoutError(" ".join(words))
        status = int(server.stdout.readline())
        out, err = (path.read_text("utf-8", "surrogateescape") for path in told)
    return status, out, err


@cache
def _server() -> "subprocess.Popen[str]":
    """It ends when whoever started it does, for then nobody asks any more."""
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.communicate)
    return server


def started() -> int | None:
    """The process that is forked, if there is one by now."""
    return _server().pid if _server.cache_info().currsize else None


def _serve() -> None:
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    sys.path.insert(1, str(PROGRAM.parent))
    from once import once
    from town import bulletin, publish, write

    once()
    with tempfile.TemporaryDirectory() as folder:
        # What only a build imports, and every template.
        publish(write(Path(folder), {"bulletins/nota.md": bulletin()}))
    import pregonero

    for module in pkgutil.walk_packages(pregonero.__path__, "pregonero."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    del sys.path[0]  # the tests are no part of the program
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if not pid:
            _become(*json.loads(line))
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(words: list[str], cwd: str, env: dict[str, str], out: str, err: str) -> None:
    """Run a command here, as if this process had just been started for it."""
    status = 1
    try:
        os.chdir(cwd)
        language = os.environ["LANGUAGE"]  # set when the program is imported
        os.environ.clear()
        os.environ.update(env | {"LANGUAGE": language})
        time.tzset()
        for number, path, mode in ((0, os.devnull, "r"), (1, out, "w"), (2, err, "w")):
            with open(path, mode) as file:  # noqa: PTH123
                os.dup2(file.fileno(), number)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        sys.argv = [str(PROGRAM), *words]
        runpy.run_path(str(PROGRAM), run_name="__main__")
    except SystemExit as ended:  # with words: a status ends the process by itself
        sys.stderr.write(f"{ended.code}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()

"""Pregonero's program: `python cli.py …`, also installed as `pregonero`."""

import gc
import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

NEEDED = (
    "babel", "feedgen", "filelock", "markdown", "msgspec",
    "nh3", "pelican", "pydantic", "typer", "yaml",
)  # fmt: skip


def main() -> None:
    """Run the program; in the environment that `make setup` made, if this one lacks something."""
    if not all(map(find_spec, NEEDED)):
        _elsewhere()
    # Pydantic would look through everything that is installed for plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    # Commands make much and drop little; looking for cycles all the while costs a tenth of them.
    gc.disable()
    from pregonero.cli.program import main

    try:
        main()
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            _leave(ended.code or 0)
        raise


def _leave(status: int) -> NoReturn:
    """End at once: taking ten thousand records apart first costs more than an edit's page."""
    with suppress(BrokenPipeError, ValueError):  # whoever read has seen enough
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _elsewhere() -> None:
    here = Path(__file__).resolve().parent / ".venv"
    python = here / "bin" / "python"
    if not python.exists() or Path(sys.prefix).resolve() == here:
        sys.stderr.write("Error: faltan paquetes de Python. Ejecute «make setup» y repita.\n")
        sys.exit(3)
    os.execv(python, [str(python), *sys.argv])  # noqa: S606


if __name__ == "__main__":
    main()

"""Pregonero's program: `python cli.py …`, also installed as `pregonero`."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

NEEDED = ("babel", "feedgen", "filelock", "markdown", "nh3", "pelican", "pydantic", "typer", "yaml")


def main() -> None:
    """Run the program; in the environment that `make setup` made, if this one lacks something."""
    if not all(map(find_spec, NEEDED)):
        _elsewhere()
    # Pydantic would look through everything that is installed for plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    from pregonero.commands.program import main

    main()


def _elsewhere() -> None:
    here = Path(__file__).resolve().parent / ".venv"
    python = here / "bin" / "python"
    if not python.exists() or Path(sys.prefix).resolve() == here:
        sys.stderr.write("Error: faltan paquetes de Python. Ejecute «make setup» y repita.\n")
        sys.exit(3)
    os.execv(python, [str(python), *sys.argv])  # noqa: S606


if __name__ == "__main__":
    main()

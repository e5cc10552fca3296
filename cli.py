"""Pregonero's program: `python cli.py …`, also installed as `pregonero`."""

from pregonero.commands.program import main

if __name__ == "__main__":
    main()

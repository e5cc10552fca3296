"""`check --fix`: what is mechanical in texts is mended, once somebody has seen how."""

import difflib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from pregonero import files as whole
from pregonero.cli.content_lock import writing
from pregonero.cli.editor import somebody_is_there
from pregonero.cli.errors import CONTENT, tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.content.reader import mended_text
from pregonero.i18n import N_


class Mended(NamedTuple):
    """A file before and after, in bytes."""

    file: str
    before: bytes
    after: bytes


def run(place: Project, files: Iterable[str], *, yes: bool) -> None:
    """Show what would change in these texts (paths from content/), ask, and write it."""
    changed = [*_mended(place.content, files)]
    if not changed:
        tell(say(N_("No hay nada que se pueda corregir sin preguntar.")))
        return
    for one in changed:
        sys.stdout.writelines(f"{line}\n" for line in _difference(one))
    sys.stdout.flush()
    if not yes:
        if not somebody_is_there():
            tell(say(N_("Nada cambió. Para escribirlo así: python cli.py revisar --fix --yes")))
            sys.exit(CONTENT)
        if not typer.confirm(say(N_("¿Se escribe así?"))):
            tell(say(N_("Nada cambió.")))
            return
    written = _write(place, changed)
    tell(say(N_("Archivos corregidos: {files}. Revíselos y guárdelos en git."), files=written))


def _mended(content: Path, files: Iterable[str]) -> Iterator[Mended]:
    for file in files:
        raw = (content / file).read_bytes()
        after = mended_text(raw, file)
        if after != raw:
            yield Mended(file, raw, after)


def _write(place: Project, changed: Sequence[Mended]) -> int:
    """Write each file that is still what was shown; gives how many were."""
    count = 0
    with writing(place) as desk:
        for one in changed:
            path = place.content / one.file
            if path.read_bytes() != one.before:
                tell(say(N_("{file} cambió entretanto: se deja como está."), file=one.file))
                continue
            whole.put(path, one.after, desk=desk)
            count += 1
    return count


def _difference(one: Mended) -> Iterator[str]:
    before, after = (raw.decode("utf-8").splitlines() for raw in (one.before, one.after))
    name = f"content/{one.file}"
    yield from difflib.unified_diff(before, after, name, name, lineterm="", n=1)

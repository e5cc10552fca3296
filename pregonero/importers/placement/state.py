"""What imports have written, so that importing twice changes nothing and an editor's work stays.

It is beside what it speaks of, in content/import/, so that it is versioned with it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pregonero import files
from pregonero.diagnostics import Problem
from pregonero.i18n import N_, catalog
from pregonero.importers.source_item import PENDING, is_pending
from pregonero.slug import slugify

ROOM = "import"
UNDATED = f"{ROOM}/undated"
_STATE = f"{ROOM}/state.json"
QUEUE = f"{ROOM}/queue.csv"
_VERSION = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Record(NamedTuple):
    """One text that was brought in: its file, digests of what was written and of its source, its id
    and, if it waits, why: field, line, message, remedy and values. `came` is the moment, by ISO
    8601 in UTC, at which these bytes of its source first came; empty in a state of before."""

    path: str
    digest: str
    raw: str
    id: str
    reasons: tuple[tuple[str, int, str, str, tuple[tuple[str, str], ...]], ...] = ()
    came: str = ""

    @property
    def moment(self) -> datetime | None:
        """When these bytes of its source first came, if that is known."""
        return datetime.fromisoformat(self.came) if self.came else None

    def problems(self, source: str) -> list[Problem]:
        return [
            Problem(source, line, name, message, remedy, values)
            for name, line, message, remedy, values in self.reasons
        ]


class Remote(NamedTuple):
    """A photograph of another machine: its file under content/media/ and the digest of what was
    fetched, or why it could not be had."""

    file: str
    digest: str = ""
    reason: str = ""


@dataclass
class ImportState:
    """Records by the key of their source, and photographs by their address. `damaged` if there was
    a state that cannot be read: then every file that is there counts as edited."""

    records: dict[str, Record] = field(default_factory=dict)
    pictures: dict[str, Remote] = field(default_factory=dict)
    damaged: bool = False


def load(into: Path) -> ImportState:
    """The state of a content folder; a bare one if there is none or it is damaged."""
    path = into / _STATE
    if not path.is_file():
        return ImportState()
    try:
        values = json.loads(path.read_text("utf-8"))
        if values["version"] != _VERSION:
            raise ValueError
        records = {key: _record(row) for key, row in values["texts"].items()}
        pictures = {where: _remote(row) for where, row in values.get("pictures", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return ImportState(damaged=True)
    return ImportState(records, pictures)


def _record(row: list[object]) -> Record:
    path, digest, raw, identity, reasons, *later = row
    came = later[0] if later else ""
    if not all(isinstance(value, str) for value in (path, digest, raw, identity, came)):
        raise TypeError
    if came and datetime.fromisoformat(str(came)).tzinfo is None:
        raise ValueError
    told = tuple(
        (str(f), int(n), str(m), str(r), tuple((str(a), str(b)) for a, b in v))
        for f, n, m, r, v in reasons  # type: ignore[attr-defined]
    )
    if not _inside(str(path)):
        raise ValueError
    return Record(str(path), str(digest), str(raw), str(identity), told, str(came))


def _remote(row: list[object]) -> Remote:
    file, digest, reason = row
    if not all(isinstance(value, str) for value in row) or (file and not _inside(str(file))):
        raise TypeError
    return Remote(str(file), str(digest), str(reason))


def _inside(path: str) -> bool:
    parts = path.split("/")
    return not path.startswith("/") and ".." not in parts and "\\" not in path and "" not in parts


def save(into: Path, state: ImportState, waiting: Mapping[str, Record], lang: str) -> None:
    """Write the state and the queue, each at once. Raises OSError."""
    parts = [f'"version": {_VERSION}', f'"texts": {_rows(state.records)}']
    if state.pictures:
        parts.append(f'"pictures": {_rows(state.pictures)}')
    put(into, _STATE, f"{{{', '.join(parts)}}}\n".encode(), lasting=True)
    put(into, QUEUE, queue(waiting, lang))


def _rows(values: Mapping[str, object]) -> str:
    """An object of JSON with a line for each value."""
    lines = (
        f"  {json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in sorted(values.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}"


def queue(waiting: Mapping[str, Record], lang: str) -> bytes:
    """The work queue as a table that any spreadsheet opens: a row for each reason."""
    say = catalog(lang).gettext
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        [say(N_("Archivo")), say(N_("Fuente")), say(N_("Por decidir")), say(N_("Qué hacer"))]
    )
    for key, record in sorted(waiting.items(), key=lambda item: (item[1].path, item[0])):
        for problem in record.problems(key):
            message, remedy = problem.text(lang)
            table.writerow(map(_cell, (record.path, f"{key}:{problem.line}", message, remedy)))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def reasons(
    told: Iterable[Problem],
) -> tuple[tuple[str, int, str, str, tuple[tuple[str, str], ...]], ...]:
    return tuple(
        (p.field, p.line, p.message, p.remedy, p.values)
        for p in told
        if p.severity == "error" or is_pending(p)
    )


def waiting(into: Path, records: Mapping[str, Record]) -> dict[str, Record]:
    """The texts that wait for a person, each with why: drafts, and public ones whose photographs
    are still in the comments of their header."""
    found: dict[str, Record] = {}
    for key, record in records.items():
        if not record.reasons:
            continue
        if still_draft(into, record):
            found[key] = record
            continue
        photos = tuple(reason for reason in record.reasons if reason[0] == PENDING)
        if photos and _lacks_photos(into / record.path):
            found[key] = record._replace(reasons=photos)
    return found


def _lacks_photos(path: Path) -> bool:
    try:
        return b"\n#   - file:" in path.read_bytes()[:40_000]
    except OSError:
        return False


def mapping_path(name: str) -> str:
    """Where the mapping of a source is kept."""
    return f"{ROOM}/{slugify(name) or 'fuente'}.toml"


_STATUS = re.compile(rb"^(?:status|estado)\s*:\s*[\"']?(\w+)", re.MULTILINE)


def still_draft(into: Path, record: Record) -> bool:
    """Whether a file that waited waits still: it is where it was, and nobody approved it."""
    path = into / record.path
    try:
        head = path.read_bytes()[:40_000]
    except OSError:
        return False
    if record.path.startswith(UNDATED):
        return True
    found = _STATUS.search(head)
    return found is None or found[1].lower() in (b"draft", b"borrador")


class LeadsOut(Exception):
    """A path that a link of the content folder takes out of it."""


def put(into: Path, path: str, data: bytes, *, lasting: bool = False) -> None:
    """Write a file under a content folder, whole or not at all. Raises OSError, `LeadsOut`."""
    target = safe(into, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    safe(into, path)
    desk = into.parent / ".cache" / "writing"
    files.put(target, data, lasting=lasting, desk=desk if desk.is_dir() else None)


def safe(into: Path, path: str) -> Path:
    """A file's place under a content folder, whose folders do not lead out of it."""
    target = into / path
    if not _inside(path) or not target.parent.resolve().is_relative_to(into.resolve()):
        raise LeadsOut(path)
    return target

"""What was read of content/ before: kept by path, believed only by the digest of the file.

One of two stores; the other is what the last build made. An SQLite file, written in transactions,
so that two programs may share it. Everything in it is signed for its place by this machine; what is
not is as if it were not there. A file that is cut short, foreign, or made by another version is
begun again, and where none can be written the shelf lives in memory.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from pregonero import signed_json
from pregonero.signed_json import opened, sign

#: Records kept together: a few hundred are read at once, and few written for one that changed.
BUCKETS = 128
#: The bucket of photographs' shapes.
SHAPES = -1
#: What git told of public bulletins, and the names under which it keeps every bulletin.
CHRONICLE, SAVED = -2, -3
#: That of the verdicts of a dictionary.
VERDICTS = -4
#: What is wrong inside the texts of recordings.
RECORDINGS = -5

_TABLES = (
    "CREATE TABLE files (bucket INTEGER PRIMARY KEY, packed BLOB)",
    "CREATE TABLE records (bucket INTEGER PRIMARY KEY, packed BLOB)",
    "CREATE TABLE texts (path TEXT PRIMARY KEY, text TEXT, html BLOB)",
    "CREATE TABLE templates (name TEXT PRIMARY KEY, code BLOB)",
    "CREATE TABLE made (reader TEXT)",
)
_WAIT = 30.0  # seconds for another program that is writing

Value = TypeVar("Value")


class Row(NamedTuple):
    """A file as it was: `stamp` says when it cannot have changed since, empty if never.

    `outside` and `text` are its record's, empty where there is none.
    """

    stamp: str
    digest: str
    outside: str = ""
    text: str = ""


def bucket_of(path: str) -> int:
    return zlib.crc32(path.encode()) % BUCKETS


class ContentCache:
    """Files, records, texts and templates of earlier readings.

    `reader` names all that decides a reading but the file: with another one, nothing kept is of
    use. None takes any, to look and not to add.
    """

    def __init__(self, path: Path | None, reader: str | None) -> None:
        self.path = path
        self.reader = reader
        self._process = 0
        self._connection: sqlite3.Connection | None = None
        self._reader_there = reader or ""

    def rows(self) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        with self._asking():
            for number, data in self._db.execute("SELECT bucket, packed FROM files"):
                rows |= self._rows(number, data)
        return rows

    def bucket(self, number: int, kind: type[Value]) -> Value | None:
        """What was packed in a bucket, as that type; None if there is nothing of it."""
        data = self.raw(number)
        return signed_json.unpacked(data, kind, self.place(number)) if data else None

    def packed(self, number: int, value: object) -> bytes:
        """A value as it is kept in a bucket, of plain data, named tuples and dataclasses."""
        return signed_json.packed(value, self.place(number))

    def raw(self, number: int) -> bytes | None:
        """The bytes of a bucket, to be believed only by their signature."""
        with self._asking():
            row = self._db.execute(
                "SELECT packed FROM records WHERE bucket = ?", (number,)
            ).fetchone()
            return _bytes(row[0]) if row else None
        return None

    def place(self, what: object) -> str:
        """What something is signed for: its place on a shelf of this reader."""
        return f"shelf {self._reader_there} {what}"

    def html(self, path: str, text: str) -> str | None:
        """The HTML kept for a text, if it is of the text with this digest."""
        with self._asking():
            row = self._db.execute(
                "SELECT html FROM texts WHERE path = ? AND text = ?", (path, text)
            ).fetchone()
            data = row and opened(_bytes(row[0]), self.place(("html", path, text)))
            return str(data, "utf-8") if data is not None else None
        return None

    def texts(self) -> frozenset[tuple[str, str]]:
        """Path and digest of every text whose HTML is kept."""
        with self._asking():
            return frozenset(self._db.execute("SELECT path, text FROM texts"))
        return frozenset()

    def keep(
        self,
        rows: Mapping[str, Row] | None = None,
        buckets: Mapping[int, bytes] | None = None,
        gone: Iterable[str] = (),
    ) -> None:
        """Put away, all or nothing. What cannot be kept is read again another time."""
        changed: dict[int, dict[str, Row | None]] = {}
        for path, row in (*(rows or {}).items(), *((path, None) for path in gone)):
            changed.setdefault(bucket_of(path), {})[path] = row
        with self._asking(), self._db as db:
            if changed:
                db.execute("BEGIN IMMEDIATE")  # others may change the same buckets
            for number, new in changed.items():
                db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", self._with(number, new))
            db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", (buckets or {}).items())
            db.executemany("DELETE FROM texts WHERE path = ?", ((path,) for path in gone))

    def _with(self, number: int, new: Mapping[str, Row | None]) -> tuple[int, bytes]:
        """A bucket of files with other rows in it; those that are None are no more."""
        found = self._db.execute("SELECT packed FROM files WHERE bucket = ?", (number,)).fetchone()
        rows = {**(self._rows(number, found[0]) if found else {}), **new}
        kept = {path: row for path, row in rows.items() if row}
        return number, signed_json.packed(kept, self.place(("files", number)))

    def _rows(self, number: int, data: object) -> dict[str, Row]:
        place = self.place(("files", number))
        return signed_json.unpacked(_bytes(data), dict[str, Row], place) or {}

    def keep_html(self, made: Iterable[tuple[str, str, str]]) -> None:
        """Put away path, digest of the text and HTML of each."""
        with self._asking(), self._db as db:
            signed = (
                (path, text, sign(html.encode(), self.place(("html", path, text))))
                for path, text, html in made
            )
            db.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", signed)

    def template(self, name: str) -> bytes | None:
        """The compiled code kept under a name that says what it was compiled from: it is run, so
        only this machine may have put it there."""
        with self._asking():
            row = self._db.execute("SELECT code FROM templates WHERE name = ?", (name,)).fetchone()
            code = row and opened(_bytes(row[0]), self.place(("template", name)))
            return bytes(code) if code is not None else None
        return None

    def keep_template(self, name: str, code: bytes) -> None:
        with self._asking(), self._db as db:
            values = name, sign(code, self.place(("template", name)))
            db.execute("INSERT OR REPLACE INTO templates VALUES (?, ?)", values)

    def close(self) -> None:
        if self._connection and self._process == os.getpid():
            self._connection.close()
        self._connection = None

    @property
    def _db(self) -> sqlite3.Connection:
        # A forked process may not use its parent's connection to a file; memory it has copied.
        if self._connection is None or (self.path and self._process != os.getpid()):
            self._process = os.getpid()
            self._connection = self._opened()
        return self._connection

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """A file that fails is of no more use: the next connection begins another."""
        try:
            yield
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            busy = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY
            if self.path and self.reader and not busy:
                with suppress(sqlite3.Error, AttributeError):
                    self._connection.close()  # type: ignore[union-attr]
                self._connection = None
                with suppress(OSError):
                    self.path.unlink()

    def _opened(self) -> sqlite3.Connection:
        if self.path and self.reader:
            for _ in range(2):
                with suppress(sqlite3.Error, OSError):
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                    return self._prepared(str(self.path))
                with suppress(OSError):
                    self.path.unlink()
        elif self.path and self.path.is_file():
            with suppress(sqlite3.Error):
                return self._prepared(str(self.path))
        self.path = None
        return self._prepared(":memory:")

    def _prepared(self, name: str) -> sqlite3.Connection:
        """A connection to tables of this reader. Raises sqlite3.Error for another kind of file."""
        # Threads that share a shelf take turns by themselves.
        db = sqlite3.connect(name, timeout=_WAIT, check_same_thread=False)
        db.execute("PRAGMA synchronous = OFF")  # what a power cut breaks is begun again
        # Views and triggers of somebody else's would be run by what is asked here.
        schema = {row[0] for row in db.execute("SELECT sql FROM sqlite_master")} - {None}
        made = db.execute("SELECT reader FROM made").fetchone() if schema == {*_TABLES} else None
        if made and self.reader in (None, made[0]):
            self._reader_there = str(made[0])
            return db
        if (schema and not made) or (not self.reader and name != ":memory:"):
            raise sqlite3.DatabaseError
        with db:
            db.execute("BEGIN IMMEDIATE")
            for table in ("files", "records", "texts", "templates", "made"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _TABLES:
                db.execute(statement)
            db.execute("INSERT INTO made VALUES (?)", (self.reader,))
        return db


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""

"""What was read of content/ before: kept by path, believed only by the digest of the file.

One of two stores; the other is what the last build made. An SQLite file, written in transactions,
so that two programs may share it. One that is cut short, foreign, or made by another version is
begun again, and where none can be written the shelf lives in memory.
"""

import io
import os
import pickle
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pregonero.clock import fixed

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

_TABLES = """
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT, digest TEXT, outside TEXT, text TEXT)
    WITHOUT ROWID;
CREATE TABLE records (bucket INTEGER PRIMARY KEY, packed BLOB);
CREATE TABLE texts (path TEXT PRIMARY KEY, text TEXT, html TEXT);
CREATE TABLE templates (name TEXT PRIMARY KEY, code BLOB);
CREATE TABLE made (reader TEXT);
"""
_WAIT = 30.0  # seconds for another program that is writing
_KNOWN = ("pregonero", "datetime", "decimal", "uuid")
_SEAL = 32  # bytes of the digest before what is packed


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


class Shelf:
    """Files, records, texts and templates of earlier readings.

    `reader` names all that decides a reading but the file: with another one, nothing kept is of
    use. None takes any, to look and not to add.
    """

    def __init__(self, path: Path | None, reader: str | None) -> None:
        self.path = path
        self.reader = reader
        self._process = 0
        self._connection: sqlite3.Connection | None = None

    def rows(self) -> dict[str, Row]:
        with self._asking():
            return {
                row[0]: Row._make(row[1:])
                for row in self._db.execute("SELECT path, stamp, digest, outside, text FROM files")
            }
        return {}

    def bucket(self, number: int) -> dict[str, Any]:
        """What was packed in a bucket."""
        with self._asking():
            row = self._db.execute(
                "SELECT packed FROM records WHERE bucket = ?", (number,)
            ).fetchone()
            return unpacked(row[0]) if row else {}
        return {}

    def html(self, path: str, text: str) -> str | None:
        """The HTML kept for a text, if it is of the text with this digest."""
        with self._asking():
            row = self._db.execute(
                "SELECT html FROM texts WHERE path = ? AND text = ?", (path, text)
            ).fetchone()
            return str(row[0]) if row else None
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
        paths = [(path,) for path in gone]
        with self._asking(), self._db as db:
            db.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                ((path, *row) for path, row in (rows or {}).items()),
            )
            db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", (buckets or {}).items())
            db.executemany("DELETE FROM files WHERE path = ?", paths)
            db.executemany("DELETE FROM texts WHERE path = ?", paths)

    def keep_html(self, made: Iterable[tuple[str, str, str]]) -> None:
        """Put away path, digest of the text and HTML of each."""
        with self._asking(), self._db as db:
            db.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", made)

    def template(self, name: str) -> bytes | None:
        """The compiled code kept under a name that says what it was compiled from."""
        with self._asking():
            row = self._db.execute("SELECT code FROM templates WHERE name = ?", (name,)).fetchone()
            return unpacked(row[0]).get(name) if row else None
        return None

    def keep_template(self, name: str, code: bytes) -> None:
        with self._asking(), self._db as db:
            values = name, packed({name: code})
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
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        made = db.execute("SELECT reader FROM made").fetchone() if "made" in tables else None
        if made and self.reader in (None, made[0]):
            return db
        if not self.reader and name != ":memory:":
            raise sqlite3.DatabaseError
        with db:
            db.execute("BEGIN IMMEDIATE")
            for table in ("files", "records", "texts", "templates", "made"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _TABLES.split(";"):
                db.execute(statement)
            db.execute("INSERT INTO made VALUES (?)", (self.reader,))
        return db


def packed(values: Mapping[str, Any]) -> bytes:
    """Values as bytes that say whether they are whole."""
    data = pickle.dumps(dict(values), pickle.HIGHEST_PROTOCOL)
    return sha256(data).digest() + data


def unpacked(data: bytes) -> dict[str, Any]:
    """What was `packed`; nothing if it is not whole or names what is not ours."""
    whole = memoryview(data)
    if sha256(whole[_SEAL:]).digest() == whole[:_SEAL]:
        with suppress(Exception):  # another version's names or fields
            found: dict[str, Any] = _Unpickler(io.BytesIO(whole[_SEAL:])).load()
            return found
    return {}


class _Unpickler(pickle.Unpickler):
    """Makes records and plain values, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("datetime", "timezone"):
            return fixed
        found = super().find_class(module, name)
        if module.partition(".")[0] not in _KNOWN or not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found

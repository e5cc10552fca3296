"""Bytes in a cache that only this machine, or whoever has its key, can have put there.

A cache may come back from elsewhere: from hosted CI, a shared folder, a proposal's branch. What is
in it is believed only if it is signed (HMAC-SHA-256, RFC 2104) with a key that is in no cache:
`PREGONERO_CACHE_KEY`, or a file in the user's own state folder (XDG Base Directory Specification).
"""

import hmac
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

#: The environment variable by which several machines share a key.
GIVEN = "PREGONERO_CACHE_KEY"
#: Where the key is in the state folder.
NAME = "pregonero/cache.key"

_DIGEST = "sha256"
_SIZE = 32  # bytes of a key, and of a signature


def sign(data: bytes, purpose: str) -> bytes:
    """Data with its signature before it. It is good for one `purpose`: the name of its place."""
    return _signature(data, purpose) + data


def opened(signed: bytes, purpose: str) -> memoryview | None:
    """What was signed for a purpose; None if it was not, or is not whole."""
    whole = memoryview(signed)
    data = whole[_SIZE:]
    return data if hmac.compare_digest(whole[:_SIZE], _signature(data, purpose)) else None


def _signature(data: bytes | memoryview, purpose: str) -> bytes:
    # A key of its own for each purpose: no data can be taken for the name of a place.
    own = hmac.digest(key(), purpose.encode("utf-8", "surrogatepass"), _DIGEST)
    return hmac.digest(own, data, _DIGEST)


def key(environ: Mapping[str, str] = os.environ) -> bytes:
    """The key that was given, that of this user on this machine, or, where none can be kept, one
    that ends with this process: its caches are then of no use to the next."""
    return _key(environ.get(GIVEN, ""), environ.get("XDG_STATE_HOME", ""), environ.get("HOME", ""))


@cache
def _key(given: str, state: str, home: str) -> bytes:
    if given:
        return given.encode("utf-8", "surrogateescape")
    folder = Path(state)
    if not folder.is_absolute():
        folder = Path(home, ".local", "state") if home else Path(os.devnull)
    with suppress(OSError):
        file = folder / NAME
        return _read(file) or _made(file)
    return os.urandom(_SIZE)


def _read(file: Path) -> bytes | None:
    """A key that nobody else can have read or written; None if it is not there."""
    with suppress(FileNotFoundError):
        opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(opened, "rb") as stream:
            about = os.fstat(opened)
            own = stat.S_ISREG(about.st_mode) and about.st_uid == os.geteuid()
            if own and not about.st_mode & 0o077 and len(found := stream.read(_SIZE + 1)) == _SIZE:
                return found
        file.unlink()
    return None


def _made(file: Path) -> bytes:
    """A new key, or that of another process which was faster. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.urandom(8).hex()}")
    try:
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(opened, "wb") as stream:
            stream.write(os.urandom(_SIZE))
        with suppress(FileExistsError):
            os.link(new, file)
    finally:
        new.unlink(missing_ok=True)
    found = _read(file)
    if found is None:
        raise FileNotFoundError(file)
    return found


Value = TypeVar("Value")


def packed(value: object, purpose: str) -> bytes:
    """A value of plain data, named tuples and dataclasses, signed for the place it is kept in."""
    return sign(msgspec.json.encode(value), purpose)


def unpacked(data: bytes, kind: type[Value], purpose: str) -> Value | None:
    """What was `packed` for a place, as that type; None if it is not whole, ours and of its shape.

    Text must be UTF-8, and a value that is missing is one only if the type has it by default.
    """
    found = opened(data, purpose)
    if found is None:
        return None
    shape: Any = kind
    try:
        value: Value = _decoder(shape).decode(found)
    except (msgspec.DecodeError, RecursionError):  # of another version, or made to fail
        return None
    return value


@cache
def _decoder(kind: Any) -> Any:
    return msgspec.json.Decoder(kind)

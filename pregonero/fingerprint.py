"""Digests: of what something is made of, of bytes, and of this program and its libraries."""

import os
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ENDINGS = (".py", ".mo")


@cache
def toolchain() -> str:
    """Another digest for another version: of this code, of a library, or of Python."""
    installed = (
        path.name
        for folder in dict.fromkeys(sys.path)
        if folder.endswith("-packages")
        for path in Path(folder).glob("*.dist-info")
    )
    own = contents(
        Path(at, name)
        for at, _, names in os.walk(_HERE)
        for name in names
        if name.endswith(_ENDINGS)
    )
    return blake2b("\n".join((sys.version, *sorted(installed), own)).encode()).hexdigest()[:32]


def contents(files: Iterable[Path]) -> str:
    """A digest of files: their names and what is in them."""
    found = blake2b(digest_size=16)
    for file in sorted(files):
        data = file.read_bytes()
        found.update(f"{file.name} {len(data)} ".encode())
        found.update(data)
    return found.hexdigest()


def key(*of: object) -> str:
    """Of everything that an output is made of, as values whose `repr` says all of them."""
    return digest(repr(of).encode("utf-8", "surrogatepass"))


def digest(raw: bytes) -> str:
    """Of bytes: 128 bits in hexadecimal, to know them again; what is published has SHA-256."""
    return blake2b(raw, digest_size=16).hexdigest()

"""Values as the bytes that caches hold: signed JSON, read back as declared types and nothing else.

JSON cannot name a class, and what is read has to have the shape that the reader asks for: a cache
that somebody else wrote runs nothing. The rest of the program never looks at raw bytes of one.
"""

from functools import cache
from typing import Any, TypeVar

import msgspec

from pregonero.signing import opened, sign

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

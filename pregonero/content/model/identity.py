"""The id of a record in a third of its characters: for lists of as many as a site has pages."""

import hashlib
from uuid import UUID


def brief(one: UUID) -> str:
    """A digest of an id, of twelve hexadecimal digits. Ten thousand ids have one in common with a
    chance of one in five million."""
    return hashlib.blake2b(one.bytes, digest_size=6).hexdigest()

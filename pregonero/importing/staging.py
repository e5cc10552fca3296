"""What waits between two steps of an import, on disk: memory does not grow with the archive."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Generic, TypeVar

import msgspec

Item = TypeVar("Item")


class Staged(Generic[Item]):
    """Batches of dataclasses of one kind, in a file that has no name and ends with this process.

    Python's own JSON writes every text that it reads, halves of surrogate pairs too, which an old
    archive may hold.
    """

    def __init__(self, kind: type[Item]) -> None:
        self.kind = kind
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its owner
        self.ends: list[int] = [0]

    def add(self, batch: Sequence[Item]) -> None:
        self.file.seek(self.ends[-1])
        self.file.write(json.dumps(msgspec.to_builtins(batch)).encode())
        self.ends.append(self.file.tell())

    def __iter__(self) -> Iterator[list[Item]]:
        for start, end in zip(self.ends, self.ends[1:], strict=False):
            self.file.seek(start)
            batch = json.loads(self.file.read(end - start))
            yield [msgspec.convert(item, self.kind) for item in batch]

    def close(self) -> None:
        self.file.close()

"""What waits between two steps of an import, on disk: memory does not grow with the archive."""

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any, Generic, TypeVar

Item = TypeVar("Item")


class Staged(Generic[Item]):
    """Batches of items in a file that has no name and ends with this process."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its owner
        self.count = 0

    def add(self, batch: Sequence[Item]) -> None:
        pickle.dump(list(batch), self.file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[list[Item]]:
        self.file.seek(0)
        for _ in range(self.count):
            batch: Any = pickle.load(self.file)  # noqa: S301 - this process wrote it
            at = self.file.tell()
            yield batch
            self.file.seek(at)

    def close(self) -> None:
        self.file.close()

"""What is the same in every small site of the tests, made once for each process that builds them."""

from functools import cache

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from pregonero import crew
from pregonero.engine import builder
from pregonero.outputs import emblem
from pregonero.shelf import Shelf

#: The core of a process that builds: tests run on all of them, and a fork that would share the
#: work of a few pages does half of it twice. `every_core` puts it back.
cores = crew._cores


class _Compiled(BytecodeCache):
    """Compiled templates, wherever their theme is: most of a small site's time."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self.codes.get(bucket.checksum)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.checksum] = bucket.bytecode_to_string()


def once() -> None:
    """Have it so in this process, and in those that are forked from it."""
    compiled = _Compiled()

    def instead(shelf: Shelf) -> BytecodeCache:
        return compiled

    builder.Compiled = instead  # type: ignore[assignment, misc]
    emblem.icon = cache(emblem.icon)
    emblem.card = cache(emblem.card)
    crew._cores = lambda: 1

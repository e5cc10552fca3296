"""What is the same in every small site of the tests, made once in each process that builds one."""

from functools import cache

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from pregonero import parallel
from pregonero.content.cache import ContentCache
from pregonero.engine import site_builder
from pregonero.render.images import emblem

#: How many cores share the work of a process outside the tests, and in those with `every_core`.
#: Tests are on all of them already, and half of what a fork does for a few pages is done twice.
cores = parallel._cores


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

    def instead(shelf: ContentCache) -> BytecodeCache:
        return compiled

    site_builder.Compiled = instead  # type: ignore[assignment, misc]
    emblem.icon = cache(emblem.icon)
    emblem.card = cache(emblem.card)
    parallel._cores = lambda: 1

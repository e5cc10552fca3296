"""Where a site may be shipped to: one module for each kind of target, opened by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pregonero.newsroom.model import DeployTarget
from pregonero.release.manifest import NAME
from pregonero.release.package import OUTBOX
from pregonero.release.targets.base import Driver


@contextmanager
def opened(target: DeployTarget, room: Path) -> Iterator[Driver]:
    """The driver of a target. `room` is a folder of the cache for what it keeps on this machine.

    Raises Outside.
    """
    if target.kind == "disk":
        from pregonero.release.targets.disk import Disk

        yield Disk(target)
    elif target.kind == "ssh":
        from pregonero.release.targets.connection import Connection
        from pregonero.release.targets.ssh import Ssh

        connection = Connection(target)
        try:
            yield Ssh(target, connection, room / OUTBOX / NAME)
        finally:
            connection.forget()
    elif target.kind == "s3":
        from pregonero.release.targets.s3 import S3

        yield S3(target)
    else:
        from pregonero.release.targets.git_branch import Git

        yield Git(target, room)

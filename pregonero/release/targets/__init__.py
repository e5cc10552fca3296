"""Where a site may be shipped to: one module for each kind of target, opened by name."""

from pathlib import Path

from pregonero.institution import Target
from pregonero.release.driver import Driver


def open_target(target: Target, room: Path) -> Driver:
    """The driver of a target. `room` is a folder of the cache for what it keeps on this machine."""
    if target.kind == "disk":
        from pregonero.release.targets.disk import Disk

        return Disk(target, room)
    if target.kind == "ssh":
        from pregonero.release.targets.ssh import Ssh

        return Ssh(target, room)
    if target.kind == "s3":
        from pregonero.release.targets.s3 import S3

        return S3(target, room)
    from pregonero.release.targets.git import Git

    return Git(target, room)

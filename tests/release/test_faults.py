"""A deploy that dies at any instant leaves the old site or the new one, and the next succeeds."""

import hashlib
import itertools
import os
import random
import select
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from town import bulletin

from pregonero.release.manifest import NAME, loaded

from . import places
from .conftest import NOTE, Office, Open
from .places import Host, settled

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("every_core")]

#: Instants at which a deploy is killed.
POINTS = 50


def whole(release: Path) -> str | None:
    """What is wrong with a release as somebody reads it; None if all of it is of one edition."""
    try:
        manifest = loaded((release / NAME).read_bytes())
        for name, item in manifest.files.items():
            if hashlib.sha256((release / name).read_bytes()).hexdigest() != item.sha256:
                return name
    except FileNotFoundError as error:
        return str(error)
    return None


class Reader(threading.Thread):
    """Somebody who reads the public site all the while, a release at a time."""

    def __init__(self, link: Path) -> None:
        super().__init__(daemon=True)
        self.link, self.stop = link, threading.Event()
        self.reads, self.wrong = 0, list[str]()

    def run(self) -> None:
        while not self.stop.is_set():
            release = Path(os.path.realpath(self.link))
            if (found := whole(release)) is not None:
                self.wrong.append(found)
            self.reads += 1
            time.sleep(0.01)


@contextmanager
def read(link: Path) -> Iterator[Reader]:
    reader = Reader(link)
    reader.start()
    yield reader
    reader.stop.set()
    reader.join()


def lasts(work: Callable[[], object], until: float | None, *, group: bool = True) -> float | None:
    """How long some work takes in another process, in seconds; None if it was killed, which is what
    happens after `until`."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setpgid(0, 0)
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    with suppress(OSError):
        os.setpgid(child, child)
    end = os.pidfd_open(child)
    try:
        ended, _, _ = select.select([end], [], [], until)
    finally:
        os.close(end)
    took = time.monotonic() - started
    if not ended:
        # With all that it started, as when a machine goes off, or it alone.
        (os.killpg if group else os.kill)(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert not ended or status == 0
    return took if ended else None


def survives(office: Office, link: Path) -> None:
    for n in range(8):
        office.write({f"bulletins/2026/n{n}.md": bulletin("Texto.", title=f"Nota {n}")})
    status, said = office.deploy()
    assert status == 0, said

    def change(n: int) -> None:
        text = (office.root / "content" / NOTE).read_text()
        head, _, _ = text.partition("\nEl agua")
        office.write({NOTE: f"{head}\nEl agua vuelve el día {n}.\n"})

    def deploy() -> None:
        status, said = office.deploy()
        assert status == 0, said

    change(-1)
    whole_run = lasts(deploy, None)
    assert whole_run is not None
    dead, days = 0, itertools.count()
    with read(link) as reader:
        # A deploy that ends before its instant tells how long they last; the instant comes again.
        while dead < POINTS:
            change(next(days))
            until = whole_run * (dead + random.Random(dead).random()) / POINTS
            took = lasts(deploy, until, group=dead % 2 == 0)
            assert whole(Path(os.path.realpath(link))) is None
            if took is not None:
                whole_run = took
                continue
            dead += 1
            if dead % 10 == 0:
                deploy()
    assert reader.reads > POINTS
    assert reader.wrong == []
    change(last := next(days))
    deploy()
    assert f"el día {last}." in (link / "nota/2026/agua/index.html").read_text()
    assert settled(link.parent)


def test_a_deploy_to_a_disk_dies_at_any_instant(at_disk: Office, tmp_path: Path) -> None:
    survives(at_disk, tmp_path / "www/current")


def test_a_deploy_over_ssh_dies_at_any_instant(
    host: Host, office: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as room:  # who is killed leaves there what it had begun
        monkeypatch.setattr(tempfile, "tempdir", room)
        survives(office(host.place(tmp_path / "www")), tmp_path / "www/current")


def test_a_build_dies_and_the_next_deploy_is_right(tmp_path: Path, office: Open) -> None:
    one = office(places.folder(tmp_path / "www"))
    for n in range(6):
        lasts(one.deploy, 0.05 * n)
    assert one.deploy()[0] == 0
    assert whole(Path(os.path.realpath(tmp_path / "www/current"))) is None


def test_a_rollback_that_dies_leaves_a_target_held_or_as_it_was(in_a_folder: Office) -> None:
    def back() -> None:
        status, said = in_a_folder.rollback(first)
        assert status == 0, said

    assert in_a_folder.deploy()[0] == 0
    first = in_a_folder.releases()[0].lstrip("*")
    text = (in_a_folder.root / "content" / NOTE).read_text()
    whole_run, held = 0.0, 0
    for n in range(13):
        in_a_folder.write({NOTE: text.replace("lunes", f"día {n}")})
        assert in_a_folder.deploy(resume=True)[0] == 0
        took = lasts(back, whole_run * (n + 0.5) / 12 if n else None, group=n % 2 == 0)
        whole_run = took or whole_run
        live = next(name for name in in_a_folder.releases() if name.startswith("*"))[1:]
        status, said = in_a_folder.deploy(if_changed=True)
        assert status == 0, said
        assert ("está fijo" in said) == (live == first), said
        held += live == first
    assert 0 < held < 13

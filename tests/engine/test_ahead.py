"""Other processes render ahead, and nothing depends on whether they do."""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from pregonero.engine.ahead import WORTH, rendered_ahead

PATHS = tuple(f"{number}.md" for number in range(WORTH * 3))

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or (os.cpu_count() or 1) < 2, reason="one process is all there is"
)


def shout(path: str) -> str:
    return f"<p>{path}</p>" * 500


def children() -> list[str]:
    me = os.getpid()
    return Path(f"/proc/{me}/task/{me}/children").read_text().split()


@pytest.mark.parametrize("order", [PATHS, PATHS[::-1], PATHS[::7], ("otro.md", *PATHS)])
def test_every_text_is_rendered_alike_in_any_order(order: tuple[str, ...]) -> None:
    with rendered_ahead(PATHS, shout) as render:
        assert [render(path) for path in order] == [shout(path) for path in order]
        assert render(order[0]) == shout(order[0])
    assert not children()


def test_the_texts_are_rendered_elsewhere() -> None:
    here = os.getpid()
    with rendered_ahead(PATHS, lambda path: str(os.getpid() == here)) as render:
        assert "False" in [render(path) for path in PATHS]


def test_a_process_that_fails_leaves_its_share_to_this_one() -> None:
    here = os.getpid()

    def fragile(path: str) -> str:
        if os.getpid() != here and path == PATHS[40]:
            raise MemoryError
        return shout(path)

    with rendered_ahead(PATHS, fragile) as render:
        assert [render(path) for path in PATHS] == [shout(path) for path in PATHS]


def test_an_error_in_a_text_is_told_by_this_process() -> None:
    def wrong(path: str) -> str:
        if path == PATHS[40]:
            raise ValueError(path)
        return path

    with rendered_ahead(PATHS, wrong) as render:
        assert render(PATHS[39]) == PATHS[39]
        with pytest.raises(ValueError, match=PATHS[40]):
            render(PATHS[40])
        assert render(PATHS[41]) == PATHS[41]


def test_nobody_is_left_when_the_reader_is_gone() -> None:
    with suppress(KeyboardInterrupt), rendered_ahead(PATHS, shout) as render:
        render(PATHS[1])
        raise KeyboardInterrupt
    assert not children()


def test_nobody_is_left_when_this_process_is_killed() -> None:
    here, there = os.pipe()
    child = os.fork()
    if not child:
        with rendered_ahead(PATHS, shout) as render:
            render(PATHS[1])
            os.write(there, " ".join(children()).encode())
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    started = os.read(here, 1000).split()
    assert started
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{int(pid)}").exists() for pid in started):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.close(here), os.close(there)

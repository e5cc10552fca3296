"""Work is shared among cores, and nothing depends on whether it is."""

import os
import signal
import time
from pathlib import Path

import pytest
import warm
from once import cores

from pregonero.parallel import spread

ITEMS = list(range(200))

pytestmark = [
    pytest.mark.usefixtures("every_core"),
    pytest.mark.skipif(cores() < 2, reason="one process is all there is"),
]


def shout(number: int) -> str:
    return f"{number}!" * 500


def children() -> list[str]:
    """Those of this process but the one that runs commands for tests."""
    me = os.getpid()
    every = Path(f"/proc/{me}/task/{me}/children").read_text().split()
    return [one for one in every if one != str(warm.started())]


@pytest.mark.parametrize("count", [0, 1, 2, 7, 200])
@pytest.mark.parametrize("worth", [True, False])
def test_every_result_is_in_its_place(count: int, worth: bool) -> None:
    told: list[tuple[int, int]] = []
    found = spread(ITEMS[:count], shout, lambda *step: told.append(step), worth=worth)
    assert found == [shout(item) for item in ITEMS[:count]]
    assert not told or told[-1] == (count, count)
    assert not children()


def test_the_work_is_done_elsewhere_too() -> None:
    assert len(set(spread(ITEMS, lambda _: os.getpid()))) > 1


@pytest.mark.parametrize("end", ["error", "killed"])
def test_a_process_that_fails_leaves_its_share_to_this_one(end: str) -> None:
    here = os.getpid()

    def fragile(number: int) -> str:
        if os.getpid() != here and number > 100:
            if end == "error":
                raise MemoryError
            os.kill(os.getpid(), signal.SIGKILL)
        return shout(number)

    assert spread(ITEMS, fragile) == [shout(item) for item in ITEMS]


def test_an_error_is_told_by_this_process() -> None:
    def wrong(number: int) -> int:
        if number == 101:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match="101"):
        spread(ITEMS, wrong)
    assert not children()


def test_an_interruption_ends_every_process_at_once() -> None:
    here = os.getpid()

    def slow(number: int) -> None:
        if os.getpid() == here:
            raise KeyboardInterrupt
        time.sleep(60)

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        spread(ITEMS, slow)
    assert time.monotonic() - started < 10 and not children()


def test_who_is_killed_leaves_nobody_at_work() -> None:
    reader, writer = os.pipe()
    killed = os.fork()
    if killed == 0:
        os.close(reader)
        spread([0, 1], lambda _: time.sleep(60))
    os.close(writer)
    time.sleep(0.3)
    os.kill(killed, signal.SIGKILL)
    os.waitpid(killed, 0)
    started = time.monotonic()
    assert os.read(reader, 1) == b""  # until the last that holds the other end is gone
    os.close(reader)
    assert time.monotonic() - started < 30

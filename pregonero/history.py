"""The substantive edits of a bulletin while it was public, told from its states in their order."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pregonero.meaning import State


class Saved(NamedTuple):
    """A state of a bulletin and when it was saved."""

    date: datetime
    state: "State"


class Edited(NamedTuple):
    """An edit that readers may know of: when, and which parts it changed. None of the words that
    were there, or that came."""

    date: datetime
    parts: tuple[str, ...]


def edits(saved: Iterable[Saved]) -> tuple[Edited, ...]:
    """What changed between one public state and the next, oldest first. States come in order.

    A state is public if it was no draft and its time had come when the next was saved; what was
    written before, under embargo or not yet approved, is nobody's to know.
    """
    from pregonero.meaning import substantive  # which builds that saw no commit do not need

    found: list[Edited] = []
    last: State | None = None
    for date, state in saved:
        if state.bulletin.status == "draft":
            continue
        if last and last.bulletin.published <= date:
            parts = dict.fromkeys(one.at[0] for one in substantive(last, state))
            parts.pop("status", None)  # a withdrawal is told by its note
            if parts:
                found.append(Edited(date, tuple(parts)))
        last = state
    return tuple(found)

"""The history of public bulletins as git has it, taken once for each commit and kept.

A pure function of the commit that is checked out: what is not saved in git is no history. Where
there is no repository, or one cloned without its past, there is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from pregonero.content.cache import CHRONICLE, SAVED, ContentCache
from pregonero.content.model.bulletin import Bulletin
from pregonero.diagnostics import ExternalError, InvalidValue
from pregonero.fingerprint import key
from pregonero.git import checkout
from pregonero.moments import moment

if TYPE_CHECKING:
    from pregonero.content.text_diff import BulletinState


class Saved(NamedTuple):
    """A state of a bulletin and when it was saved."""

    date: datetime
    state: "BulletinState"


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
    from pregonero.content.text_diff import (
        substantive,  # which builds that saw no commit do not need
    )

    found: list[Edited] = []
    last: BulletinState | None = None
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


#: The names of a file's contents in git, each with its date, oldest first.
_Names = tuple[tuple[str, str], ...]
#: When an event or a call was last saved as another thing, in minutes of the epoch, and how often
#: it was, and the most notes it had: none of these falls, whatever is typed and taken back.
Revised = tuple[int, int, int]
#: A text that has public notes: only of those is the history shown.
_NOTED = re.compile(rb"^[\"']?(?:changes|cambios)[\"']?\s*:", re.MULTILINE)
#: A text that calendars have an entry of.
_DATED = re.compile(rb"^[\"']?(?:event|evento|call|convocatoria)[\"']?\s*:", re.MULTILINE)


class _Told(NamedTuple):
    """What is told of a text: the id of its bulletin, its edits, how it was revised."""

    id: UUID
    edits: tuple[Edited, ...]
    revised: Revised = (0, 0, 0)


class _Kept(NamedTuple):
    """What is told of each text, by its path, as of a commit."""

    commit: str = ""
    edits: Mapping[str, _Told] = MappingProxyType({})


class _Saved(NamedTuple):
    """The names of the contents of each text, by its path, as of a commit."""

    commit: str = ""
    names: Mapping[str, _Names] = MappingProxyType({})


class Chronicle(NamedTuple):
    """The edits of bulletins by id, as of a commit, and how events and calls were revised, by path;
    `digest` is of them all."""

    commit: str = ""
    digest: str = ""
    edits: Mapping[str, tuple[Edited, ...]] = {}
    revised: Mapping[str, Revised] = {}


def chronicle(content: Path, zone: tzinfo, shelf: ContentCache) -> Chronicle:
    """What git tells of the bulletins of a content folder; only what is new to it is asked."""
    commit = checkout.head(content)
    if not commit:
        return Chronicle()
    kept = shelf.bucket(CHRONICLE, _Kept) or _Kept()
    if kept.commit != commit:
        try:
            kept = _brought_up(content, commit, zone, shelf, kept)
        except ExternalError:
            return Chronicle()  # a damaged past is no reason not to publish
    told = {str(one.id): one.edits for one in kept.edits.values() if one.edits}
    revised = {path: one.revised for path, one in kept.edits.items() if one.revised[1]}
    parts = (sorted(told.items()), sorted(revised.items()))
    return Chronicle(commit, key(parts) if any(parts) else "", told, revised)


def _brought_up(
    content: Path, commit: str, zone: tzinfo, shelf: ContentCache, kept: "_Kept"
) -> "_Kept":
    """What is kept of another commit brought up to this one, or all of it anew. Raises Outside."""
    from pregonero.git import repository  # builds that saw no commit need none of it

    saved = shelf.bucket(SAVED, _Saved) or _Saved()
    known = kept.commit
    if not known or saved.commit != known or not repository.is_on_trunk(content, known, commit):
        known, kept, saved = "", _Kept(), _Saved()
    names = dict(saved.names)
    touched: set[str] = set()
    for one in repository.trunk(content, known, commit, Bulletin.folder):
        for file in one.files:
            before = names.pop(file.before, ()) if file.before else ()
            if file.after and file.after.endswith(".md"):
                names[file.after] = (*before, (file.new, one.date))
                touched.add(file.after)
    made = {
        path: told for path, told in kept.edits.items() if path in names and path not in touched
    }
    made |= _edits(content, zone, {path: names[path] for path in touched if path in names})
    new = _Kept(commit, made)
    packed = {CHRONICLE: shelf.packed(CHRONICLE, new)}
    packed[SAVED] = shelf.packed(SAVED, _Saved(commit, names))
    shelf.keep(buckets=packed)
    return new


def _edits(content: Path, zone: tzinfo, names: Mapping[str, _Names]) -> dict[str, _Told]:
    """What is told of those texts that have public notes, an event or a call, by path. Raises
    ExternalError."""
    from pregonero.git import repository

    last = {path: one[-1][0] for path, one in names.items() if len(one) > 1}
    now = repository.contents(content, last.values())
    noted = {path for path in last if _NOTED.search(now.get(last[path], b""))}
    dated = {path for path in last if _DATED.search(now.get(last[path], b""))}
    asked = sorted(noted | dated)
    every = repository.contents(content, (name for path in asked for name, _ in names[path]))
    found: dict[str, _Told] = {}
    for path in asked:
        states = list(_states(path, names[path], every, zone))
        made = edits(states) if path in noted else ()
        changed = _revised(states) if path in dated else (0, 0, 0)
        if made or changed[1]:
            found[path] = _Told(states[-1].state.bulletin.id, made, changed)
    return found


def _revised(saved: Iterable[Saved]) -> Revised:
    """How an event or a call was revised. What a text says around it is no revision."""
    latest = count = notes = 0
    before: object = None
    for date, state in saved:
        one = state.bulletin
        parts = one.event, one.call, one.status, one.changes, one.modified
        if before is not None and parts != before:
            latest, count = max(latest, int(date.timestamp()) // 60), count + 1
        before = parts
        notes = max(notes, len(one.changes))
    return latest, count, notes


def _states(
    path: str, names: _Names, contents: Mapping[str, bytes], zone: tzinfo
) -> Iterator[Saved]:
    """The states of a file that can be read, in the order in which they were saved."""
    from pregonero.content.text_diff import read_state

    for name, date in names:
        raw = contents.get(name, b"")
        with suppress(InvalidValue):
            state = read_state(raw, path, zone)
            if state:
                yield Saved(moment(date, zone), state)

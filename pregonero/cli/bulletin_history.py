"""`history`: what changed in a bulletin, when and by whom, as git has it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from pregonero.cli.correct import shown
from pregonero.cli.errors import CallError, tell
from pregonero.cli.lookup import named
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.cli.terminal import table, write_json
from pregonero.content.archive import shelf_in
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.text_diff import BulletinState, Difference, differences, read_state
from pregonero.diagnostics import InvalidValue
from pregonero.git import repository
from pregonero.i18n import N_
from pregonero.lint.loading import load
from pregonero.moments import moment
from pregonero.newsroom.model import Newsroom

_COLUMNS = (N_("Fecha"), N_("Quién"), N_("Commit"), N_("Qué cambió"))
_KINDS = {
    "created": N_("se creó"),
    "substantive": N_("de fondo"),
    "minor": N_("solo cómo está escrito"),
    "unseen": N_("nada que se lea"),
    "unreadable": N_("no se puede leer"),
}
#: Differences of one commit that a table tells.
_MOST = 6


class _Step(NamedTuple):
    """A commit that changed a bulletin. `public` says whether the one before it had been read."""

    commit: str
    date: datetime
    who: str
    path: str
    kind: str
    public: bool
    found: tuple[Difference, ...]


def run(place: Project, name: str, shape: str) -> None:
    newsroom = place.newsroom()
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    entry = named(name, place, newsroom, archive)
    try:
        repository.revision(place.root, "HEAD")
    except InvalidValue as wrong:
        raise CallError(wrong.message, wrong.remedy, **dict(wrong.values)) from None
    steps = list(_steps(place, newsroom, entry.file))
    if repository.is_shallow(place.root):
        tell(say(N_("A esta copia de git le falta el pasado; para traerlo: git fetch --unshallow")))
    if shape == "json":
        records = [_record(step) for step in steps]
        write_json(records)
    elif steps:
        table(_COLUMNS, [_row(step) for step in reversed(steps)], N_("Qué cambió"))
    if not steps:
        tell(say(N_("{file} todavía no está guardado en git."), file=entry.file))


def _steps(place: Project, newsroom: Newsroom, file: str) -> Iterator[_Step]:
    """The commits of a file, oldest first, each compared with what it changed."""
    commits = repository.follow(place.root, file)
    files = [(one, changed) for one in commits for changed in one.files[:1]]
    asked = [n for _, f in files for n in (f.old, f.new) if n.strip("0")]
    contents = repository.contents(place.root, asked)
    for one, changed in files:
        path = changed.after or changed.before or file
        date = datetime.fromtimestamp(0, newsroom.zone)
        with suppress(InvalidValue):
            date = moment(one.date, newsroom.zone)
        before, after = (
            read_state(contents[n], path.removeprefix("content/"), newsroom.zone)
            if n in contents
            else None
            for n in (changed.old, changed.new)
        )
        found = tuple(differences(before, after)) if before and after else ()
        kind = _kind(before, after, found, created=changed.before is None)
        public = before is not None and _read(before.bulletin, date)
        yield _Step(one.name, date, one.who, path, kind, public, found)


def _read(bulletin: Bulletin, date: datetime) -> bool:
    """Whether somebody may have read it by then."""
    return bulletin.status == "approved" and bulletin.published <= date


def _kind(
    before: BulletinState | None,
    after: BulletinState | None,
    found: tuple[Difference, ...],
    *,
    created: bool,
) -> str:
    if created:
        return "created"
    if before is None or after is None:
        return "unreadable"
    if any(one.substantive for one in found):
        return "substantive"
    return "minor" if found else "unseen"


def _told(step: _Step) -> str:
    lines = [say(_KINDS[step.kind])]
    if step.kind == "substantive":
        matters = [one for one in step.found if one.substantive]
        if not step.public:
            early = say(N_("(antes de publicarse)"))
            lines = [f"{lines[0]} {early}"]
        lines += [shown(one) for one in matters[:_MOST]]
        if len(matters) > _MOST:
            lines.append("…")
    return "\n".join(lines)


def _row(step: _Step) -> tuple[str, ...]:
    return f"{step.date:%Y-%m-%d %H:%M}", step.who, step.commit[:9], _told(step)


def _record(step: _Step) -> dict[str, object]:
    return {
        "commit": step.commit,
        "date": step.date.isoformat(),
        "who": step.who,
        "path": step.path,
        "kind": step.kind,
        "public": step.public,
        "changes": [
            {
                "field": ".".join(one.at),
                "substantive": one.substantive,
                "before": one.before,
                "after": one.after,
            }
            for one in step.found
        ],
    }

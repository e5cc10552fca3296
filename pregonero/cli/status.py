"""`status`: one screen of what is public, what waits, what is wrong, and what comes next."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pregonero.cli.errors import CONTENT, OUTSIDE, tell
from pregonero.cli.hold import known, remember
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.cli.target import room_of, target_of
from pregonero.cli.terminal import write_json
from pregonero.content.archive import Archive, shelf_in
from pregonero.content.model.bulletin import Bulletin
from pregonero.diagnostics import ExternalError, InvalidValue, Problem
from pregonero.edition.compose import Edition, compose, premature
from pregonero.edition.report import SCHEDULED, UNFINISHED, Withheld
from pregonero.edition.schedule import forthcoming, overdue
from pregonero.git import repository
from pregonero.i18n import N_, operator_language
from pregonero.lint.loading import load
from pregonero.newsroom.model import DeployTarget
from pregonero.release.manifest import NAME, Manifest, NotAManifest, loaded
from pregonero.release.package import OUTBOX
from pregonero.release.pin import Pin, pinned
from pregonero.release.targets import opened
from pregonero.release.targets.base import Driver
from pregonero.render.pages.alerts import in_force

if TYPE_CHECKING:
    from pregonero.newsroom.model import Newsroom

#: The version of what `--format json` gives. Keys are added without a new one, never taken away.
FORMAT = 1
#: Lines of each part that a person is shown; a program gets them all.
SHOWN = 5

#: Why something waits, as a program reads it.
_STATES = {
    "borrador": "draft",
    UNFINISHED: "unfinished",
    "embargo": "embargo",
    SCHEDULED: "scheduled",
    "veda electoral": "veda",
}


@dataclass(frozen=True)
class TargetStatus:
    """What is known of a target. `asked` says whether it was asked now or this machine only
    remembers; `error` why it could not be; `pending` are the files of content/ that are not as in
    its commit, None if that cannot be told."""

    name: str
    kind: str
    url: str
    asked: bool
    error: str | None = None
    release: str | None = None
    moment: str | None = None
    shipped: str | None = None
    by: str | None = None
    commit: str | None = None
    pinned: Mapping[str, str] | None = None
    notices: tuple[str, ...] = ()
    pending: tuple[str, ...] | None = None


def run(place: Project, target: str | None, at: str | None, shape: str, *, offline: bool) -> None:
    """Tell how things stand. Exit status 1 if something approved is wrong, else 3 if a target
    could not be asked."""
    newsroom = place.newsroom()
    if target:
        target_of(place, target)  # there is one of that name
    now = moment(at, newsroom)
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    edition = compose(archive, newsroom, now)
    timely = (*premature(archive, edition), *overdue(archive, edition))
    broken = sorted({p for p in (*archive.errors, *timely) if p.severity == "error"})
    targets = [
        _target(place, name, one, ask=not offline and (name == target or one.kind == "disk"))
        for name, one in newsroom.targets.items()
        if target in (None, name)
    ]
    record = _record(place, newsroom, archive, edition, broken, targets, now)
    if shape == "json":
        write_json(record)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(record))
    for one in targets:
        if one.error:
            tell(say(N_("No se pudo preguntar a «{name}»: {reason}."), name=one.name,
                     reason=one.error))  # fmt: skip
    if broken:
        sys.exit(CONTENT)
    if any(one.error for one in targets):
        sys.exit(OUTSIDE)


def _record(
    place: Project,
    newsroom: "Newsroom",
    archive: Archive,
    edition: Edition,
    broken: Sequence[Problem],
    targets: Sequence[TargetStatus],
    now: datetime,
) -> dict[str, Any]:
    """All of it, as a program reads it."""
    return {
        "format": FORMAT,
        "moment": now.isoformat(),
        "public": {
            "bulletins": len(edition.bulletins),
            "expired": len(edition.expired),
            "withdrawn": len(edition.withdrawn),
            "pages": len(edition.pages),
            "campaigns": len(edition.campaigns),
            "questions": len(edition.questions),
            "alerts": [_alert(one) for one in in_force(edition)],
        },
        "waiting": list(_waiting(archive, edition)),
        "broken": list(_broken(place, broken)),
        "warnings": sum(not one.unapproved for one in archive.warnings),
        "targets": [asdict(one) for one in targets],
        "next": [
            {"at": one.at.isoformat(), "what": say(one.what), "path": one.path}
            for one in forthcoming(archive, newsroom, now)
        ],
    }


def _alert(one: Bulletin) -> dict[str, object]:
    until = one.expires.isoformat() if one.expires else None
    return {"path": f"content/{one.path}", "title": one.title, "until": until}


def _waiting(archive: Archive, edition: Edition) -> Iterator[dict[str, object]]:
    """The texts that are not public, each with what it waits for."""
    hindered: dict[str, int] = {}
    for problem in archive.problems:
        if problem.unapproved:
            hindered[problem.file] = hindered.get(problem.file, 0) + 1
    for one in edition.withheld:
        if one.path.endswith(".md") and one.reason in _STATES:
            entry = archive.entries.get(one.path)
            file = f"content/{one.path}"
            yield {
                "path": file,
                "title": entry.document.title if entry else None,
                "state": _state(one, hindered.get(file, 0)),
                "until": one.until.isoformat() if one.until else None,
                "problems": hindered.get(file, 0),
            }


def _state(one: Withheld, problems: int) -> str:
    state = _STATES[one.reason]
    return "unfinished" if state == "draft" and problems else state


def _broken(place: Project, problems: Sequence[Problem]) -> Iterator[dict[str, object]]:
    since: dict[str, str] = {}
    for problem in problems:
        if problem.file not in since:
            since[problem.file] = repository.touched(place.root, problem.file)
        message, remedy = problem.text(operator_language())
        yield {
            "path": problem.file,
            "line": problem.line,
            "field": problem.place(operator_language()),
            "message": message,
            "remedy": remedy,
            "since": since[problem.file] or None,
        }


def _target(place: Project, name: str, target: DeployTarget, *, ask: bool) -> TargetStatus:
    """What a target says of itself, or else what this machine remembers of it."""
    room = room_of(place, name)
    found = TargetStatus(name, target.kind, target.url, asked=ask)
    manifest: Manifest | None = None
    pin = known(room)
    told: dict[str, Any] = {}
    if ask:
        try:
            with opened(target, room) as driver:
                manifest, pin, told = _asked(driver)
                remember(room, pin)
        except ExternalError as error:
            told = {"asked": False, "error": say(error.message, **error.values)}
    if manifest is None and (not ask or told.get("error")):
        with suppress(OSError, NotAManifest):
            manifest = loaded((room / OUTBOX / NAME).read_bytes())
    if manifest:
        told |= {"release": manifest.release, "moment": manifest.moment}
        told |= {"commit": manifest.commit, "notices": tuple(manifest.suspended)}
        told["pending"] = _pending(place, manifest.commit)
    if pin:
        told["pinned"] = asdict(pin)
    return TargetStatus(**{**asdict(found), **told})


def _asked(driver: Driver) -> tuple[Manifest | None, Pin | None, dict[str, Any]]:
    """What is public at a target, what it is held at, and who shipped that and when. Raises
    Outside."""
    data, manifest = driver.live(), None
    told: dict[str, Any] = {}
    if data is not None:
        try:
            manifest = loaded(data)
        except NotAManifest as error:
            told["error"] = say(N_("su manifiesto está dañado ({reason})"), reason=error)
    for one in driver.releases():
        if one.live:
            told |= {"shipped": one.shipped, "by": one.by}
    return manifest, pinned(driver, manifest), told


def _pending(place: Project, commit: str | None) -> tuple[str, ...] | None:
    """The files of content/ that are not as in a commit; None if git cannot tell."""
    if not commit:
        return None
    try:
        files = repository.changed_since(place.root, repository.revision(place.root, commit),
                                         "content")  # fmt: skip
    except (ExternalError, InvalidValue):
        return None
    changed = {name for file in files for name in (file.before, file.after) if name}
    unsaved = repository.sources(place.root).changed
    return tuple(sorted(changed | {name for name in unsaved if name.startswith("content/")}))


def _lines(record: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person, on one screen."""
    public = record["public"]
    yield say(
        N_("Público: {bulletins} boletines, {pages} páginas, {campaigns} campañas."),
        bulletins=public["bulletins"] + public["expired"],
        pages=public["pages"],
        campaigns=public["campaigns"],
    )
    for one in public["alerts"]:
        until = _minute(one["until"])
        yield say(N_("Alerta en vigor hasta {until}: {title}"), until=until, title=one["title"])
    groups = (
        (N_("Por terminar ({count}), de quien los escribe:"), ("unfinished",)),
        (N_("Por aprobar ({count}):"), ("draft",)),
        (N_("Esperan su hora ({count}):"), ("embargo", "scheduled", "veda")),
    )
    for message, states in groups:
        rows = [one for one in record["waiting"] if one["state"] in states]
        yield from _part(message, rows, _waits)
    yield from _part(N_("Mal y aprobado ({count}), detiene lo nuevo:"), record["broken"], _wrong)
    for one in record["targets"]:
        yield from _of_target(one)
    yield from _part(
        N_("Sigue por sí solo ({count}):"),
        record["next"],
        lambda one: f"{_minute(one['at'])}  {one['what']}: {one['path']}",
    )


def _part(
    message: str, rows: Sequence[Mapping[str, Any]], line: Callable[[Mapping[str, Any]], str]
) -> Iterator[str]:
    if rows:
        yield say(message, count=len(rows))
        yield from (f"  {line(one)}" for one in rows[:SHOWN])
        if len(rows) > SHOWN:
            yield "  " + say(N_("… y {count} más"), count=len(rows) - SHOWN)


def _waits(one: Mapping[str, Any]) -> str:
    until = f" ({_minute(one['until'])})" if one["until"] else ""
    return f"{one['path']}{until}"


def _wrong(one: Mapping[str, Any]) -> str:
    line = f"{one['path']}:{one['line']}: {one['field']}: {one['message']}"
    return f"{line} ({_minute(one['since'])})" if one["since"] else line


def _of_target(one: Mapping[str, Any]) -> Iterator[str]:
    if one["release"]:
        shipped = _minute(one["shipped"] or one["moment"])
        commit = (one["commit"] or "—")[:10]
        yield say(
            N_("«{name}»: {release}, publicado {shipped}, commit {commit}."),
            name=one["name"], release=one["release"], shipped=shipped, commit=commit,
        )  # fmt: skip
    elif not one["error"]:
        message = N_("«{name}»: nada publicado.")
        if not one["asked"]:
            message = N_(
                "«{name}»: no se le preguntó; para hacerlo, «python cli.py estado {name}»."
            )
        yield say(message, name=one["name"])
    if one["pinned"]:
        yield "  " + say(N_("Fijo en {release} desde {since}, por {by}."), **one["pinned"])
    if one["notices"]:
        yield "  " + say(N_("Direcciones que dan un aviso: {count}"), count=len(one["notices"]))
    pending = [{"path": path} for path in one["pending"] or ()]
    yield from _part(N_("Cambios sin publicar ({count}):"), pending, lambda row: f"  {row['path']}")


def _minute(at: str | None) -> str:
    return at[:16].replace("T", " ") if at else "—"

"""`question list`, and the question that somebody names."""

from collections.abc import Iterable
from datetime import datetime

from pregonero.cli.errors import CallError, tell
from pregonero.cli.lookup import named as named_bulletin
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.cli.terminal import table, write_json
from pregonero.content.archive import Archive, shelf_in
from pregonero.content.model.bulletin import Bulletin, Question
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import ProblemsFound, suggestion
from pregonero.i18n import N_
from pregonero.lint.loading import load
from pregonero.newsroom.model import Newsroom

_COLUMNS = (N_("Trámite"), N_("Recibida"), N_("Días"), N_("Plazo"), N_("Título"), N_("Archivo"))
_STATES = {
    "received": N_("recibida"),
    "answered": N_("respondida"),
    "declined": N_("no procede"),
}
_STATUSES = {"draft": N_("borrador"), "withdrawn": N_("retirado")}
#: The least of an id that names it.
_ID = 4


def run(place: Project, at: str | None, shape: str) -> None:
    newsroom = place.newsroom()
    now = moment(at, newsroom)
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    every = [e.document for e in archive.entries.values() if isinstance(e.document, Question)]
    # What waits comes first, and of that what has waited longest.
    every.sort(key=lambda q: (q.state != "received", q.asked, q.path))
    if shape == "json":
        plain = [_record(one, newsroom, now) for one in every]
        write_json(plain)
    else:
        table(_COLUMNS, [_row(one, newsroom, now) for one in every], N_("Título"))
        if not every:
            tell(say(N_("Todavía no hay preguntas.")))
        late = sum(_overdue(one, newsroom, now) > 0 for one in every)
        if late:
            tell(say(N_("Pasan del plazo: {count}."), count=late))
    if archive.errors:
        tell(
            say(
                N_("Hay {count} errores: ejecute «python cli.py revisar»."),
                count=len(archive.errors),
            )
        )


def _waiting(one: Question) -> bool:
    return one.state == "received" and one.status != "withdrawn"


def _days(one: Question, now: datetime) -> int | None:
    """Days until the answer; if there is none, until now."""
    return (now.date() - one.asked.date()).days if _waiting(one) else one.days


def _overdue(one: Question, newsroom: Newsroom, now: datetime) -> int:
    """Days since an answer was due that is not there."""
    room = newsroom.dialogue
    if room is None or not _waiting(one):
        return 0
    return max(0, (now.date() - one.due(room.reply_days).date()).days)


def _row(one: Question, newsroom: Newsroom, now: datetime) -> tuple[str, ...]:
    status = f" ({say(_STATUSES[one.status])})" if one.status in _STATUSES else ""
    days, late, room = _days(one, now), _overdue(one, newsroom, now), newsroom.dialogue
    due = ""
    if late:
        due = say(N_("{count} d de atraso"), count=late)
    elif room and _waiting(one):
        due = f"{one.due(room.reply_days):%Y-%m-%d}"
    return (
        say(_STATES[one.state]) + status,
        f"{one.asked:%Y-%m-%d}",
        "" if days is None else str(days),
        due,
        one.title,
        one.path,
    )


def _record(one: Question, newsroom: Newsroom, now: datetime) -> dict[str, object]:
    room = newsroom.dialogue
    return {
        "path": f"content/{one.path}",
        "id": str(one.id),
        "title": one.title,
        "state": one.state,
        "status": one.status,
        "asked": one.asked.isoformat(),
        "answered": one.answered.isoformat() if one.answered else None,
        "days": _days(one, now),
        "due": one.due(room.reply_days).isoformat() if room and _waiting(one) else None,
        "overdue": _overdue(one, newsroom, now),
        "about": str(one.about) if one.about else None,
        "address": one.address,
    }


def named(text: str, place: Project, newsroom: Newsroom, archive: Archive) -> SourceDocument:
    """The question that somebody means: by file, address, slug, the start of its id, or the folio
    of its bulletin if one about that waits. Raises CallError, or ProblemsFound for one that cannot
    be read."""
    every = [e for e in archive.entries.values() if isinstance(e.document, Question)]
    inside = text.removeprefix("./").removeprefix("content/")
    if inside not in archive.entries and inside in archive.own:
        raise ProblemsFound(archive.own[inside])
    address = f"/{text.removeprefix(newsroom.url).strip('/')}/"
    identity = text.lower().removeprefix("urn:uuid:")
    found = [
        entry
        for entry in every
        if inside == entry.document.path
        or text == entry.document.slug
        or address == entry.document.address
        or (len(identity) >= _ID and str(entry.document.id).startswith(identity))
    ]
    found = found or list(_about(text, place, newsroom, archive, every))
    if len(found) == 1:
        return found[0]
    if found:
        raise CallError(
            N_("«{value}» puede ser varias preguntas: {known}"),
            N_("Escriba la ruta del archivo."),
            value=text,
            known=", ".join(entry.file for entry in found[:8]),
        )
    near = suggestion(text, [entry.document.slug for entry in every])
    raise CallError(
        N_("no hay ninguna pregunta «{value}»"),
        N_("¿Quiso decir «{near}»?")
        if near
        else N_("Vea las que hay: python cli.py pregunta lista"),
        value=text,
        near=near,
    )


def _about(
    text: str, place: Project, newsroom: Newsroom, archive: Archive, every: Iterable[SourceDocument]
) -> Iterable[SourceDocument]:
    """The questions that wait about the bulletin of a folio."""
    if not any(letter.isdigit() for letter in text):
        return
    try:
        bulletin = named_bulletin(text, place, newsroom, archive).document
    except CallError:
        return
    assert isinstance(bulletin, Bulletin)
    for entry in every:
        one = entry.document
        if isinstance(one, Question) and one.about == bulletin.id and _waiting(one):
            yield entry

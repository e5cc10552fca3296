"""When an edition changes by itself and why, and what the moment makes wrong."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import Bulletin, Campaign, Document, Question
from pregonero.content.model.groups import Recorded
from pregonero.diagnostics import InvalidValue, Path_, Problem
from pregonero.edition.compose import Edition
from pregonero.edition.future_dates import past_dates, untimely
from pregonero.edition.veda import forbids
from pregonero.i18n import N_
from pregonero.moments import LAST_SECOND
from pregonero.newsroom.model import Newsroom

#: Last moments are whole seconds: what they end is over in the next one.
_AFTER = timedelta(seconds=1)


class Coming(NamedTuple):
    """The first second at which an edition is another, what happens, and to which file."""

    at: datetime
    what: str
    path: str


def forthcoming(archive: Archive, newsroom: Newsroom, moment: datetime) -> list[Coming]:
    """All that will change an archive's edition after a moment, soonest first."""
    found = [*_institution(newsroom)]
    for entry in archive.entries.values():
        document = entry.document
        if document.status == "draft":
            continue
        changes = [Coming(at, what, entry.file) for _, at, what in past_dates(document)]
        if document.status == "approved":
            changes += _record(document, newsroom)
            if isinstance(document, Question):
                found += _waiting(document, newsroom, moment)
        found += (one for one in changes if not _silenced(document, newsroom, one.at))
    return sorted(one for one in found if one.at > moment)


def _record(document: Document, newsroom: Newsroom) -> Iterator[Coming]:
    path = f"content/{document.path}"
    if isinstance(document, Bulletin):
        embargoed = document.embargo is not None and document.embargo >= document.date
        lifted = N_("termina el embargo") if embargoed else N_("se publica")
        yield Coming(document.published, lifted, path)
        if document.expires:
            yield Coming(document.expires + _AFTER, N_("vence"), path)
        if document.event:
            yield Coming(document.event.over + _AFTER, N_("pasa el evento"), path)
        if document.call:
            yield Coming(document.call.deadline + _AFTER, N_("cierra la convocatoria"), path)
        if live := document.live:
            yield Coming(live.starts, N_("empieza la transmisión"), path)
            if not live.recording:
                yield Coming(live.over, N_("termina la transmisión"), path)
        for _, _, due in pending(document, newsroom):
            yield Coming(due + _AFTER, N_("vence el plazo de la transcripción"), path)
    if isinstance(document, Question):
        yield Coming(document.asked, N_("se publica"), path)
        if document.answered:
            yield Coming(document.answered, N_("se publica la respuesta"), path)
    if isinstance(document, Campaign):
        if document.starts:
            yield Coming(document.starts, N_("empieza la campaña"), path)
        if document.ends:
            yield Coming(document.ends + _AFTER, N_("termina la campaña"), path)
        for window in filter(None, (work.window for work in document.works)):
            if window.opens:
                yield Coming(window.opens, N_("abre un programa"), path)
            if window.closes:
                yield Coming(window.closes + _AFTER, N_("cierra un programa"), path)


def _waiting(question: Question, newsroom: Newsroom, moment: datetime) -> Iterator[Coming]:
    """What happens to the counts of a question while time passes, until the next midnight."""
    path = f"content/{question.path}"
    room = newsroom.dialogue
    if question.state != "received" and question.answered:
        at = question.answered + Question.COUNTED
        yield Coming(at, N_("deja de contarse entre las respuestas de doce meses"), path)
    elif room:
        due = question.due(room.reply_days) + _AFTER
        yield Coming(due, N_("vence el plazo para responder"), path)
        if due <= moment:
            day = moment.astimezone(newsroom.zone).date() + timedelta(days=1)
            midnight = datetime.combine(day, time(), newsroom.zone)
            yield Coming(midnight, N_("lleva otro día sin respuesta"), path)


def _institution(newsroom: Newsroom) -> Iterator[Coming]:
    for veda in newsroom.veda:
        yield Coming(veda.starts, N_("empieza la veda"), veda.name)
        yield Coming(veda.ends + _AFTER, N_("termina la veda"), veda.name)
    for slogan in newsroom.slogans:
        if slogan.since:
            yield Coming(slogan.since, N_("aparece el lema"), slogan.text)
        if slogan.until:
            yield Coming(slogan.until + _AFTER, N_("deja de mostrarse el lema"), slogan.text)


def _silenced(document: Document, newsroom: Newsroom, at: datetime) -> bool:
    """Whether a veda keeps a record out then, whatever happens to it."""
    return any(veda.starts <= at <= veda.ends and forbids(veda, document) for veda in newsroom.veda)


def pending(bulletin: Bulletin, newsroom: Newsroom) -> Iterator[tuple[Path_, Recorded, datetime]]:
    """The recordings of a bulletin's own that have no transcript, each with its place in the
    header and the moment until which it may be missing."""
    term = timedelta(days=newsroom.media.transcript_days)
    for place, one in bulletin.recordings():
        if one.file and not one.transcript:
            shown = bulletin.published
            if bulletin.live and place[0] == "live":
                shown = max(shown, bulletin.live.over)
            yield (
                place,
                one,
                one.transcript_due or datetime.combine(shown + term, LAST_SECOND, shown.tzinfo),
            )


def overdue(archive: Archive, edition: Edition) -> Iterator[Problem]:
    """What is wrong in public bulletins at the edition's moment, and was not or will not be."""
    clock, room = edition.clock, edition.newsroom
    for bulletin in (*edition.bulletins, *edition.expired):
        if not (bulletin.audio or bulletin.video or bulletin.live):
            continue
        entry = archive.entries[bulletin.path]
        for place, _, due in pending(bulletin, room):
            late = clock.passed(due)
            told = InvalidValue(
                N_("la transcripción debía estar desde el {day}")
                if late
                else N_("la grabación no tiene transcripción; debe tenerla a más tardar el {day}"),
                N_(
                    "Añada transcript con un .txt de content/media/, o acuerde otro día en "
                    "transcript_due."
                )
                if late
                else N_("Añada transcript con un .txt de content/media/."),
                day=due.isoformat(" ", "minutes")[:16],
            )
            yield entry.problem(told, *place, "transcript", warning=not late)
    for entry in archive.entries.values():
        if entry.document.status != "draft":
            for path, wrong in untimely(entry.document, clock):
                yield entry.problem(wrong, *path, warning=True)

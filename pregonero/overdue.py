"""What the moment makes wrong: a transcript past its term, a date of what is yet to come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pregonero.archive import Archive
from pregonero.bulletin import Bulletin
from pregonero.clock import LAST_SECOND
from pregonero.edition import Edition
from pregonero.future_dates import untimely
from pregonero.groups import Recorded
from pregonero.institution import Newsroom
from pregonero.problem import Problem, Wrong
from pregonero.typed import Path_
from pregonero.words import N_


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
            told = Wrong(
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

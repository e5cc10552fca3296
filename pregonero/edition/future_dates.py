"""Dates of what has happened, as a note or a revision: a record shows none before its moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.diagnostics import InvalidValue, Path_
from pregonero.i18n import N_
from pregonero.moments import Clock

_Document = TypeVar("_Document", bound=Document)


class PastDate(NamedTuple):
    """A date that tells of something past: its place in the header, the moment from which it may
    be shown, and what the public then sees."""

    place: Path_
    at: datetime
    shows: str


def past_dates(document: Document) -> Iterator[PastDate]:
    """Every date of a record that makes sense only once it has come.

    Not those that announce: of embargo, expiry, events, deadlines, broadcasts and windows. Nor
    since when a claim circulates, which is never after its bulletin.
    """
    if document.modified:
        yield PastDate(("modified",), document.modified, N_("cambia la fecha de modificación"))
    if isinstance(document, Bulletin):
        for index, change in enumerate(document.changes):
            yield PastDate(("changes", index, "date"), change.date, N_("se muestra una nota"))
        if document.live and document.live.recording:
            starts = document.live.starts
            yield PastDate(("live", "recording"), starts, N_("se muestra la grabación"))


def as_known(document: _Document, clock: Clock) -> _Document:
    """A record without what its header dates after a moment.

    A withdrawn one stays so: a wrong date must not make public again what was taken back.
    """
    if document.modified is None and not isinstance(document, Bulletin):
        return document
    late = [one for one in past_dates(document) if not clock.reached(one.at)]
    if not late:
        return document
    hidden = {one.place[:2] for one in late}
    update: dict[str, Any] = {}
    if ("modified",) in hidden:
        update["modified"] = None
    if isinstance(document, Bulletin):
        update["changes"] = tuple(
            change
            for index, change in enumerate(document.changes)
            if ("changes", index) not in hidden
        )
        if document.live and ("live", "recording") in hidden:
            update["live"] = document.live.model_copy(update={"recording": None})
    # What other pages show of it is not what its file says.
    update["outside"] = f"{document.outside}-{len(late)}"
    known = document.model_copy(update=update)
    vars(known).pop("updated", None)  # a property that the copy took over
    return known


def untimely(document: Document, clock: Clock) -> Iterator[tuple[Path_, InvalidValue]]:
    """What a record dates after a moment, and after its own publication, with its place."""
    for place, at, _ in past_dates(document):
        scheduled = isinstance(document, Bulletin) and at <= document.published
        if scheduled or clock.reached(at):
            continue
        if place == ("live", "recording"):
            message = N_("hay grabación de una transmisión que aún no empieza")
            remedy = N_("Revise starts, o ponga el video en video si no es de esa transmisión.")
        elif place[0] == "changes":
            message = N_("la nota tiene fecha futura ({day}) y no se mostrará hasta entonces")
            remedy = N_("Si ya ocurrió, escriba la fecha y la hora de hoy.")
            if document.status == "withdrawn":
                message = N_("la nota tiene fecha futura ({day}); el texto ya está retirado")
                remedy = N_("Escriba la fecha y la hora en que se retiró: la nota se verá ya.")
        else:
            message = N_("la fecha está en el futuro ({day}) y no se mostrará hasta entonces")
            remedy = N_("Escriba cuándo ocurrió; si se equivocó de año o de mes, corríjalo.")
        yield place, InvalidValue(message, remedy, day=at.isoformat(" ", "minutes")[:16])

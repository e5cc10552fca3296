"""What bulletins call people to, told in a line wherever they are named."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from html import escape

from babel.dates import format_date

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.edition.compose import Edition
from pregonero.moments import Day
from pregonero.render.babel_locale import locale_of
from pregonero.render.context import LinkContext
from pregonero.render.venues import held
from pregonero.render.views import Occasion


def occasions(press: LinkContext, bulletin: Bulletin) -> tuple[Occasion, ...]:
    """The event and the call of a bulletin."""
    if (not bulletin.event and not bulletin.call) or bulletin.status == "withdrawn":
        return ()
    return tuple(_occasions(press, bulletin))


def _occasions(press: LinkContext, bulletin: Bulletin) -> Iterator[Occasion]:
    if one := bulletin.event:
        place = held(press.newsroom, one).name
        yield Occasion(
            "event", one.shown("start") or one.start, one.shown("end"), place, one.condition
        )
    if call := bulletin.call:
        closed = press.edition.clock.passed(call.deadline)
        yield Occasion(
            "call",
            call.shown("deadline") or call.deadline,
            None,
            "",
            "closed" if closed else "open",
        )


def acts(edition: Edition) -> list[Bulletin]:
    """The bulletins of lists that have an event, in the order in which these begin."""
    found = [b for b in edition.listed if b.event]
    return sorted(found, key=lambda b: (b.event and b.event.start, b.address))


def calls(edition: Edition) -> list[Bulletin]:
    """The bulletins of lists that have a call, the one that closes first first."""
    found = [b for b in edition.listed if b.call]
    return sorted(found, key=lambda b: (b.call and b.call.deadline, b.address))


def summons(edition: Edition) -> Bulletin | None:
    """The newest bulletin of lists that has an event or a call, if there is any."""
    return next((b for b in edition.listed if b.event or b.call), None)


def broadcast(edition: Edition) -> Bulletin | None:
    """The newest bulletin of lists that tells of a broadcast, if there is any."""
    return next((b for b in edition.listed if b.live), None)


def coming(edition: Edition) -> list[Bulletin]:
    """The events that are not over, in their order."""
    clock = edition.clock
    return [b for b in acts(edition) if b.event and not clock.passed(b.event.over)]


def headline(press: LinkContext, bulletin: Bulletin) -> str:
    """The title of a bulletin, where nothing beside it says how its event stands."""
    _ = press.words.gettext
    said = {
        "cancelled": _("Cancelado: {title}"),
        "postponed": _("Pospuesto: {title}"),
        "rescheduled": _("Cambió de fecha: {title}"),
    }
    condition = bulletin.event.condition if bulletin.event else "scheduled"
    return said.get(condition, "{title}").replace("{title}", bulletin.title)


def titled(press: LinkContext, document: Document) -> str:
    """The same of any record."""
    return headline(press, document) if isinstance(document, Bulletin) else document.title


def told(press: LinkContext, bulletin: Bulletin) -> list[str]:
    """Its event and call as lines of text for feeds."""
    _ = press.words.gettext
    lang = press.tongue
    lines = []
    for one in occasions(press, bulletin):
        if one.kind == "call":
            lines.append(_("Fecha límite: {day}").format(day=day_and_hour(one.when, lang)))
            continue
        standing = {
            "cancelled": _("Evento cancelado."),
            "postponed": _("Evento pospuesto."),
            "rescheduled": _("El evento cambió de fecha."),
        }.get(one.state, "")
        where = ". ".join(filter(None, (day_and_hour(one.when, lang), one.place)))
        lines.append(f"{standing} {where}".strip())
    return lines


def paragraphs(press: LinkContext, bulletin: Bulletin) -> str:
    """The same as HTML, before the text of an entry."""
    if not bulletin.event and not bulletin.call:
        return ""
    return "".join(f"<p><strong>{escape(line)}</strong></p>" for line in told(press, bulletin))


@lru_cache(4096)
def day_of(value: datetime, lang: str) -> str:
    """A day with that of the week: martes 1 de diciembre de 2026."""
    locale = locale_of(lang)
    words = format_date(value.date(), "full", locale=locale)
    return words.replace(", ", " ", 1) if locale.language == "es" else words


def day_and_hour(value: datetime, lang: str) -> str:
    """A day and an hour; the day alone if it was given alone."""
    hour = hour_of(value)
    return f"{day_of(value, lang)}, {hour}" if hour else day_of(value, lang)


def hour_of(value: datetime) -> str:
    """An hour, in one piece; empty if a day was given alone."""
    return "" if isinstance(value, Day) else f"{value:%H:%M}\N{NO-BREAK SPACE}h"

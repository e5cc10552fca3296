"""Alerts: those in force, as every page shows them, and each as its own page does."""

from pregonero.content.model.bulletin import Bulletin
from pregonero.edition.compose import Edition
from pregonero.newsroom import urls
from pregonero.render.context import LinkContext
from pregonero.render.views import AlertLine, AlertView

#: Alerts that every page names; the home page has all of them.
MOST = 3
_GRAVEST = ("emergency", "danger", "caution", "information", "")


def in_force(edition: Edition) -> tuple[Bulletin, ...]:
    """The current bulletins of types that are alerts, the gravest first, then the newest."""
    types = {slug for slug, kind in edition.newsroom.types.items() if kind.alert}
    found = [b for b in edition.listed if b.type in types] if types else []
    return tuple(sorted(found, key=lambda b: _GRAVEST.index(b.alert.level if b.alert else "")))


def line(press: LinkContext, one: Bulletin) -> AlertLine:
    alert = one.alert
    return AlertLine(
        one.title,
        press.href(one.address),
        press.lang(one),
        one.summary or "",
        one.published,
        one.shown("expires"),
        press.state(one),
        alert.level if alert else "",
        alert.area if alert else "",
        alert.source if alert else "",
    )


def original(edition: Edition, one: Bulletin) -> Bulletin:
    """The alert of which another is a version, or itself: a message is of all its languages."""
    kin = edition.versions.get(one.path, ())
    return next((b for b in kin if b.alert), one)


def view(press: LinkContext, one: Bulletin) -> AlertView | None:
    alert = one.alert
    if not alert:
        return None
    first = original(press.edition, one)
    return AlertView(
        alert.level,
        alert.event,
        alert.area,
        alert.instructions,
        alert.source,
        alert.source_url or "",
        press.href(urls.cap(first.address)),
    )

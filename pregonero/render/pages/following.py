"""Ways to follow the office besides feeds: its calendar, its list of e-mail, its channels."""

from typing import NamedTuple

from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.pages.share import mail
from pregonero.render.views import Link


class Following(NamedTuple):
    """`calendar` is an address that calendars subscribe to, `file` the same to be opened or copied;
    both empty without events. `email` leads to the list, and its text is its address if that is
    one of e-mail."""

    calendar: str = ""
    file: str = ""
    email: Link | None = None
    whatsapp: str = ""
    telegram: str = ""


def following(press: SiteContext) -> Following:
    room, _ = press.newsroom.subscribe, press.words.gettext
    url = press.url(urls.CALENDAR)
    events = any(one.event for one in press.edition.bulletins)
    return Following(
        f"webcal://{url.partition('://')[2]}" if events else "",
        url if events else "",
        _list_of(room.email_list, _("Suscribirme a la lista de correo")),
        room.whatsapp or "",
        room.telegram or "",
    )


def _list_of(reach: str | None, subject: str) -> Link | None:
    if not reach:
        return None
    return Link("", reach) if "://" in reach else Link(reach, mail(reach, subject))

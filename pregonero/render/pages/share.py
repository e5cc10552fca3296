"""What the foot of a bulletin offers: ways to answer it and to share it, all of them plain links.

The piece is rendered once, with a slot wherever it speaks of the bulletin; each page only fills
the slots.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from pregonero.content.model.bulletin import Bulletin
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.pages.parts import tel
from pregonero.render.views import Link
from pregonero.slug import slugify
from pregonero.web_addresses import mailto, readable_host

#: Slots: what neither an address nor HTML writes otherwise. The first three stand in addresses.
TITLE, WHAT, URL, NAMED, WHERE = (f"PREGONEROSLOT{letter}" for letter in "ABCDE")
_SLOT = re.compile(r"(PREGONEROSLOT[A-E])")


class Way(NamedTuple):
    """A way to reach the office: how it is called, what is printed, where it leads."""

    kind: str
    text: str
    href: str


class FormView(NamedTuple):
    """A form that another program answers. `what` and `where` say of which bulletin it speaks."""

    action: str
    privacy: Link
    what: str = ""
    where: str = ""


class Offer(NamedTuple):
    """All that is offered. `dialogue` is the page of questions, empty if there is none."""

    ways: tuple[Way, ...]
    form: FormView | None
    share: tuple[Link, ...]
    dialogue: str
    reply_days: int


class Said(NamedTuple):
    """What fills the slots of one bulletin."""

    title: str
    what: str
    url: str

    def fill(self, pieces: tuple[str, ...]) -> str:
        values = {
            TITLE: _quoted(self.title),
            WHAT: _quoted(self.what),
            URL: _quoted(self.url),
            NAMED: escape(self.what),
            WHERE: escape(self.url),
        }
        return "".join([values.get(piece, piece) for piece in pieces])


def said(press: SiteContext, bulletin: Bulletin) -> Said:
    folio = press.folio(bulletin)
    what = f"{folio}: {bulletin.title}" if folio else bulletin.title
    return Said(bulletin.title, what, press.url(bulletin.address))


def cut(html: str) -> tuple[str, ...]:
    """A rendered piece, cut at its slots."""
    return tuple(_SLOT.split(html))


def offer(press: SiteContext) -> Offer:
    """What every bulletin offers, with slots where it speaks of itself."""
    _ = press.words.gettext
    asking = _("Pregunta sobre {what} ({url}):").format(what=WHAT, url=URL)
    dialogue = press.newsroom.dialogue
    return Offer(
        tuple(ways(press, f"{asking} ", _("Pregunta: {what}").format(what=WHAT))),
        form(press, NAMED, WHERE),
        tuple(_shares(press)),
        press.href(urls.DIALOGUE) if press.edition.opened else "",
        dialogue.reply_days if dialogue else 0,
    )


def ways(press: SiteContext, text: str = "", subject: str = "") -> Iterator[Way]:
    """The ways to reach the office, with a message begun if there is one."""
    room = press.newsroom.dialogue
    if room is None:
        return
    if room.phone:
        yield Way("phone", room.phone, tel(room.phone))
    if room.whatsapp:
        digits = "".join(filter(str.isdigit, room.whatsapp))
        query = f"?text={_quoted(text)}" if text else ""
        yield Way("whatsapp", room.whatsapp, f"https://wa.me/{digits}{query}")
    if room.email:
        yield Way("email", room.email, mail(room.email, subject, text))


def form(press: SiteContext, what: str = "", where: str = "") -> FormView | None:
    """The form, if it is declared and its privacy notice can be read."""
    room = press.newsroom.dialogue
    if room is None or not room.form:
        return None
    slug = room.privacy_page
    if not slug:
        privacy = Link(press.words.gettext("aviso de privacidad"), room.privacy or "")
        return FormView(room.form, privacy, what, where)
    page = next((one for one in press.edition.pages if one.slug == slug), None)
    if page is None:
        return None
    link = Link(page.title, press.href(page.address), press.lang(page))
    return FormView(room.form, link, what, where)


def origin(press: SiteContext) -> str:
    """Where pages with the form may send it; empty if there is none."""
    return press.newsroom.form_origin if form(press) else ""


def mail(address: str, subject: str = "", body: str = "") -> str:
    """A mailto: address (RFC 6068) with a message begun."""
    parts = (("subject", subject), ("body", body))
    query = "&".join(f"{name}={_quoted(text)}" for name, text in parts if text)
    return f"{mailto(address)}{'?' if query else ''}{query}"


def _shares(press: SiteContext) -> Iterator[Link]:
    """Where a bulletin may be shared: pages of others, that are asked for by whoever goes there."""
    both = f"{TITLE}%20{URL}"
    yield Link("WhatsApp", f"https://wa.me/?text={both}")
    yield Link("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={URL}")
    yield Link("X", f"https://x.com/intent/post?text={TITLE}&url={URL}")
    yield Link("Telegram", f"https://t.me/share/url?url={URL}&text={TITLE}")
    for account in press.newsroom.social:
        if slugify(account.name).startswith("mastodon"):
            host = urlsplit(account.url).netloc
            yield Link(f"Mastodon ({readable_host(host)})", f"https://{host}/share?text={both}")
            break
    yield Link(press.words.gettext("Correo"), f"mailto:?subject={TITLE}&body={both}")


def _quoted(text: str) -> str:
    """A text for a part of an address; slots stay as they are."""
    return quote(text, safe="")

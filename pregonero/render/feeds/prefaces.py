"""What an item of a feed says around its text, for whoever reads nothing else of it."""

from html import escape

from babel.dates import format_date

from pregonero.content.model.bulletin import Bulletin, Change, Question
from pregonero.moments import Day
from pregonero.render.cards import SiteContext
from pregonero.render.feeds.entries import Tombstone
from pregonero.render.language_marks import without
from pregonero.render.pages.public_notes import last_change


def correction(press: SiteContext, change: Change) -> str:
    """A public note, before anything else."""
    words = press.words
    day = words.dated(format_date(change.date, "long", locale=words.locale))
    label = words.gettext("Corregido el {day}:").format(day=day)
    return f"<p><strong>{escape(label)}</strong> {escape(change.note)}</p>"


def standing(press: SiteContext, one: Bulletin) -> str:
    """Until when it holds, and whose alert it is."""
    words, told = press.words, []
    if one.expires:
        day = format_date(one.expires, "long", locale=words.locale)
        if not isinstance(one.shown("expires"), Day):
            day = f"{day}, {one.expires:%H:%M}"
        told.append(words.gettext("Vigente hasta el {day}.").format(day=words.dated(day)))
    if one.alert:
        text = words.gettext("Esta oficina retransmite esta alerta. Fuente: {source}.")
        told.append(text.format(source=one.alert.source))
    return f"<p>{escape(' '.join(told))}</p>" if told else ""


def translated(press: SiteContext, one: Bulletin) -> str:
    """Who translated it."""
    if not one.translator:
        return ""
    return f"<p>{escape(press.words.gettext('Traducción:'))} {escape(one.translator)}</p>"


def tombstone(press: SiteContext, one: Bulletin | Question) -> Tombstone:
    """What is left of a record that was withdrawn: what its page says, and no more."""
    words = press.within(one.lang).words
    why = last_change(one) if isinstance(one, Bulletin) else None
    notice = words.gettext(
        "Este texto fue retirado y ya no está disponible. Le pedimos no reproducirlo."
    )
    return Tombstone(
        f"urn:uuid:{one.id}",
        press.url(one.address),
        one.published,
        one.updated,
        why.note if why else "",
        without(words.gettext("Retirado: {title}")).replace("{title}", one.title),
        without(notice),
        one.lang or press.newsroom.lang,
    )

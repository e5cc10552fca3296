"""The rules that need newsroom.toml: what a record names is declared there, and it has what its
type asks for."""

import re
from collections.abc import Iterator, Mapping

from pregonero.content.model.bulletin import Bulletin, Campaign, Page, Question
from pregonero.content.model.groups import Event
from pregonero.content.rules.locations import placed, relayed
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem, unknown
from pregonero.i18n import FILE, N_
from pregonero.newsroom.model import Newsroom

_MESSAGES = {
    "topic": N_("el tema «{value}» no existe"),
    "type": N_("el tipo «{value}» no existe"),
    "contacts": N_("el contacto «{value}» no existe"),
}
#: What is said of a datum that a type asks for: that it is not there, or that its line is empty.
_LACKS = (
    (N_("falta; el tipo «{type}» lo necesita"), N_("Añada una línea con este dato.")),
    (N_("está vacío; el tipo «{type}» lo necesita"), N_("Escriba el dato en esta línea.")),
)
#: A place typed as a key is: without capitals or spaces.
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def declared(entry: SourceDocument, newsroom: Newsroom) -> Iterator[Problem]:
    """Everything in a record that its institution does not declare, or asks for and misses."""
    document = entry.document
    if document.lang and document.lang not in newsroom.languages:
        yield entry.problem(
            unknown(document.lang, newsroom.languages, N_("el idioma «{value}» no está declarado")),
            "lang",
        )
    if isinstance(document, Bulletin | Campaign | Question) and document.topic:
        yield from _known(entry, "topic", document.topic, newsroom.topics)
    yield from placed(entry, newsroom)
    if isinstance(document, Bulletin):
        for contact in document.contacts or ():
            yield from _known(entry, "contacts", contact, newsroom.press_contacts)
        if document.event:
            yield from _venue(entry, document.event, newsroom)
        yield from _known(entry, "type", document.type, newsroom.types)
        if document.type in newsroom.types:
            yield from _typed(entry, document, newsroom)
            yield from relayed(entry, document, newsroom)


def _known(
    entry: SourceDocument, key: str, value: str, known: Mapping[str, object]
) -> Iterator[Problem]:
    if value not in known:
        yield entry.problem(unknown(value, known, _MESSAGES[key]), key)


def _venue(entry: SourceDocument, event: Event, newsroom: Newsroom) -> Iterator[Problem]:
    """A venue that nobody declared; a place in words may be any, unless it looks like a key."""
    for name, typed in (("venue", event.venue), ("place", event.place)):
        if typed and not newsroom.venue(typed) and (name == "venue" or _KEY.fullmatch(typed)):
            message = N_("la sede «{value}» no está en newsroom.toml")
            if newsroom.venues:
                wrong = unknown(typed, newsroom.venues, message)
            else:
                remedy = N_("Escriba el lugar en place, o añada [venues.{value}] con su name.")
                wrong = InvalidValue(message, remedy, value=typed)
            yield entry.problem(wrong, "event", name)


def _typed(entry: SourceDocument, bulletin: Bulletin, newsroom: Newsroom) -> Iterator[Problem]:
    kind = newsroom.types[bulletin.type]
    for name in kind.requires if bulletin.status != "draft" else ():
        if not getattr(bulletin, name):
            message, remedy = _LACKS[entry.empty(name)]
            yield entry.problem(InvalidValue(message, remedy, type=kind.name), name)
    if (
        kind.folio
        and bulletin.folio is None
        and bulletin.status != "draft"
        and not bulletin.translation_of
    ):
        message = N_("el folio está vacío") if entry.empty("folio") else N_("falta el folio")
        yield entry.problem(InvalidValue(message, N_("Escriba el siguiente de la serie.")), "folio")
    if bulletin.folio is not None and not kind.folio:
        yield entry.problem(
            InvalidValue(
                N_("el tipo «{type}» no lleva folio"), N_("Borre la línea."), type=kind.name
            ),
            "folio",
        )


def named(newsroom: Newsroom, entries: Mapping[str, SourceDocument]) -> Iterator[Problem]:
    """Every page that is named and is not in content/pages/: a warning, for it may be a draft that
    cannot be read today, and until it is approved nothing leads to it."""
    dialogue = newsroom.dialogue
    if dialogue is None:
        return
    pages = {e.document.slug for e in entries.values() if isinstance(e.document, Page)}
    for key, slug in (("privacy", dialogue.privacy_page), ("rules", dialogue.rules)):
        if slug and slug not in pages:
            message = N_("no existe la página «{value}»")
            yield unknown(slug, pages, message).at(FILE, 1, f"dialogue.{key}", "warning")


def reachable(newsroom: Newsroom) -> Iterator[Problem]:
    """Every press contact without telephone or e-mail: a warning, unless the desk's own rule of
    who can be called is switched off."""
    if dict(newsroom.house.levels).get("sin-contacto") == "off":
        return
    for name, contact in newsroom.press_contacts.items():
        if not contact.reachable:
            message = N_("nadie puede comunicarse con «{value}»")
            remedy = N_("Añada phone, whatsapp o email.")
            wrong = InvalidValue(message, remedy, value=contact.name)
            yield wrong.at(FILE, 1, f"press_contacts.{name}", "warning")

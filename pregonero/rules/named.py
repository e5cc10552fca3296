"""The rules for what newsroom.toml names: pages are there, press contacts can be reached."""

from collections.abc import Iterator, Mapping

from pregonero.bulletin import Page
from pregonero.entry import Entry
from pregonero.institution import Newsroom
from pregonero.problem import Problem, Wrong, unknown
from pregonero.words import FILE, N_


def named(newsroom: Newsroom, entries: Mapping[str, Entry]) -> Iterator[Problem]:
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
            wrong = Wrong(message, remedy, value=contact.name)
            yield wrong.at(FILE, 1, f"press_contacts.{name}", "warning")

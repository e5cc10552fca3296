"""The rule for pages that newsroom.toml names: they are there."""

from collections.abc import Iterator, Mapping

from pregonero.bulletin import Page
from pregonero.entry import Entry
from pregonero.newsroom import Newsroom
from pregonero.problem import Problem, unknown
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

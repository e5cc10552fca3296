"""The rules that need newsroom.toml: what a record names is declared there, and it has what its
type asks for."""

from collections.abc import Iterator, Mapping

from pregonero.bulletin import Bulletin, Campaign, Question
from pregonero.entry import Entry
from pregonero.newsroom import Newsroom
from pregonero.problem import Problem, Wrong, unknown
from pregonero.rules.placed import placed, relayed
from pregonero.words import N_

_MESSAGES = {
    "topic": N_("el tema «{value}» no existe"),
    "type": N_("el tipo «{value}» no existe"),
    "contacts": N_("el contacto «{value}» no existe"),
}


def declared(entry: Entry, newsroom: Newsroom) -> Iterator[Problem]:
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
        yield from _known(entry, "type", document.type, newsroom.types)
        if document.type in newsroom.types:
            yield from _typed(entry, document, newsroom)
            yield from relayed(entry, document, newsroom)


def _known(entry: Entry, key: str, value: str, known: Mapping[str, object]) -> Iterator[Problem]:
    if value not in known:
        yield entry.problem(unknown(value, known, _MESSAGES[key]), key)


def _typed(entry: Entry, bulletin: Bulletin, newsroom: Newsroom) -> Iterator[Problem]:
    kind = newsroom.types[bulletin.type]
    for name in kind.requires if bulletin.status != "draft" else ():
        if not getattr(bulletin, name):
            yield entry.problem(
                Wrong(
                    N_("falta; el tipo «{type}» lo necesita"),
                    N_("Añada una línea con este dato."),
                    type=kind.name,
                ),
                name,
            )
    if (
        kind.folio
        and bulletin.folio is None
        and bulletin.status != "draft"
        and not bulletin.translation_of
    ):
        yield entry.problem(
            Wrong(N_("falta el folio"), N_("Escriba el siguiente de la serie.")), "folio"
        )
    if bulletin.folio is not None and not kind.folio:
        yield entry.problem(
            Wrong(N_("el tipo «{type}» no lleva folio"), N_("Borre la línea."), type=kind.name),
            "folio",
        )

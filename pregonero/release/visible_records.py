"""What a release shows that may not be public now.

A release is of its day. Since then a text may have been withdrawn, deleted, renamed and withdrawn,
put under embargo; a veda may have begun, a photograph may be another. Only the edition of now says
what is public, so a release is compared with it: by identities, as addresses change.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import Document
from pregonero.edition.compose import Edition
from pregonero.edition.record_states import (
    ADMINISTRATION,
    ANSWERED,
    ASKED,
    DIGITS,
    EXPIRED,
    MEDIA,
    PUBLIC,
    SLOGAN,
    SUSPENDED,
    WITHDRAWN,
    name_of,
    states,
)
from pregonero.edition.report import Withheld
from pregonero.i18n import N_
from pregonero.moments import Clock
from pregonero.newsroom.urls import RESERVED
from pregonero.release.manifest import Manifest

#: How much is seen of a record in each state.
_SEEN = {SUSPENDED: 1, WITHDRAWN: 2, ASKED: 3, EXPIRED: 3, ANSWERED: 4, PUBLIC: 4}
#: A rendition of a photograph, which carries the start of the photograph's digest.
_RENDITION = re.compile(rf"media/.+-([0-9a-f]{{{DIGITS}}})-[0-9x]+\.\w+")
_PAGE = re.compile(r"([a-z0-9-]+)/index\.html")

_GONE = N_("su archivo ya no está en content/, o no se puede leer")
_WRONG = N_("tiene errores: revíselo con «python cli.py check»")


@dataclass(frozen=True)
class Today:
    """What is public now: an archive, its edition, and the SHA-256 of the edition's media by path
    from content/media/."""

    archive: Archive
    edition: Edition
    digests: Mapping[str, str]

    @cached_property
    def states(self) -> dict[str, str]:
        """The state of all that is shown, and of records by any address they have or had."""
        found = states(self.edition, self.digests)
        documents = self.edition.documents
        by_address = {one.address: found[name_of(one)] for one in documents.values()}
        by_address |= {a: found[name_of(documents[p])] for a, p in self.edition.moved.items()}
        # A file with errors stops every release, so that nothing of it may come back.
        wrong = {problem.file for problem in self.archive.errors}
        faulty = {name_of(one) for one in documents.values() if f"content/{one.path}" in wrong}
        return {n: s for n, s in (by_address | found).items() if n not in faulty}

    @cached_property
    def media(self) -> frozenset[str]:
        """The start of the digest of every media file that is shown."""
        return frozenset(self.digests[file][:DIGITS] for file in self.edition.media)

    @cached_property
    def records(self) -> dict[str, Document]:
        """Every record of the archive, public or not, by what it goes by."""
        entries = self.archive.entries.values()
        return {name_of(entry.document): entry.document for entry in entries}

    @cached_property
    def withheld(self) -> dict[str, Withheld]:
        """Why each file that is not public is not, by its path from content/."""
        return {one.path: one for one in self.edition.withheld}


def not_public(release: Manifest, today: Today) -> list[Withheld]:
    """All that a release shows and today's edition does not, each with the reason.

    The `path` of one is its file from the site's folder and the address in that release; only the
    address if there is no such file.
    """
    found = [
        _withheld(name, state, release, today)
        for name, state in _shown(release, today.edition).items()
        if not _may_be_seen(name, state, today)
    ]
    return sorted(found, key=lambda one: one.path)


def must_leave(release: Manifest, today: Today) -> list[Withheld]:
    """The same of a release that is public: what only has errors now may stay as it was last
    public, as a deploy keeps it too."""
    entries = today.archive.entries
    texts = {f"content/{path}" for path in entries}
    unread = any(one.file.endswith(".md") and one.file not in texts for one in today.archive.errors)
    excused = {_WRONG, _GONE} if unread else {_WRONG}
    return [one for one in not_public(release, today) if one.reason not in excused]


def _may_be_seen(name: str, state: str, today: Today) -> bool:
    if name.startswith(MEDIA):
        return state in today.media
    now = today.states.get(name)
    if name == SLOGAN:
        return state == now
    if now is None:
        return False
    seen, _, words = state.partition(" ")
    allowed, _, words_now = now.partition(" ")
    if seen in (ASKED, ANSWERED) and words and allowed in (ASKED, ANSWERED) and words != words_now:
        return False
    # One that is not known, of a later version of this program, is taken for the most there is.
    return _SEEN.get(seen, _SEEN[PUBLIC]) <= _SEEN[allowed]


def _shown(release: Manifest, edition: Edition) -> dict[str, str]:
    """The state of all that a release shows, by name."""
    silent = set(release.gone)
    found = {
        one: WITHDRAWN if address in silent else PUBLIC
        for address, one in release.addresses.items()
    }
    found |= dict.fromkeys(release.suspended, SUSPENDED)
    told = release.states
    return found | dict(_guessed(release, edition) if told is None else told)


def _guessed(release: Manifest, edition: Edition) -> Iterator[tuple[str, str]]:
    """What a manifest of an older version does not tell, as far as its files do."""
    newsroom = edition.newsroom
    for name, one in release.files.items():
        page = _PAGE.fullmatch(name)
        if page and not one.id and page[1] not in RESERVED and page[1] not in newsroom.types:
            address = f"/{page[1]}/"
            yield address, WITHDRAWN if address in release.gone else PUBLIC
        elif name.startswith(MEDIA):
            rendition = _RENDITION.fullmatch(name)
            yield name, rendition[1] if rendition else one.sha256[:DIGITS]
    then = Clock(datetime.fromisoformat(release.moment))
    if slogan := next((s.text for s in newsroom.slogans if s.shows(then)), ""):
        yield SLOGAN, slogan
    if newsroom.administration:
        yield ADMINISTRATION, PUBLIC


def _withheld(name: str, state: str, release: Manifest, today: Today) -> Withheld:
    if name.startswith(MEDIA):
        reason = N_("es otro hoy, o ya nada público lo muestra")
        return Withheld(f"content/{name}", reason)
    if name == SLOGAN:
        return Withheld(f"newsroom.toml: «{state}»", N_("el lema ya no se muestra"))
    if name == ADMINISTRATION:
        reason = N_("la veda no deja mostrar el nombre de la administración")
        return Withheld("newsroom.toml: administration", reason)
    address = release.places.get(name, name)
    document = today.records.get(name) or _at(name, today)
    if document is None:
        return Withheld(address, _GONE)
    where = f"content/{document.path} ({address})"
    if told := today.withheld.get(document.path):
        return Withheld(where, told.reason, told.until)
    return Withheld(where, _reason(name, today))


def _at(address: str, today: Today) -> Document | None:
    """The record of an address, public or not."""
    path = today.archive.paths.get(address) or today.edition.moved.get(address)
    return today.archive.entries[path].document if path in today.archive.entries else None


def _reason(name: str, today: Today) -> str:
    """Why a record that is in today's edition may not be shown as it was."""
    now = today.states.get(name)
    if now is None:
        return _WRONG
    if now == WITHDRAWN:
        return N_("está retirado")
    if now == EXPIRED:
        return N_("ya venció")
    if now.startswith(ASKED):
        return N_("su respuesta ya no es pública")
    return N_("las palabras de la pregunta cambiaron: puede que se les quitara un dato")

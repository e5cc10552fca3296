"""Where each draft goes: its file, its address, its identity, and the addresses it had."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import Bulletin, Campaign
from pregonero.content.rules.old_addresses import AddressOwner, free
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.placement.state import UNDATED, Record
from pregonero.importers.source_item import Kind, mended
from pregonero.importers.transform.draft import Draft
from pregonero.newsroom import urls as site
from pregonero.newsroom.fields import LONGEST_SLUG, Address
from pregonero.newsroom.model import Newsroom
from pregonero.newsroom.site_files import FileOwners

_ADDRESS: TypeAdapter[str] = TypeAdapter(Address)
MOST_ALIASES = 100


class Outline(NamedTuple):
    """What placing needs of a draft, which waits on disk."""

    source: str
    kind: Kind
    type: str
    slug: str
    day: str
    addresses: tuple[str, ...]
    unsure: tuple[str, ...]
    raw: str
    lang: str = ""
    group: str = ""
    own: str = ""

    @classmethod
    def of(cls, draft: Draft) -> "Outline":
        return cls(
            draft.source,
            draft.kind,
            draft.type,
            draft.slug,
            draft.day,
            tuple(draft.addresses),
            tuple(draft.unsure),
            draft.raw,
            draft.values.get("lang", ""),
            draft.group,
            draft.own,
        )

    @property
    def undated(self) -> bool:
        return self.kind == "bulletin" and not self.day


@dataclass
class Placed:
    """A text's place. `path` is from content/; `held` if a person changed its file since;
    `translation_of` is the id of the bulletin that it is a version of."""

    id: str
    path: str
    address: str
    slug: str
    aliases: tuple[str, ...] = ()
    translation_of: str = ""
    held: bool = False
    told: list[Problem] = field(default_factory=list)


def identity(key: str) -> str:
    """The id of a text, always the same for the same source."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"pregonero:import:{key}"))


class Placing:
    """Gives places to outlines, none of which is anybody else's."""

    def __init__(
        self,
        newsroom: Newsroom,
        archive: Archive,
        known: Mapping[str, Record],
        held: Iterable[str],
    ) -> None:
        """`known` are the records of these same sources, by their path there; `held` the paths of
        files that a person changed."""
        self.newsroom, self.archive, self.known, self.held = newsroom, archive, known, set(held)
        mine = {record.path for record in known.values()} - self.held
        theirs = {p: e.document for p, e in archive.entries.items() if p not in mine}
        self.theirs = theirs
        self.addresses = {document.address: path for path, document in theirs.items()}
        self.paths = (set(archive.own) | set(theirs)) - mine
        self.ids = {str(document.id): path for path, document in theirs.items() if document.id}
        self.numbers: dict[tuple[str, ...], int] = {}
        self.reserved = site.RESERVED | newsroom.types.keys()

    def place(self, outlines: Iterable[Outline], key: str) -> dict[str, Placed]:
        """A place for each outline, those that had one before first. `key` begins their keys."""
        ordered = list(outlines)
        placed: dict[str, Placed] = {}
        for again in (True, False):
            for outline in ordered:
                if (outline.source in self.known) is again:
                    placed[outline.source] = self._one(outline, f"{key}/{outline.source}")
        self._aliases(ordered, placed)
        self._versions(ordered, placed)
        return placed

    def _versions(self, outlines: Iterable[Outline], placed: Mapping[str, Placed]) -> None:
        """Each version in another language says which bulletin it is one of."""
        groups: dict[str, dict[str, Outline]] = {}
        for outline in outlines:
            if outline.group and outline.kind == "bulletin" and not outline.undated:
                groups.setdefault(outline.group, {}).setdefault(outline.lang, outline)
        for group in groups.values():
            if original := group.get(""):
                for lang, outline in group.items():
                    if lang:
                        placed[outline.source].translation_of = placed[original.source].id

    def _one(self, outline: Outline, key: str) -> Placed:
        before = self.known.get(outline.source)
        name = before.id if before else identity(key)
        own = before.path if before and before.path in self.held else self.ids.get(name)
        if own is not None:
            document = self.theirs.get(own)
            address = document.address if document else ""
            return Placed(name, own, address, document.slug if document else "", held=True)
        if outline.undated:
            return Placed(name, f"{UNDATED}/{outline.slug[:80]}-{name[:8]}.txt", "", outline.slug)
        slug = outline.slug
        if before and (kept := _slug_of(before.path, outline)):
            slug = kept
        wanted = _address(outline, slug)
        first = self.addresses.get(wanted)
        free = self._free(outline, slug)
        path, address = _path(outline, free), _address(outline, free)
        self.addresses[address] = path
        self.paths.add(path)
        made = Placed(name, path, address, free)
        if address != wanted and not (before and before.path == path):
            wrong = InvalidValue(
                N_("la dirección {address} ya es de {other}"),
                N_("Los dos se conservan; este quedó en {made}."),
                address=wanted,
                other=first or N_("otra página"),
                made=address,
            )
            made.told.append(mended(outline.source, 1, "slug", wrong))
        return made

    def _free(self, outline: Outline, base: str) -> str:
        slug = base
        counter = (outline.kind, outline.type, outline.day[:4], base)
        while (
            _address(outline, slug) in self.addresses
            or _path(outline, slug) in self.paths
            or (outline.kind == "page" and slug in self.reserved)
        ):
            number = self.numbers[counter] = self.numbers.get(counter, 1) + 1
            slug = f"{base[: LONGEST_SLUG - 8]}-{number}"
        return slug

    def _aliases(self, outlines: Iterable[Outline], placed: Mapping[str, Placed]) -> None:
        """The addresses each text had, but those that answer with something else."""
        campaigns = [d.slug for d in self.theirs.values() if isinstance(d, Campaign)]
        days = [d.published for d in self.theirs.values() if isinstance(d, Bulletin)]
        days += [date.fromisoformat(o.day) for o in outlines if o.kind == "bulletin" and o.day]  # type: ignore[misc]
        standing = site.standing(self.newsroom.topics, self.newsroom.types, campaigns, days)
        claimed: dict[str, str] = {
            alias: path for path, d in self.theirs.items() for alias in d.aliases
        }
        owners: FileOwners[AddressOwner] = FileOwners()
        for address in (*standing, *self.addresses):
            owners.add(site.save_as(address), AddressOwner(address))
        for alias in claimed:
            owners.add(site.save_as(alias), AddressOwner(alias, alias=True))
        outlines = list(outlines)
        # Where a page was wins over another's alias, which its generator may have written over.
        first: dict[str, str] = {}
        for outline in outlines:
            if outline.own and not outline.undated:
                first.setdefault(outline.own, outline.source)
        for outline in outlines:
            place = placed[outline.source]
            if outline.undated or place.held:
                continue
            kept: list[str] = []
            for typed in outline.addresses:
                try:
                    address = _ADDRESS.validate_python(
                        typed if "/" in typed[:1] or ":" in typed else f"/{typed}"
                    )
                except ValidationError:
                    if typed in ("", "/"):
                        continue
                    wrong = InvalidValue(
                        N_("la dirección anterior {address} no puede ser una de este sitio"),
                        N_("Si importa, escriba una redirección en el servidor."),
                        address=typed,
                    )
                    place.told.append(mended(outline.source, 1, "aliases", wrong))
                    continue
                if address == place.address or address in kept:
                    continue
                other = self.addresses.get(address) or claimed.get(address)
                if not other and first.get(typed, outline.source) != outline.source:
                    other = placed[first[typed]].path
                if other or not free(address, owners):
                    wrong = InvalidValue(
                        N_("la dirección anterior {address} ya es de {other}"),
                        N_("No se pudo conservar."),
                        address=address,
                        other=other or N_("otra página"),
                    )
                    place.told.append(mended(outline.source, 1, "aliases", wrong))
                elif len(kept) < MOST_ALIASES:
                    claimed[address] = place.path
                    owners.add(site.save_as(address), AddressOwner(address, alias=True))
                    kept.append(address)
            place.aliases = tuple(kept)


def _path(outline: Outline, slug: str) -> str:
    if outline.kind == "page":
        return f"pages/{slug}.md"
    return f"bulletins/{outline.day[:4]}/{outline.day}-{slug}.md"


def _address(outline: Outline, slug: str) -> str:
    if outline.kind == "page":
        return f"/{slug}/"
    return f"/{outline.type}/{outline.day[:4]}/{slug}/"


def _slug_of(path: str, outline: Outline) -> str:
    """The slug that a file had, if it was this one or a numbered one of the same."""
    stem = path.rpartition("/")[2].removesuffix(".md").removeprefix(f"{outline.day}-")
    number: Any = stem.removeprefix(outline.slug[: LONGEST_SLUG - 8]).removeprefix("-")
    return stem if _path(outline, stem) == path and (not number or number.isdecimal()) else ""

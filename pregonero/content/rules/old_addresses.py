"""The rule for addresses where something was before: each becomes a file that is nobody else's."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.newsroom.site_files import FileOwners, disk_name, is_own
from pregonero.newsroom.urls import list_of, save_as


class AddressOwner(NamedTuple):
    """Whose a file of the site is: a record's page, an alias of one, or the site's (no entry)."""

    address: str
    entry: SourceDocument | None = None
    alias: bool = False


def moved(
    entries: Iterable[SourceDocument], standing: Collection[str], first: Collection[str] = ()
) -> Iterator[Problem]:
    """Aliases whose file is another page's or the site's own, or that two of them would need.

    `standing` are the addresses of the site that are no record's. Linear in entries and aliases.
    What is public has its addresses before what is not: a draft takes nobody's, nor does what is
    not among the paths that come `first`, if any do.
    """
    entries = list(entries)
    if not any(entry.document.aliases for entry in entries):
        return
    owners: FileOwners[AddressOwner] = FileOwners()
    for address in standing:
        owners.add(save_as(address), AddressOwner(address))
    drafts = [entry for entry in entries if entry.document.status == "draft"]
    approved = [entry for entry in entries if entry.document.status != "draft"]
    known = [entry for entry in approved if not first or entry.document.path in first]
    new = [entry for entry in approved if first and entry.document.path not in first]
    for group in (known, new, drafts):
        for entry in group:
            address = entry.document.address
            before = owners.add(save_as(address), AddressOwner(address, entry))
            if before and before.alias:
                wrong = InvalidValue(
                    N_("la dirección {address} ya es de {other}"),
                    N_("Cambie el slug de uno."),
                    address=address,
                    other=_whose(before),
                )
                yield entry.problem(wrong, "slug")
        for entry in group:
            for index, alias in enumerate(entry.document.aliases):
                if problem := _wrong(entry, alias, owners):
                    yield entry.problem(problem, "aliases", index)


def free(alias: str, owners: FileOwners[AddressOwner]) -> bool:
    """Whether an address is nobody's yet."""
    name = save_as(alias)
    return not is_own(disk_name(name)) and not (
        owners.owner(name) or owners.page_beside(name) or _list(name, owners)
    )


def _wrong(
    entry: SourceDocument, alias: str, owners: FileOwners[AddressOwner]
) -> InvalidValue | None:
    """Why an alias cannot be; if it can, its file is this entry's from here on."""
    name = save_as(alias)
    if is_own(disk_name(name)):
        return InvalidValue(
            N_("la dirección anterior {address} ocuparía {name}, un archivo del propio sitio"),
            N_("Quítela de aliases: ahí no puede haber otra cosa."),
            address=alias,
            name=f"/{name}",
        )
    if owner := owners.owner(name) or _list(name, owners):
        return _taken(entry, alias, owner)
    if owner := owners.page_beside(name):
        return InvalidValue(
            N_("la dirección anterior {address} sería un archivo de la página {page}, de {other}"),
            N_("Quítela de aliases."),
            address=alias,
            page=owner.address,
            other=_whose(owner),
        )
    owners.add(name, AddressOwner(alias, entry, alias=True))
    return None


def _list(name: str, owners: FileOwners[AddressOwner]) -> AddressOwner | None:
    """The list of which a file would be a page, if it is one of the site's."""
    name = disk_name(name)
    address = list_of(f"/{name.removesuffix('index.html')}")
    owner = owners.files.get(save_as(address)) if address != f"/{name}" else None
    if owner is None or owner.alias:
        return None
    return owner if owner.entry is None or owner.entry.document.folder == "campaigns" else None


def _taken(entry: SourceDocument, alias: str, owner: AddressOwner) -> InvalidValue:
    """That the file of an alias is somebody's, or in the way of somebody's."""
    said = {"address": alias, "page": owner.address, "other": _whose(owner)}
    if disk_name(save_as(alias)) != disk_name(save_as(owner.address)):
        return InvalidValue(
            N_(
                "la dirección anterior {address} no cabe junto a {page}, de {other}: "
                "una es archivo y la otra, carpeta del mismo nombre"
            ),
            N_("Deje una sola de las dos."),
            **said,
        )
    if not owner.alias and owner.entry is entry:
        return InvalidValue(
            N_("la dirección anterior {address} es la de esta misma página, {page}"),
            N_("Quítela de aliases: no hace falta."),
            **said,
        )
    if not owner.alias:
        return InvalidValue(
            N_("la dirección anterior {address} es la de otra página, {page}, de {other}"),
            N_("Quítela de aliases: quien llegara ahí ya no vería esa página."),
            **said,
        )
    if alias != owner.address:
        return InvalidValue(
            N_("la dirección anterior {address} es el mismo archivo que {page}, de {other}"),
            N_("Deje una sola de las dos."),
            **said,
        )
    return InvalidValue(
        N_("la dirección anterior {address} ya es de {other}"),
        N_("Déjela en un solo lugar."),
        **said,
    )


def _whose(owner: AddressOwner) -> str:
    return owner.entry.file if owner.entry else N_("este sitio")

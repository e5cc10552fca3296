"""The rules that hold between files: identity, addresses, folios, and what points to what."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pregonero.bulletin import Bulletin, Campaign, Document
from pregonero.document import Entry
from pregonero.links import Link, Target, resolve
from pregonero.newsroom import Newsroom
from pregonero.problem import Problem, Wrong, unknown
from pregonero.words import N_

#: First parts of addresses that the site itself uses; no page may take one.
RESERVED = frozenset(
    {
        "temas",
        "campanas",
        "archivo",
        "agenda",
        "prensa",
        "buscar",
        "suscribirse",
        "accesibilidad",
        "feeds",
        "media",
        "theme",
        "data",
        "index",
        "404",
    }
)


def together(
    entries: Mapping[str, Entry], media: Mapping[str, Path], newsroom: Newsroom
) -> Iterator[Problem]:
    """Every problem that only shows when all files are known. Linear in entries and links."""
    yield from _once(entries)
    yield from _folios(entries, newsroom)
    campaigns = {e.document.slug for e in entries.values() if isinstance(e.document, Campaign)}
    by_id = {e.document.id: e.document for e in entries.values() if e.document.id}
    addresses = {e.document.address: e.document for e in entries.values()}
    for entry in entries.values():
        document = entry.document
        if (
            document.address.split("/")[1] in RESERVED | newsroom.types.keys()
            and document.address.count("/") == 2
        ):
            yield entry.problem(
                Wrong(
                    N_("la dirección {address} es del propio sitio"),
                    N_("Elija otro slug."),
                    address=document.address,
                ),
                "slug",
            )
        if isinstance(document, Bulletin):
            if document.campaign and document.campaign not in campaigns:
                yield entry.problem(
                    unknown(document.campaign, campaigns, N_("la campaña «{value}» no existe")),
                    "campaign",
                )
            if document.translation_of:
                yield from _translation(entry, document, by_id)
        for index, photo in enumerate(document.photos):
            if photo.file not in media:
                yield entry.problem(
                    unknown(photo.file, media, N_("no existe la foto content/media/{value}"))
                    if media
                    else _absent(photo.file),
                    "photos",
                    index,
                    "file",
                )
        yield from _attachments(entry, document, media)
        for link in entry.links:
            yield from _link(entry, link, entries, addresses, media)


def _once(entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Ids and addresses that two files claim: told of the second, in the order of paths."""
    ids: dict[object, Entry] = {}
    addresses: dict[str, Entry] = {}
    for entry in entries.values():
        document = entry.document
        if document.id is not None:
            first = ids.setdefault(document.id, entry)
            if first is not entry:
                yield entry.problem(
                    Wrong(
                        N_("el identificador ya es de {other}"),
                        N_("Si copió el archivo, cree este con «python cli.py nuevo»."),
                        other=first.file,
                    ),
                    "id",
                )
        first = addresses.setdefault(document.address, entry)
        if first is not entry:
            yield entry.problem(
                Wrong(
                    N_("la dirección {address} ya es de {other}"),
                    N_("Cambie el slug de uno."),
                    address=document.address,
                    other=first.file,
                ),
                "slug",
            )


def _folios(entries: Mapping[str, Entry], newsroom: Newsroom) -> Iterator[Problem]:
    """Folios used twice are errors; numbers skipped in a year's sequence, warnings."""
    taken: dict[int, dict[int, Entry]] = {}
    for entry in entries.values():
        document = entry.document
        if not isinstance(document, Bulletin) or document.folio is None:
            continue
        first = taken.setdefault(document.year, {}).setdefault(document.folio, entry)
        if first is not entry:
            yield entry.problem(
                Wrong(
                    N_("el folio {folio} ya es de {other}"),
                    N_("Escriba el siguiente de la serie."),
                    folio=newsroom.folio(document.folio, document.year),
                    other=first.file,
                ),
                "folio",
            )
    for year, folios in taken.items():
        previous = 0
        for number in sorted(folios):
            if number > previous + 1:
                gap = (
                    f"{previous + 1}" if number == previous + 2 else f"{previous + 1}–{number - 1}"
                )
                yield folios[number].problem(
                    Wrong(
                        N_("en la serie de {year} falta el folio {gap}"),
                        N_("Si ese boletín existe en papel, súbalo; si no, corrija el número."),
                        year=year,
                        gap=gap,
                    ),
                    "folio",
                    warning=True,
                )
            previous = number


def _translation(
    entry: Entry, document: Bulletin, by_id: Mapping[object, Document]
) -> Iterator[Problem]:
    original = by_id.get(document.translation_of)
    if original is None or original is document:
        yield entry.problem(
            Wrong(N_("no existe el boletín que se traduce"), N_("Copie el id del original.")),
            "translation_of",
        )
    elif not isinstance(original, Bulletin) or original.translation_of:
        yield entry.problem(
            Wrong(
                N_("el original es a su vez una traducción"),
                N_("Escriba el id del primer original."),
            ),
            "translation_of",
        )
    elif not document.translator and not document.easy_read:
        yield entry.problem(
            Wrong(N_("la traducción no dice quién la hizo"), N_("Añada translator con su nombre.")),
            "translator",
            warning=True,
        )


def _absent(file: str) -> Wrong:
    return Wrong(
        N_("no existe el archivo content/media/{value}"),
        N_("Cópielo ahí o corrija el nombre."),
        value=file,
    )


def _attachments(entry: Entry, document: Document, media: Mapping[str, Path]) -> Iterator[Problem]:
    for name in ("audio", "video"):
        for index, recording in enumerate(getattr(document, name, ())):
            for key in ("file", "transcript", "captions"):
                file = getattr(recording, key)
                if file and file not in media:
                    yield entry.problem(_absent(file), name, index, key)


def _link(
    entry: Entry,
    link: Link,
    entries: Mapping[str, Entry],
    addresses: Mapping[str, Document],
    media: Mapping[str, Path],
) -> Iterator[Problem]:
    try:
        target = resolve(link.target, entry.document.path)
    except Wrong as wrong:
        yield entry.body_problem(wrong, link.line)
        return
    if link.image:
        yield from _image(entry, link, target)
    elif target.kind == "document" and target.where not in entries:
        yield entry.body_problem(
            Wrong(
                N_("el enlace lleva a content/{value}, que no existe o no se puede leer"),
                N_("Corrija la ruta o quite el enlace."),
                value=target.where,
            ),
            link.line,
        )
    elif target.kind == "media" and target.where not in media:
        yield entry.body_problem(
            Wrong(
                N_("el enlace lleva a «{value}», que no existe"),
                N_(
                    "Si es otro sitio, escriba https:// delante; si es un archivo, cópielo a "
                    "content/media/."
                ),
                value=link.target,
            ),
            link.line,
        )
    elif target.kind == "address" and not _answers(target.where, addresses):
        yield entry.body_problem(
            Wrong(
                N_("la dirección {value} no existe en este sitio"),
                N_("Enlace el archivo del boletín: [texto](archivo.md)."),
                value=target.where,
            ),
            link.line,
        )
    destination = _destination(target, entries, addresses)
    if destination is not None:
        yield from _early(entry, link, destination)


def _destination(
    target: Target, entries: Mapping[str, Entry], addresses: Mapping[str, Document]
) -> Document | None:
    if target.kind == "document" and target.where in entries:
        return entries[target.where].document
    return addresses.get(_slashed(target.where)) if target.kind == "address" else None


def _slashed(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"


def _answers(address: str, addresses: Mapping[str, Document]) -> bool:
    first = address.strip("/").partition("/")[0]
    return address == "/" or _slashed(address) in addresses or first in RESERVED


def _early(entry: Entry, link: Link, destination: Document) -> Iterator[Problem]:
    """A link that would name, in public, what is not public yet or never will be."""
    source = entry.document
    if source.status != "approved":
        return
    if destination.status == "draft":
        yield entry.body_problem(
            Wrong(
                N_("el enlace lleva a {path}, que es un borrador"),
                N_("Apruébelo o quite el enlace: su dirección lo anunciaría."),
                path=f"content/{destination.path}",
            ),
            link.line,
        )
    elif isinstance(destination, Bulletin):
        opens = destination.published
        since = source.published if isinstance(source, Bulletin) else None
        if since is not None and since < opens:
            yield entry.body_problem(
                Wrong(
                    N_("el enlace lleva a {path}, que no será público hasta {moment}"),
                    N_("Quite el enlace o publique después."),
                    path=f"content/{destination.path}",
                    moment=opens.isoformat(" ", "minutes"),
                ),
                link.line,
            )


def _image(entry: Entry, link: Link, target: Target) -> Iterator[Problem]:
    if target.kind in ("external", "forbidden"):
        yield entry.body_problem(
            Wrong(
                N_("la imagen {value} está en otro sitio"),
                N_("Cópiela a content/media/, declárela en photos y escriba su nombre aquí."),
                value=link.target,
            ),
            link.line,
        )
    elif target.where not in {photo.file for photo in entry.document.photos}:
        yield entry.body_problem(
            Wrong(
                N_("la imagen {value} no está en photos"),
                N_("Añádala a photos con alt, caption y credit; aquí basta ![](nombre)."),
                value=link.target,
            ),
            link.line,
        )

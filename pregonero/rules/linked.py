"""The rules for links and images: each leads somewhere, and not too early."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pregonero.attachments import ATTACHMENTS, media_type
from pregonero.bulletin import Bulletin, Document
from pregonero.entry import Entry
from pregonero.links import Link, Target, resolve
from pregonero.problem import Problem, Wrong
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


def link(
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
    elif target.kind == "forbidden":
        yield entry.body_problem(
            Wrong(
                N_("el enlace «{value}» no se admite y se quitará"),
                N_("Enlace una página con https://, un correo con mailto: o un teléfono con tel:."),
                value=link.target,
            ),
            link.line,
            warning=True,
        )
    elif target.kind == "document" and target.where not in entries:
        yield entry.body_problem(
            Wrong(
                N_("el enlace lleva a content/{value}, que no existe o no se puede leer"),
                N_("Corrija la ruta o quite el enlace."),
                value=target.where,
            ),
            link.line,
        )
    elif target.kind == "media" and target.where in media:
        yield from _file(entry, link, target)
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


def _file(entry: Entry, link: Link, target: Target) -> Iterator[Problem]:
    """A linked file is a photograph of this text, or of a kind that is published as it is."""
    declared = target.where in {photo.file for photo in entry.document.photos}
    if not declared and not media_type(target.where):
        yield entry.body_problem(
            Wrong(
                N_("el archivo {value} no se puede publicar desde un enlace"),
                N_("Si es una foto, declárela en photos; si no, guárdelo como {known}."),
                value=link.target,
                known=sorted(ATTACHMENTS),
            ),
            link.line,
        )


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

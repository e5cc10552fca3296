"""The rules for links and images: each leads somewhere, and not too early."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.markdown.links import LinkTarget, TextLink, resolve
from pregonero.media_types import ATTACHMENTS, media_type
from pregonero.newsroom.urls import list_of


@dataclass(frozen=True)
class Known:
    """What a link may lead to: records by path and by address, the site's own addresses, media.

    `home` is the site's address, without its last slash; `apart` is `links.composed` of the paths
    of records.
    """

    home: str
    entries: Mapping[str, SourceDocument]
    addresses: Mapping[str, Document]
    standing: frozenset[str]
    media: Mapping[str, Path]
    apart: Mapping[str, str]

    def answers(self, address: str) -> bool:
        slashed = _slashed(address)
        return (
            address in self.standing
            or slashed in self.addresses
            or list_of(slashed) in self.standing
        )

    def document(self, target: LinkTarget) -> Document | None:
        """The record that a link leads to."""
        if target.kind == "document":
            entry = self.entries.get(self.apart.get(target.where, target.where))
            return entry.document if entry else None
        return self.addresses.get(_slashed(target.where)) if target.kind == "address" else None


def link(
    entry: SourceDocument, link: TextLink, known: Known, *, timely: bool = True
) -> Iterator[Problem]:
    """Everything wrong with one link or image of a record's text; not `timely` for one of which
    nobody knows when it is published."""
    try:
        target = resolve(link.target, entry.document.path, known.home)
    except InvalidValue as wrong:
        yield entry.body_problem(wrong, link.line)
        return
    if target.kind == "forbidden" and not link.image:
        taken_out = InvalidValue(
            N_("el enlace «{value}» no se admite y se quitará"),
            N_("Enlace una página con https://, un correo con mailto: o un teléfono con tel:."),
            value=link.target,
        )
        yield entry.body_problem(taken_out, link.line, warning=True)
    declared = target.where in {photo.file for photo in entry.document.photos}
    for fault in (_image if link.image else _faults)(link, target, known, declared):
        yield entry.body_problem(fault, link.line)
    destination = known.document(target) if timely else None
    if destination is not None and early(entry.document, destination):
        yield entry.body_problem(_early(destination), link.line)


def _faults(
    link: TextLink, target: LinkTarget, known: Known, declared: bool
) -> Iterator[InvalidValue]:
    """A link that leads nowhere, or to a file that is neither one of the text's own photographs
    (`declared`) nor of a kind that is published as it is."""
    if target.kind == "document" and known.document(target) is None:
        yield InvalidValue(
            N_("el enlace lleva a content/{value}, que no existe o no se puede leer"),
            N_("Corrija la ruta o quite el enlace."),
            value=target.where,
        )
    elif target.kind == "media" and target.where not in known.media:
        yield InvalidValue(
            N_("el enlace lleva a «{value}», que no existe"),
            N_(
                "Si es otro sitio, escriba https:// delante; si es un archivo, cópielo a "
                "content/media/."
            ),
            value=link.target,
        )
    elif target.kind == "media" and not declared and not media_type(target.where):
        yield InvalidValue(
            N_("el archivo {value} no se puede publicar desde un enlace"),
            N_("Si es una foto, declárela en photos; si no, guárdelo como {known}."),
            value=link.target,
            known=sorted(ATTACHMENTS),
        )
    elif target.kind == "address" and not known.answers(target.where):
        yield InvalidValue(
            N_("la dirección {value} no existe en este sitio"),
            N_("Enlace el archivo del boletín: [texto](archivo.md)."),
            value=target.where,
        )


def _image(
    link: TextLink, target: LinkTarget, known: Known, declared: bool
) -> Iterator[InvalidValue]:
    """An image of another site, or one that the text has not declared."""
    if target.kind in ("external", "forbidden"):
        yield InvalidValue(
            N_("la imagen {value} está en otro sitio"),
            N_("Cópiela a content/media/, declárela en photos y escriba su nombre aquí."),
            value=link.target,
        )
    elif not declared:
        yield InvalidValue(
            N_("la imagen {value} no está en photos"),
            N_("Añádala a photos con alt, caption y credit; aquí basta ![](nombre)."),
            value=link.target,
        )


def _slashed(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"


def early(source: Document, destination: Document) -> bool:
    """Whether a link would at some moment name, in public, what is not public yet."""
    if source.status != "approved":
        return False
    if destination.status == "draft":
        return True
    if not isinstance(source, Bulletin) or not isinstance(destination, Bulletin):
        return False
    return source.published < destination.published


def _early(destination: Document) -> InvalidValue:
    """Why a link that is `early` may not stand."""
    if destination.status == "draft" or not isinstance(destination, Bulletin):
        return InvalidValue(
            N_("el enlace lleva a {path}, que es un borrador"),
            N_("Apruébelo o quite el enlace: su dirección lo anunciaría."),
            path=f"content/{destination.path}",
        )
    return InvalidValue(
        N_("el enlace lleva a {path}, que no será público hasta {moment}"),
        N_("Quite el enlace o publique después."),
        path=f"content/{destination.path}",
        moment=destination.published.isoformat(" ", "minutes"),
    )

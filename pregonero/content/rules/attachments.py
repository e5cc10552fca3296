"""The rule for the files of recordings: each is there, and a browser can use it as what it is."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pregonero.content.model.bulletin import Bulletin
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.media_types import ATTACHMENTS, media_type

_PROSE = tuple(ATTACHMENTS[end] for end in ("docx", "odt"))
#: What each file of a recording may be, by the start of its media type.
_KINDS = {
    "file": ("audio/", "video/"),
    "sign_language": ("video/",),
    "captions": ("text/vtt",),
    "transcript": ("text/plain", "text/vtt", "application/pdf", *_PROSE),
}


def absent(file: str) -> InvalidValue:
    return InvalidValue(
        N_("no existe el archivo content/media/{value}"),
        N_("Cópielo ahí o corrija el nombre."),
        value=file,
    )


def attached(
    entry: SourceDocument, bulletin: Bulletin, media: Mapping[str, Path]
) -> Iterator[Problem]:
    """Everything wrong with the files of a bulletin's recordings but what is inside them."""
    for place, file in bulletin.attached():
        if file not in media:
            yield entry.problem(absent(file), *place)
        elif not (media_type(file) or "").startswith(_KINDS[str(place[-1])]):
            yield entry.problem(_of_another_kind(str(place[-1]), file), *place)


def _of_another_kind(key: str, file: str) -> InvalidValue:
    known = [end for end, kind in ATTACHMENTS.items() if kind.startswith(_KINDS[key])]
    if key == "captions":
        return InvalidValue(
            N_("los subtítulos {value} no son un archivo .vtt"),
            N_("Guárdelos como WebVTT: casi todo programa de subtítulos lo ofrece."),
            value=file,
        )
    if key == "transcript":
        return InvalidValue(
            N_("la transcripción {value} no es un texto"),
            N_("Guárdela como uno de estos, mejor el primero: {known}."),
            value=file,
            known=known,
        )
    return InvalidValue(
        N_("ningún navegador reproduce con seguridad {value}"),
        N_("Conviértalo a uno de estos: {known}."),
        value=file,
        known=known,
    )

"""The rules that need no other file, not even newsroom.toml."""

import posixpath
import re
from collections.abc import Iterator

from pregonero import invisible_characters
from pregonero.content.model.bulletin import Bulletin, Campaign, Question
from pregonero.content.model.groups import Photo
from pregonero.content.rules import locations
from pregonero.content.rules.answering import asked
from pregonero.content.rules.clarifications import claimed
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.invisible_characters import FORBIDDEN, all_seen, references, refusal
from pregonero.markdown import cleanup
from pregonero.markdown.bounds import Excess
from pregonero.markdown.links import without_code
from pregonero.markdown.misreadings import changes
from pregonero.newsroom import fields
from pregonero.slug import slugify

DATED_STEM = re.compile(r"(\d{4}-\d\d-\d\d)-")
_FILE_NAME_ALT = re.compile(
    r"[\w-]+\.(jpe?g|png|webp|gif|avif)|(img|dsc|image|foto|wa)[-_ ]?\d+.*", re.IGNORECASE
)
_BOILERPLATE = {
    "imagen",
    "image",
    "foto",
    "fotografia",
    "photo",
    "picture",
    "img",
    "sin-texto",
    "imagen-destacada",
    "imagen-del-evento",
    "foto-del-evento",
    "fotografia-del-evento",
    "imagen-de-portada",
    "portada",
    "banner",
    "logo",
    "galeria",
    "texto-alternativo",
    "alt",
    "descripcion",
    "descripcion-de-la-imagen",
    "descripcion-de-la-foto",
}


def text(file: str, body: str, first: int, too_much: Excess | None = None) -> Iterator[Problem]:
    """What is wrong with a text, whatever its header holds. `first` is its line in the file; of one
    that costs `too_much` nothing else is told."""
    seen = all_seen(body)
    if not seen and (bad := fields.CONTROL.search(body)):
        yield InvalidValue(
            N_("hay un carácter de control invisible ({code})"),
            N_("Borre la frase y escríbala de nuevo a mano."),
            code=f"U+{ord(bad[0]):04X}",
        ).at(file, first + body.count("\n", 0, bad.start()), N_("texto"))
    if not seen:
        for line, wrong in invisible_characters.refusals(body):
            yield wrong.at(file, first + line - 1, N_("texto"))
    for at, typed, character in references(without_code(body)) if "&" in body else ():
        line = first + body.count("\n", 0, at)
        if FORBIDDEN.match(character):
            yield refusal(character).at(file, line, N_("texto"))
        else:
            silent = InvalidValue(
                N_("«{value}» es un carácter que no se ve"),
                N_("Se publica sin él. Bórrelo."),
                value=typed,
            )
            yield silent.at(file, line, N_("texto"), "warning")
    if too_much:
        yield too_much.wrong.at(file, first + too_much.line - 1, N_("texto"))
        return
    for fault in changes(body):
        yield fault.wrong.at(file, first + fault.line - 1, N_("texto"), fault.severity)
    for line, wrong in cleanup.in_text(body, seen=seen):
        yield wrong.at(file, first + line - 1, N_("texto"), "warning")


def alone(entry: SourceDocument) -> Iterator[Problem]:
    """Everything wrong with a record by itself, whatever its institution."""
    document = entry.document
    for wrong in cleanup.in_line(document.title):
        yield entry.problem(wrong, "title", warning=True)
    if document.summary:
        for wrong in cleanup.in_line(document.summary):
            yield entry.problem(wrong, "summary", warning=True)
    for index, photo in enumerate(document.photos):
        yield from _photo(entry, photo, index)
    if isinstance(document, Campaign):
        yield from locations.rows(entry, document)
    if isinstance(document, Bulletin):
        for index, line in enumerate(document.deck):
            for wrong in cleanup.in_line(line):
                yield entry.problem(wrong, "deck", index, warning=True)
        if (
            document.status != "draft"
            and not document.text
            and not document.event
            and not document.call
        ):
            yield entry.problem(
                InvalidValue(
                    N_("el boletín no tiene texto"), N_("Escríbalo debajo del segundo ---.")
                ),
                warning=True,
            )
        if document.call and document.call.deadline < document.published:
            yield entry.problem(
                InvalidValue(
                    N_("la convocatoria cierra antes de publicarse"),
                    N_("Revise deadline, o la fecha del boletín."),
                ),
                "call",
                "deadline",
            )
        yield from _midnights(entry, document)
        if document.claim:
            yield from claimed(entry, document, document.claim)
        yield from _dates_elsewhere(entry, document)
    elif isinstance(document, Question):
        yield from asked(entry, document)


def _midnights(entry: SourceDocument, bulletin: Bulletin) -> Iterator[Problem]:
    """Terms that end as their day begins, when most who write so mean its end."""
    for place, group in (((), bulletin), (("call",), bulletin.call)):
        for name in ("expires", "deadline"):
            if group and name in group.at_midnight:
                yield entry.problem(
                    InvalidValue(
                        N_("el plazo termina al empezar el día {day}"),
                        N_("Si vale todo ese día, escriba solo la fecha: {day}"),
                        day=getattr(group, name).date().isoformat(),
                    ),
                    *place,
                    name,
                    warning=True,
                )


def _dates_elsewhere(entry: SourceDocument, bulletin: Bulletin) -> Iterator[Problem]:
    """A file's name and folder that say another date than its header."""
    day = bulletin.date.date().isoformat()
    stem = DATED_STEM.match(posixpath.basename(bulletin.path))
    folder = bulletin.path.split("/")[1]
    if stem and stem[1] != day:
        yield entry.problem(
            InvalidValue(
                N_("la fecha {date} no coincide con el nombre del archivo, {name}"),
                N_("Corrija la que esté mal."),
                date=day,
                name=stem[1],
            ),
            "date",
            warning=True,
        )
    elif folder.isdecimal() and folder != day[:4]:
        yield entry.problem(
            InvalidValue(
                N_("la fecha {date} no coincide con la carpeta {name}"),
                N_("Corrija la fecha o mueva el archivo."),
                date=day,
                name=folder,
            ),
            "date",
            warning=True,
        )


def _photo(entry: SourceDocument, photo: Photo, index: int) -> Iterator[Problem]:
    if not photo.alt:
        yield entry.problem(
            InvalidValue(
                N_("la foto {file} no tiene texto alternativo"),
                N_("Describa en una frase lo que se ve, para quien no puede verla."),
                file=photo.file,
            ),
            "photos",
            index,
            "alt",
        )
    elif boilerplate(photo.alt, photo.file) or slugify(photo.alt) == slugify(entry.document.title):
        yield entry.problem(
            InvalidValue(
                N_("el texto alternativo «{value}» no describe la foto"),
                N_("Diga en una frase quién o qué se ve y qué ocurre."),
                value=photo.alt,
            ),
            "photos",
            index,
            "alt",
        )
    elif any(photo.alt == other.alt for other in entry.document.photos[:index]):
        yield entry.problem(
            InvalidValue(
                N_("dos fotos tienen el mismo texto alternativo"), N_("Describa cada una.")
            ),
            "photos",
            index,
            "alt",
        )
    if photo.minors and not photo.consent:
        yield entry.problem(
            InvalidValue(
                N_("en la foto {file} aparecen menores y no hay consentimiento registrado"),
                N_("Añada consent con el número del documento de consentimiento, o quite la foto."),
                file=photo.file,
            ),
            "photos",
            index,
            "consent",
        )
    if not photo.credit:
        yield entry.problem(
            InvalidValue(
                N_("la foto {file} no tiene crédito"),
                N_("Añada credit con quien la tomó."),
                file=photo.file,
            ),
            "photos",
            index,
            warning=True,
        )


def boilerplate(alt: str, file: str = "") -> bool:
    """Whether a text alternative says nothing: a file name, or a word such as "imagen"."""
    slug = slugify(alt)
    return (
        slug in _BOILERPLATE
        or len(slug) < 4
        or bool(_FILE_NAME_ALT.fullmatch(alt.strip()))
        or (bool(file) and slug == slugify(posixpath.basename(file).rpartition(".")[0]))
    )

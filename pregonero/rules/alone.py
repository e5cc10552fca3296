"""The rules that need no other file."""

import posixpath
import re
from collections.abc import Iterator, Mapping

from pregonero import debris, fields
from pregonero.bulletin import Bulletin, Campaign, Photo
from pregonero.entry import Entry
from pregonero.newsroom import Newsroom
from pregonero.problem import Problem, Wrong, unknown
from pregonero.slug import slugify
from pregonero.words import N_

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


def text(file: str, body: str, first: int) -> Iterator[Problem]:
    """What is wrong with a text, whatever its header holds. `first` is its line in the file."""
    if bad := fields.CONTROL.search(body):
        yield Wrong(
            N_("hay un carácter de control invisible ({code})"),
            N_("Borre la frase y escríbala de nuevo a mano."),
            code=f"U+{ord(bad[0]):04X}",
        ).at(file, first + body.count("\n", 0, bad.start()), N_("texto"))
    for line, wrong in debris.in_text(body):
        yield wrong.at(file, first + line - 1, N_("texto"), "warning")


def alone(entry: Entry, newsroom: Newsroom) -> Iterator[Problem]:
    """Everything wrong with a record by itself."""
    document = entry.document
    for wrong in debris.in_line(document.title, headline=True):
        yield entry.problem(wrong, "title", warning=True)
    if document.summary:
        for wrong in debris.in_line(document.summary):
            yield entry.problem(wrong, "summary", warning=True)
    if document.lang and document.lang not in newsroom.languages:
        yield entry.problem(
            unknown(document.lang, newsroom.languages, N_("el idioma «{value}» no está declarado")),
            "lang",
        )
    for index, photo in enumerate(document.photos):
        yield from _photo(entry, photo, index)
    if isinstance(document, Campaign) and document.topic:
        yield from _declared(entry, "topic", document.topic, newsroom.topics)
    if isinstance(document, Bulletin):
        yield from _bulletin(entry, document, newsroom)


def _declared(entry: Entry, key: str, value: str, known: Mapping[str, object]) -> Iterator[Problem]:
    messages = {
        "topic": N_("el tema «{value}» no existe"),
        "type": N_("el tipo «{value}» no existe"),
        "contacts": N_("el contacto «{value}» no existe"),
    }
    if value not in known:
        yield entry.problem(unknown(value, known, messages[key]), key)


def _bulletin(entry: Entry, bulletin: Bulletin, newsroom: Newsroom) -> Iterator[Problem]:
    for index, line in enumerate(bulletin.deck):
        for wrong in debris.in_line(line):
            yield entry.problem(wrong, "deck", index, warning=True)
    if bulletin.topic:
        yield from _declared(entry, "topic", bulletin.topic, newsroom.topics)
    for contact in bulletin.contacts or ():
        yield from _declared(entry, "contacts", contact, newsroom.press_contacts)
    if bulletin.type not in newsroom.types:
        yield from _declared(entry, "type", bulletin.type, newsroom.types)
        return
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
    if (
        bulletin.status != "draft"
        and not bulletin.body.strip()
        and not bulletin.event
        and not bulletin.call
    ):
        yield entry.problem(
            Wrong(N_("el boletín no tiene texto"), N_("Escríbalo debajo del segundo ---.")),
            warning=True,
        )
    yield from _dates_elsewhere(entry, bulletin)


def _dates_elsewhere(entry: Entry, bulletin: Bulletin) -> Iterator[Problem]:
    """A file's name and folder that say another date than its header."""
    day = bulletin.date.date().isoformat()
    stem = DATED_STEM.match(posixpath.basename(bulletin.path))
    folder = bulletin.path.split("/")[1]
    if stem and stem[1] != day:
        yield entry.problem(
            Wrong(
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
            Wrong(
                N_("la fecha {date} no coincide con la carpeta {name}"),
                N_("Corrija la fecha o mueva el archivo."),
                date=day,
                name=folder,
            ),
            "date",
            warning=True,
        )


def _photo(entry: Entry, photo: Photo, index: int) -> Iterator[Problem]:
    if not photo.alt:
        yield entry.problem(
            Wrong(
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
            Wrong(
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
            Wrong(N_("dos fotos tienen el mismo texto alternativo"), N_("Describa cada una.")),
            "photos",
            index,
            "alt",
        )
    if photo.minors and not photo.consent:
        yield entry.problem(
            Wrong(
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
            Wrong(
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

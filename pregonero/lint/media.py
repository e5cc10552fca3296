"""What the media need to use a text: somebody to call, something to show."""

from collections.abc import Iterator

from pregonero.content.model.bulletin import Bulletin
from pregonero.i18n import N_
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule


def _for_press(sheet: LintContext) -> bool:
    """Whether it is a text meant for the media: a bulletin of a type that has a folio."""
    document = sheet.document
    return isinstance(document, Bulletin) and document.type in sheet.house.press


def _unreachable(sheet: LintContext) -> Iterator[Match]:
    contacts = getattr(sheet.document, "contacts", None)
    reachable = set(sheet.house.contacts)
    if _for_press(sheet) and reachable.isdisjoint(reachable if contacts is None else contacts):
        yield sheet.told("contacts")


def _unseen(sheet: LintContext) -> Iterator[Match]:
    if _for_press(sheet) and not sheet.document.photos:
        yield sheet.told("photos")


def _unheard(sheet: LintContext) -> Iterator[Match]:
    live = sheet.document.live if isinstance(sheet.document, Bulletin) else None
    if live:
        for key, words in (
            ("sign_language", N_("interpretación en lengua de señas")),
            ("captions", N_("subtítulos")),
        ):
            if getattr(live, key) is None:
                yield sheet.told("live", key, reason=words)


RULES = (
    Rule(
        "sin-contacto",
        N_("Un medio que no sabe a quién llamar publica menos, o pregunta a otra persona."),
        N_("los medios no tienen a quién llamar"),
        N_("Escriba en contacts un contacto de newsroom.toml con teléfono o correo."),
        wrong="type: comunicado\nfolio: 1\ncontacts: []",
        right="type: comunicado\nfolio: 1\ncontacts: [guardia]",
        find=_unreachable,
        spanish=False,
        header=True,
    ),
    Rule(
        "sin-foto",
        N_("Un boletín con una foto, su pie y su crédito se publica más."),
        N_("no hay una foto que los medios puedan usar"),
        N_("Añada photos con file, alt, caption y credit."),
        wrong="type: comunicado\nfolio: 1",
        right="photos:\n  - file: sala.jpg\n    alt: Dos mujeres leen junto a la ventana.\n"
        "    credit: Oficina de Prensa",
        find=_unseen,
        level="off",
        spanish=False,
        header=True,
    ),
    Rule(
        "en-vivo-accesible",
        N_("Quien no oye necesita saber antes si podrá seguir la transmisión."),
        N_("no se sabe si habrá {reason} en la transmisión"),
        N_("Escriba en live sign_language y captions: sí o no."),
        wrong="live:\n  url: https://video.example/v\n  title: Sesión\n  starts: 2026-12-01 10:00",
        right="live:\n  url: https://video.example/v\n  title: Sesión\n  starts: 2026-12-01 10:00\n"
        "  sign_language: sí\n  captions: no",
        find=_unheard,
        spanish=False,
        header=True,
    ),
)

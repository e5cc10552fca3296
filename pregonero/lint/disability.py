"""Words for disability that put the person first (Convention on the Rights of Persons with
Disabilities, 2006): suggestions, never errors."""

import re
from collections.abc import Iterator

from pregonero.i18n import N_
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule

_INTELLECTUAL = "persona con discapacidad intelectual"
_MOTOR = "personas con discapacidad motriz"
_BLIND = "persona ciega, persona con discapacidad visual"
_TERMS = {
    r"(?:personas?\s+|l[oa]s\s+|un[oa]?\s+|el\s+|la\s+)?discapacitad[oa]s?": (
        "personas con discapacidad"
    ),
    r"(?:l[oa]s\s+|un[oa]?\s+|el\s+)?minusv[áa]lid[oa]s?": _MOTOR,
    r"(?:los|las|un|una|para|a)\s+inv[áa]lid[oa]s?": _MOTOR,
    r"capacidades\s+(?:diferentes|especiales|distintas)": "con discapacidad",
    r"(?:personas|niños|niñas|jóvenes|alumnos)\s+especiales": "personas con discapacidad",
    r"(?:l[oa]s\s+|un[oa]?\s+|el\s+|la\s+)?sordomud[oa]s?": "persona sorda",
    r"(?:l[oa]s\s+|un[oa]?\s+|de\s+)?(?:lisiad|tullid)[oa]s?": _MOTOR,
    r"mong[óo]lic[oa]s?": "persona con síndrome de Down",
    r"(?:retrasad[oa]s?|deficientes?|débil(?:es)?)\s+mental(?:es)?": _INTELLECTUAL,
    r"enferm[oa]s?\s+mental(?:es)?|loqu?it[oa]s?": "persona con discapacidad psicosocial",
    r"(?:l[oa]s\s+|un[oa]?\s+|el\s+|la\s+)?invidentes?": _BLIND,
    r"(?:los|las|un|una)\s+cieg[oa]s?": _BLIND,
    r"(?:los|las)\s+(?:autistas|paralíticos|enanos)": (
        "personas con autismo, con discapacidad, de talla baja"
    ),
    r"(?:confinad|postrad|atad|relegad)[oa]s?\s+a\s+(?:una|la|su)\s+silla\s+de\s+ruedas": (
        "persona usuaria de silla de ruedas"
    ),
    r"(?:sufr\w+(?:\s+de)?|padec\w+(?:\s+de)?|aquejad[oa]s?\s+(?:de|por)|víctimas?\s+de)\s+"
    r"(?:un\s+|una\s+)?(?:autismo|síndrome\s+de\s+down|parálisis\s+cerebral|discapacidad|"
    r"sordera|ceguera)": "tiene, vive con",
    r"lenguaje\s+de\s+(?:señas|signos)": "Lengua de Señas Mexicana",
}
_ANY = re.compile(
    "|".join(f"(?P<t{n}>\\b(?:{pattern})\\b)" for n, pattern in enumerate(_TERMS)), re.IGNORECASE
)
#: One of these is in whatever those find.
_STEMS = (
    *("discapaci", "minusv", "inválid", "invalid", "capacidades", "especiales", "sordo", "lisiad"),
    *("tullid", "mong", "mental", "loqu", "locit", "invident", "cieg", "autis", "paral", "enano"),
    *("silla", "down", "sordera", "ceguera", "lenguaje"),
)
_INSTEAD = list(_TERMS.values())


def _terms(sheet: LintContext) -> Iterator[Match]:
    whole = sheet.whole.lower()
    for passage in sheet.passages if any(stem in whole for stem in _STEMS) else ():
        small = passage.text.lower()
        if not any(stem in small for stem in _STEMS):
            continue
        for found in _ANY.finditer(passage.text):
            instead = _INSTEAD[int((found.lastgroup or "t0")[1:])]
            yield passage.found(found.start(), words=found[0], instead=instead)


RULES = (
    Rule(
        "discapacidad",
        N_("La persona va primero: la discapacidad es algo que tiene, no lo que es ni sufre."),
        N_("«{words}» pone la discapacidad antes que a la persona"),
        N_("Puede escribir: {instead}."),
        wrong="Se entregaron bastones a discapacitados de tres comunidades.",
        right="Se entregaron bastones a personas con discapacidad de tres comunidades.",
        find=_terms,
        most="warning",
    ),
)

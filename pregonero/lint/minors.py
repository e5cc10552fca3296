"""Names of minors under photographs marked so (Ley General de los Derechos de Niñas, Niños y
Adolescentes, articles 76 to 80): errors until a person decides."""

import re
from collections.abc import Iterator

from pregonero.bulletin import Document
from pregonero.lint.people import GIVEN
from pregonero.lint.prose import Found
from pregonero.lint.rule import Rule, Sheet
from pregonero.words import N_

_PART = r"[A-ZÁÉÍÓÚÜÑ][a-záéíóúüñ]+"
_NAME = re.compile(rf"(?<![\w.]){_PART}(?:\s+(?:(?:de|del|la|las|los|y)\s+){{0,3}}{_PART})*")
_PLACES = (
    r"escuela|primaria|secundaria|telesecundaria|preescolar|bachillerato|colegio|"
    r"jard[íi]n(?: de niños)?|instituto|universidad|biblioteca|parque|calle|avenida|plaza|barrio|"
    r"colonia|comunidad|museo|teatro|auditorio|unidad|centro|casa|hospital|cl[íi]nica|iglesia|"
    r"capilla|santuario|feria|d[íi]a|festival|torneo|copa|liga|club|programa|premio|campo|estadio|"
    r"mercado|municipio|ayuntamiento|grupo|generaci[óo]n|virgen|san|santa|santo|fray|sor|general|"
    r"presa|cerro|río|ejido"
)
_BETWEEN = (
    r"de|del|la|el|los|las|rural|federal|estatal|municipal|infantil|primaria|secundaria|técnica|"
    r"[A-ZÁÉÍÓÚ]\w+"
)
#: What before a name says that it is of a place, a school or a day.
_PLACE = re.compile(rf"\b(?i:{_PLACES})\b(?:\s+(?:{_BETWEEN}))*\s*[«“\"]?$")
_ADULTS = (
    r"maestr[oa]|profesora?|president[ea]|directora?|regidora?|s[íi]ndic[oa]|doctora?|secretari[oa]|"
    r"coordinadora?|titular|alcald(?:e|esa)|señora?|abuel[oa]|madre|padre|mamá|papá|instructora?|"
    r"entrenadora?|escritora?|poeta|cronista|bibliotecari[oa]|promotora?|enfermer[oa]|médic[oa]|don|"
    r"doña|autora?|música?|tallerista|cuentacuentos"
)
#: What before a name says that it is of somebody grown up.
_GROWN = re.compile(
    rf"(?i:\b(?:{_ADULTS})|\b(?:Dra?|Mtr[oa]|Lic|Ing|Profa?|Sra?|Arq)\.)"
    r"(?:\s+(?:de|municipal|del|la|[a-záéíóú]+))?\s*,?\s*$"
)


def _marked(document: Document, _: str) -> bool:
    return any(photo.minors for photo in document.photos)


def _names(sheet: Sheet) -> Iterator[Found]:
    for index, photo in enumerate(sheet.document.photos):
        for key in ("caption", "alt") if photo.minors else ():
            text = getattr(photo, key)
            for found in _NAME.finditer(text):
                words = found[0].split()
                given = next((word for word in words if word in GIVEN), None)
                if given is None:
                    continue
                start = text.index(given, found.start())
                before = text[:start]
                if not _PLACE.search(before) and not _GROWN.search(before):
                    name = text[start : found.end()]
                    yield sheet.told("photos", index, key, words=name)


RULES = (
    Rule(
        "nombre-de-menor",
        N_("El nombre junto a la cara permite encontrar a una niña, un niño o un adolescente."),
        N_("se nombra a {words} en una foto con menores"),
        N_("Diga qué hacen, no quiénes son; o registre la razón con un comentario."),
        wrong="photos:\n  - file: sala.jpg\n    alt: Dos niñas leen en una mesa.\n"
        "    caption: Sofía Hernández y Ximena Flores leen.\n    credit: Oficina de Prensa\n"
        "    minors: true\n    consent: CM-014/2026",
        right="photos:\n  - file: sala.jpg\n    alt: Dos niñas leen en una mesa.\n"
        "    caption: Taller de lectura en la biblioteca.\n    credit: Oficina de Prensa\n"
        "    minors: true\n    consent: CM-014/2026",
        find=_names,
        level="error",
        spanish=False,
        header=True,
        sign=_marked,
    ),
)

"""Minors in photographs (Ley General de los Derechos de Niñas, Niños y Adolescentes, articles 76 to
80): names under those marked so are errors until a person decides; one that seems to show some and
is not marked is told."""

import re
from collections.abc import Iterator

from pregonero.content.model.bulletin import Document
from pregonero.i18n import N_
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule
from pregonero.lint.wordlists import GIVEN

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
PLACE = re.compile(rf"\b(?i:{_PLACES})\b(?:\s+(?:{_BETWEEN}))*\s*[«“\"]?$")
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


#: Words for somebody under age. Pupils of a university are not.
_MINOR = re.compile(
    r"\b(?:niñ[ao]s?|niñez|infantes?|infancias?|menor(?:es)? de edad|beb[ée]s?|lactantes?|"
    r"reci[ée]n nacid[oa]s?|adolescentes?|alumn[oa]s?|alumnado|"
    r"estudiantes?(?= (?:de|del|de la|en) (?:\w+ )?"
    r"(?:preescolar|k[íi]nder|jard[íi]n|primaria|secundaria|telesecundaria))|"
    r"(?<=sus )hij[oa]s?|(?<=su )hij[oa]|chiquill[oa]s?|chiquitín(?:es)?|chamac[oa]s?|párvul[oa]s?|"
    r"quinceañer[oa]s?|(?:\A|(?<=los )|(?<=unos ))(?:pre)?escolares|"
    r"pequeñ[oa]s(?= (?:de|del) (?:k[íi]nder|preescolar|jard[íi]n|primaria|guarder[íi]a|estancia))|"
    r"(?:equipo|selecci[óo]n|coro|rondalla|banda|ballet|orquesta|escolta) infantil(?:es)?)\b",
    re.IGNORECASE,
)
#: What before such a word says that it is of a thing, a place, a day or a purpose.
_THING = re.compile(
    r"\b(?:para|jard[íi]n|d[íi]a|derechos?|hospital|parque|calle|avenida|colonia|monumento|casa|"
    r"procuradur[íi]a|sistema|protecci[óo]n|instituto|programa|campaña|pol[íi]tica|semana|mural|"
    r"dibujos?|cartel(?:es)?|lona|estatua|escultura|pintura|figura|nacimiento|cartilla|ropa|"
    r"juguetes?|cuna|silla|zapatos?|butacas?|mochilas?|cuadernos?|salud|desfile|tarjet[óo]n|ex|"
    r"fiesta|imagen|festividad|altar)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
#: What after it says the same, or that they are pupils of age.
_NAMED = re.compile(
    r" (?:h[ée]roes|dios|jes[úu]s|perdid[oa]\b)|[^.;]{0,60}\b(?:universi|licenciatura|"
    r"maestría en|posgrado|ingenier[íi]a|bachillerato|preparatoria|tecnol[óo]gic)",
    re.IGNORECASE,
)
#: What may stand before them in a headline whose subject they are: that one says what the
#: photograph which opens the text shows.
_SUBJECT = re.compile(
    r"(?:(?:l[ao]s?|un[ao]s?|el|dos|tres|cuatro|cinco|seis|\d+|más de \d+) )?", re.IGNORECASE
)
_IMAGE = re.compile(r"!\[([^\]\n]{1,500})\]")


def _shown(text: str) -> re.Match[str] | None:
    """The first word of a text that says that it shows somebody under age."""
    for found in _MINOR.finditer(text):
        if not _THING.search(text[: found.start()]) and not _NAMED.match(text, found.end()):
            return found
    return None


def _unmarked(sheet: LintContext) -> Iterator[Match]:
    for index, photo in enumerate(sheet.document.photos):
        if photo.minors:
            continue
        for key in ("alt", "caption"):
            if found := _shown(getattr(photo, key)):
                yield sheet.told("photos", index, key, words=found[0])
                break
        else:
            title = sheet.document.title
            found = _shown(title) if index == 0 else None
            if found and _SUBJECT.fullmatch(title[: found.start()]):
                yield sheet.told("title", words=found[0])
    for image in _IMAGE.finditer(sheet.body):
        if found := _shown(image[1]):
            yield sheet.found(image.start(), words=found[0])


def _marked(document: Document, _: str) -> bool:
    return any(photo.minors for photo in document.photos)


def _names(sheet: LintContext) -> Iterator[Match]:
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
                if not PLACE.search(before) and not _GROWN.search(before):
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
    Rule(
        "menores-sin-marcar",
        N_("Quien cuida de una niña, un niño o un adolescente tiene que autorizar su imagen."),
        N_("dice «{words}» de una foto que no está marcada con menores"),
        N_(
            "Si aparecen, escriba minors: true y en consent la autorización, en photos; si no, "
            "registre la razón con un comentario."
        ),
        wrong="photos:\n  - file: sala.jpg\n    alt: Niñas y niños reciben su vacuna.\n"
        "    credit: Oficina de Prensa",
        right="photos:\n  - file: sala.jpg\n    alt: Niñas y niños reciben su vacuna.\n"
        "    credit: Oficina de Prensa\n    minors: true\n    consent: CM-014/2026",
        find=_unmarked,
        header=True,
    ),
)

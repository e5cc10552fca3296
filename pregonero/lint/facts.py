"""Facts that still hold when the text is read from a search years later: dates, amounts, phones."""

import re
from collections.abc import Iterator

from pregonero.i18n import N_
from pregonero.lint.prose import DIGIT, Match, sentences
from pregonero.lint.rule import LintContext, Rule

_MONTHS = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|"
    "diciembre"
)
_DATE = re.compile(rf"(?<![\w/.])(\d{{1,2}})(?:º|°|o)?\s+de\s+({_MONTHS})\b")
_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:este|presente|pr[óo]ximo|pasado|mismo)\s+año\b|año en curso"
)
#: Before a date that comes back every year or names a place.
_LASTING = re.compile(
    r"(?:calle|avenida|av\.|plaza|barrio|colonia|escuela|primaria|secundaria|mercado|parque|cada|"
    r"todos los|desfile del|fiesta del|fiestas del|festejos? del|"
    r"conmemoración del|día del?)\s+(?:el\s+)?$",
    re.IGNORECASE,
)

_MONEY = (
    r"invirti(?:ó|eron)|inversi[óo]n|monto|costos?|costar[áa]n?|cuesta|presupuesto|apoyos?|becas?|"
    r"bolsa|recursos|gasto|gast(?:ó|aron)|pag(?:o|ó|arán?)|cuota|tarifa|multa|subsidio|destin(?:ó|aron)"
)
_AMOUNT = re.compile(
    rf"\b(?:{_MONEY})\b[^.;:\d$\n]{{0,45}}?(?<=\s)(?<!\$\s)"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d,/-]*[\d/-])"
    r"(?P<scale>\s+(?:mil|mill[óo]n(?:es)?)\b(?:\s+(?:\d+\s+)?mil\b)?)?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s*(?:de\s+)?(%|[^\W\d_]+)")
#: What after a number says that it counts nothing: the amount had to say of what.
_UNCOUNTED = frozenset(
    "y e o en a al por para con que se la el los las del mensual mensuales bimestrales "
    "bimestral anual anuales semestral semestrales durante desde como más cada diarios "
    "quincenales".split()
)

_CALL = re.compile(
    r"(?:\b(?:tel(?:[ée]fonos?|s)?\b\.?|llam(?:e|ar|ando|en)(?:\s+al?)?|comun[íi]quese(?:\s+al?)?|"
    r"marque(?:\s+al?)?|whatsapp|celular|cel\.)\s*(?::|al?|el|n[úu]mero|los?|municipal)?\s*){1,3}"
    r"(?P<number>\+?\(?\d[\d\s().-]{2,20}\d)(?!\w)(?!\s*(?:%|pesos|de\s))",
    re.IGNORECASE,
)
_DIALLED = frozenset({3, 10, 12, 13})


def _undated(sheet: LintContext) -> Iterator[Match]:
    if not any(DIGIT.search(passage.text) for passage in sheet.running):
        return
    for passage in sheet.running:
        for sentence in sentences(passage.text):
            if _YEAR.search(sentence.text):
                return  # the dates that follow are of a year already told
            for found in _DATE.finditer(sentence.text):
                before = sentence.text[max(0, found.start() - 40) : found.start()]
                if int(found[1]) <= 31 and not _LASTING.search(before):
                    yield passage.found(sentence.at + found.start(), words=found[0])
                    return


def _uncounted(sheet: LintContext) -> Iterator[Match]:
    for passage in sheet.running:
        for found in _AMOUNT.finditer(passage.text) if DIGIT.search(passage.text) else ():
            unit = _UNIT.match(passage.text, found.end())
            if not _few(found) and (unit is None or unit[1].lower() in _UNCOUNTED):
                words = passage.text[found.start("number") : found.end()]
                yield passage.found(found.start("number"), words=words)


def _few(found: re.Match[str]) -> bool:
    """Whether an amount is likely to be a year, a key, or a count of things named before it."""
    number = found["number"]
    plain = not found["scale"] and number.isdecimal()
    year = len(number) == 4 and number[:2] in ("19", "20")
    return plain and (year or not 2 < len(number) < 7)


def _undialled(sheet: LintContext) -> Iterator[Match]:
    for passage in sheet.passages:
        for found in _CALL.finditer(passage.text) if DIGIT.search(passage.text) else ():
            if sum(map(str.isdigit, found["number"])) not in _DIALLED:
                yield passage.found(found.start("number"), words=found["number"])


RULES = (
    Rule(
        "fecha-sin-ano",
        N_("Los boletines se encuentran años después, y entonces «el 15 de marzo» es cualquiera."),
        N_("la fecha «{words}» no dice el año"),
        N_("Añada el año a la primera fecha del texto."),
        wrong="La feria comienza el 15 de marzo en la plaza.",
        right="La feria comienza el 15 de marzo de 2027 en la plaza.",
        find=_undated,
    ),
    Rule(
        "cantidad-sin-unidad",
        N_("Una cifra sin unidad no se puede comprobar: ¿son pesos, metros o personas?"),
        N_("la cantidad {words} no dice de qué es"),
        N_("Escriba la unidad: pesos, metros, personas…"),
        wrong="Se invirtieron 2.5 millones en la obra del drenaje.",
        right="Se invirtieron 2.5 millones de pesos en la obra del drenaje.",
        find=_uncounted,
    ),
    Rule(
        "telefono-incompleto",
        N_("Un teléfono sin lada solo suena en el pueblo; en México se marcan diez cifras."),
        N_("el teléfono {words} no se puede marcar"),
        N_("Escriba las diez cifras, con lada: 246 123 4567."),
        wrong="Informes al teléfono 472 1234.",
        right="Informes al teléfono 246 000 0000.",
        find=_undialled,
    ),
)

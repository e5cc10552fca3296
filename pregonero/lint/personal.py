"""Personal data that nobody agreed to publish: errors until a person decides."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

from pregonero.i18n import N_
from pregonero.lint.masking import without_comments
from pregonero.lint.prefilter import NUMBERS
from pregonero.lint.prose import DIGIT, Match
from pregonero.lint.rule import LintContext, Rule, plain
from pregonero.lint.wordlists import GIVEN
from pregonero.newsroom.fields import Model

#: DOF 18-10-2021, Instructivo normativo de la CURP: sixteen characters of a person, one that tells
#: namesakes apart, and a check digit.
CURP = re.compile(
    r"(?<!\w)[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d(?!\w)", re.ASCII | re.IGNORECASE
)
#: Código Fiscal: four letters, a date and three more of a person; a company has three letters.
RFC = re.compile(
    r"(?<!\w)([A-ZÑ&]{4})[ -]?(\d{6})[ -]?([A-Z\d]{2}[\dA])(?!\w)", re.ASCII | re.IGNORECASE
)
#: The key of a voting card: letters of the surnames and the name, a birthday, where, sex, a number.
VOTER = re.compile(
    r"(?<!\w)([A-Z]{6})[ -]?(\d{6})[ -]?(\d{2})[ -]?([HM])[ -]?(\d{3})(?!\w)",
    re.ASCII | re.IGNORECASE,
)
#: The keys that stand for nobody in particular.
_GENERIC = ("XAXX010101", "XEXX010101")
_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"

PHONE = re.compile(
    r"(?<![\w.,/$-])(?:\+?52[ .-]*(?:1[ .-]*)?)?"
    r"(\(?\d{2,3}\)?[ .-]{0,2}\d{3,4}[ .-]?\d{2}[ .-]?\d{2})(?![\w-]|[.,/]\d)"
    r"|wa\.me/\+?(?:52)?1?(\d{10})"
)
#: Where a link or a picture is: its figures are those of a name of file. One that calls a telephone
#: is no such address.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"]+|\]\([ \t]*(?:<[^<>\n]*>|[^()\s]*(?:\([^()\n]*\)[^()\s]*)*)"
    r"|\b(?:href|src)\s*=\s*(?:\"[^\"\n]*\"|'[^'\n]*')",
    re.IGNORECASE,
)
_CALLS = re.compile(r"tel:|wa\.me/|whatsapp\.com/", re.IGNORECASE)
_OWNED = re.compile(
    r"celular|\bcel\b|personal|particular|señor|\bdon\b|\bdoña\b|profesor|maestr[oa]\b|"
    r"\bcon [A-ZÁÉÍÓÚ]\w+"
)
_OFFICE = re.compile(
    r"oficina|direcci[óo]n de|m[óo]dulo|l[íi]nea|conmutador|protecci[óo]n civil|bomberos|cruz roja|"
    r"\bDIF\b|hospital|centro de salud|cl[íi]nica|ayuntamiento|presidencia|unidad|instituto|"
    r"secretar[íi]a|comisi[óo]n|coordinaci[óo]n|fiscal[íi]a|juzgado|biblioteca|polic[íi]a|escuela|"
    r"universidad|centro de atenci[óo]n|guardia|radio|emergencia|procuradur[íi]a|\bIMSS\b|\bCFE\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"cuenta|clave|expediente|contrato|folio|factura|CLABE|oficio|serie|licitaci[óo]n|referencia|ISBN|ISSN",
    re.IGNORECASE,
)

EMAIL = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,4}[a-z]{2,12})(?!\w)", re.IGNORECASE
)
#: Domains where anybody opens a mailbox.
_FREE = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|aol|proton|protonmail|"
    r"prodigy|gmx|zoho|mail|tutanota)\.(?:com|net|org|net\.mx|com\.mx|es|mx|me)",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"(?:.*\.)?(?:gob|edu|gov|mil)(?:\.[a-z]{2})?", re.IGNORECASE)
#: Parts of an address that name somebody.
_PEOPLE = frozenset(plain(name) for name in GIVEN)

_STREET = (
    r"(?:calle|c\.|avenida|av\.|privada|priv\.|callej[óo]n|andador|cerrada|prolongaci[óo]n|"
    r"boulevard|blvd\.?|calzada|circuito)"
)
#: What says that somebody lives somewhere, and how much after it may say where.
LIVES = re.compile(
    r"\b(?:viven?|viv[íi]an?|vivi[óo]|habita(?:n|ba|ban)?|resid(?:e|en|[íi]an?)|"
    r"domicilio particular|su (?:domicilio|casa|vivienda))\b"
    r"|\b(?:señora?|joven|menor|detenid[oa]|ciudadan[oa]|persona|familia|víctima|afectad[oa])\b"
    r"[^.\n]{0,60}\bcon domicilio\b",
    re.IGNORECASE,
)
#: One of these is in whatever that finds.
_LIVE_STEMS = ("viv", "habita", "resid", "domicilio", "su casa")
REACH = 110
AT = re.compile(
    rf"[^.\n;]{{0,40}}?\b{_STREET}\s+[^.,;\n]{{1,50}}?,?\s*"
    r"(?:n[úu]mero|n[úu]m\.?|no\.?|#)?\s*(?<=[\s#])\d{1,5}\b(?!\s+de\s)",
    re.IGNORECASE,
)
#: Places looked at in one text.
_MANY = 100

#: Values of a header that are not printed, or are addresses of files and pages.
_UNPRINTED = frozenset(
    "id path slug outside text links aliases lang file url consent transcript captions status "
    "sign_language type topic campaign contacts minors translation_of".split()
)

Text = tuple[tuple[str | int, ...], str]


@lru_cache(maxsize=1)  # each rule asks it of the same text
def printed(sheet: LintContext) -> Sequence[Text]:
    """All that is printed of a record, by its path in the header; without one, its text."""
    return (*_values(sheet.document, ()), ((), without_comments(sheet.body)))


def _numbered(sheet: LintContext) -> Iterator[Text]:
    """Those with a figure, which every key and telephone has."""
    return (one for one in printed(sheet) if DIGIT.search(one[1]))


def _values(value: object, path: tuple[str | int, ...]) -> Iterator[Text]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _values(item, (*path, index))
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            if name not in _UNPRINTED:
                yield from _values(getattr(value, name), (*path, name))


def check_digit(curp: str) -> str:
    """The last character that the first seventeen ask for."""
    total = sum(_ALPHABET.index(letter) * (18 - at) for at, letter in enumerate(curp[:17]))
    return str(-total % 10)


def is_day(digits: str) -> bool:
    """Whether six digits are a day, as yymmdd of either century."""
    for century in ("19", "20"):
        try:
            date.fromisoformat(f"{century}{digits[:2]}-{digits[2:4]}-{digits[4:]}")
        except ValueError:
            continue
        return True
    return False


def _curps(sheet: LintContext) -> Iterator[Match]:
    for path, text in _numbered(sheet):
        for found in CURP.finditer(text):
            key = found[0].upper()
            if not key.startswith(_GENERIC) and is_day(key[4:10]) and key[-1] == check_digit(key):
                yield Match(path, found.start(), {"words": _hidden(found[0])})


def _rfcs(sheet: LintContext) -> Iterator[Match]:
    for path, text in _numbered(sheet):
        for found in RFC.finditer(text):
            if (found[1] + found[2]).upper() not in _GENERIC and is_day(found[2]):
                yield Match(path, found.start(), {"words": _hidden(found[0])})


def _voters(sheet: LintContext) -> Iterator[Match]:
    for path, text in _numbered(sheet):
        for found in VOTER.finditer(text):
            if is_day(found[2]):
                yield Match(path, found.start(), {"words": _hidden(found[0])})


def _unread(found: re.Match[str]) -> str:
    return found[0] if _CALLS.search(found[0]) else " " * len(found[0])


def _phones(sheet: LintContext) -> Iterator[Match]:
    for path, text in _numbered(sheet):
        text = text if path else _ADDRESS.sub(_unread, text)
        for found in PHONE.finditer(text):
            digits = "".join(filter(str.isdigit, found[1] or found[2]))
            if (
                len(digits) != 10
                or digits in sheet.house.phones
                or digits[:2] in ("80", "90", "01")
            ):
                continue
            line = text.rfind("\n", 0, found.start()) + 1
            before = text[max(line, found.start() - 70) : found.start()]
            if _NUMBERED.search(before[-45:]):
                continue
            if _OWNED.search(before[-40:]) or not _OFFICE.search(before):
                yield Match(path, found.start(), {"words": found[0].strip()})


def _emails(sheet: LintContext) -> Iterator[Match]:
    for path, text in printed(sheet):
        for found in EMAIL.finditer(text) if "@" in text else ():
            address, domain = found[0].lower(), found[2].lower()
            if address in sheet.house.emails or f"@{domain}" in sheet.house.emails:
                continue
            somebody = not _PUBLIC.fullmatch(domain) and any(
                part in _PEOPLE for part in re.split(r"[._\d-]+", plain(found[1]))
            )
            if somebody or _FREE.fullmatch(domain):
                yield Match(path, found.start(), {"words": found[0]})


def _homes(sheet: LintContext) -> Iterator[Match]:
    for path, text in _numbered(sheet):  # whoever lives somewhere lives at a number
        small = text.lower()
        if not any(stem in small for stem in _LIVE_STEMS):
            continue
        for found in islice(LIVES.finditer(text), _MANY):
            if at := AT.match(text[found.end() : found.end() + REACH]):
                yield Match(path, found.start(), {"words": found[0] + at[0]})


def _hidden(key: str) -> str:
    """Enough of a key to find it: reports are kept and sent."""
    return key[:4] + "…"


_DECIDE = N_("Bórrelo; si la ley pide publicarlo, registre la razón con un comentario.")

RULES = (
    Rule(
        "curp",
        N_(
            "La CURP identifica a una persona para siempre; con ella se hacen trámites a su nombre."
        ),
        N_("hay una CURP: {words}"),
        _DECIDE,
        wrong="La persona con CURP TORA850412MTLRSN01 recibió el apoyo.",
        right="La persona titular recibió el apoyo.",
        find=_curps,
        level="error",
        spanish=False,
        sign=lambda _, text: bool(NUMBERS.search(text) and CURP.search(text)),
    ),
    Rule(
        "rfc",
        N_("El RFC de una persona lleva su fecha de nacimiento y abre sus datos fiscales."),
        N_("hay un RFC de persona física: {words}"),
        _DECIDE,
        wrong="El proveedor con RFC TORA850412AB1 entregó las luminarias.",
        right="El proveedor entregó las luminarias.",
        find=_rfcs,
        level="error",
        spanish=False,
        sign=lambda _, text: bool(NUMBERS.search(text) and RFC.search(text)),
    ),
    Rule(
        "clave-de-elector",
        N_("Con la clave de su credencial para votar se hacen trámites a nombre de alguien."),
        N_("hay una clave de elector: {words}"),
        _DECIDE,
        wrong="La persona con clave PRLNAN85041229M100 recogió el apoyo.",
        right="La persona titular recogió el apoyo.",
        find=_voters,
        level="error",
        spanish=False,
        sign=lambda _, text: bool(NUMBERS.search(text) and VOTER.search(text)),
    ),
    Rule(
        "domicilio-particular",
        N_("Decir dónde vive alguien puede ponerlo en peligro."),
        N_("parece el domicilio de una persona: {words}"),
        N_("Escriba solo el barrio o la comunidad; o registre la razón con un comentario."),
        wrong="La señora vive en la calle Hidalgo número 14 y pidió apoyo.",
        right="La señora vive en el barrio de La Loma y pidió apoyo.",
        find=_homes,
        level="error",
        sign=lambda _, text: bool(LIVES.search(text)),
    ),
    Rule(
        "telefono-personal",
        N_("Un teléfono que no es de la institución puede ser de alguien que no quiso darlo."),
        N_("el teléfono {words} no es de la institución"),
        N_(
            "Bórrelo; si es de otra oficina, escríbalo en public de [lint], en newsroom.toml; o "
            "registre la razón con un comentario."
        ),
        wrong="Informes con Lucía al celular 246 111 2233.",
        right="Informes en la guardia de prensa, 246 000 0000.",
        find=_phones,
        level="error",
        spanish=False,
        sign=lambda _, text: bool(NUMBERS.search(text) and PHONE.search(text)),
    ),
    Rule(
        "correo-personal",
        N_("Un correo personal publicado recibe engaños, y cambia cuando cambia la persona."),
        N_("el correo {words} no es de la institución"),
        N_(
            "Escriba el de la oficina; si es de otra, añádalo a public de [lint], en "
            "newsroom.toml; o registre la razón con un comentario."
        ),
        wrong="Envíe su propuesta a lucia.perez.loma@gmail.com.",
        right="Envíe su propuesta a participa@sanjacinto.example.",
        find=_emails,
        level="error",
        spanish=False,
        sign=lambda _, text: "@" in text and bool(EMAIL.search(text)),
    ),
)

"""Texts that everybody can read: short sentences and paragraphs, plain words, acronyms told."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pregonero.i18n import N_
from pregonero.lint.prose import RUNNING, Match, sentences
from pregonero.lint.rule import LintContext, Rule

#: Words under which a readability index says little.
ENOUGH = 100

#: Acronyms that people know better than what they stand for.
_KNOWN = frozenset(
    "AC ADN AM BC CD CDMX CFE COVID CP CURP DC DIF DVD EUA FIFA FM GPS HTML IMSS INE INEGI "
    "INAPAM IPN ISR ISSSTE IVA LGBT LGBTI LGBTIQ MP MXN NASA OMS ONG ONU PC PDF QR RFC SA SAT "
    "SEP SIDA SMS SOS TIC TV UNAM UNESCO UNICEF URL USB USD VIH VPH CV RL VIP OK PIB DJ BBC "
    "CNN UV LED DOI UTC EEUU ORCID".split()
)
_ROMAN = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_ACRONYM = re.compile(r"(?<![\w/#.@-])[A-ZÑ]{3,12}(?![\w/]|-\w|\.\w)")
_EXPLAINED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\(\s*([A-ZÑ]{3,12})\s*\)",
        r"(?<!\w)([A-ZÑ]{3,12})\s*\([^()]{8,}\)",
        r"(?<!\w)([A-ZÑ]{3,12}),? (?:por sus )?siglas",
    )
)
_SHOUT = re.compile(r"(?<!\w)[A-ZÁÉÍÓÚÜÑ]{2,}(?::?\s+[A-ZÁÉÍÓÚÜÑ]+){2,}(?!\w)")


def _hard(sheet: LintContext) -> Iterator[Match]:
    read = [s.words for p in sheet.inside if p.kind in RUNNING for s in sentences(p.text)]
    if sum(map(len, read)) >= ENOUGH and (index := perspicuity(read)) < sheet.house.readability:
        at = next((p.start for p in sheet.inside if p.kind in RUNNING), 0)
        yield sheet.found(at, index=f"{max(index, 0):.0f}", least=sheet.house.readability)


def _sentence(sheet: LintContext) -> Iterator[Match]:
    most = sheet.house.sentence_words
    for passage in sheet.running:
        for sentence in sentences(passage.text):
            if (count := len(sentence.words)) > most:
                begun = sentence.at + len(sentence.text) - len(sentence.text.lstrip())
                yield passage.found(begun, words=sentence.text, count=count, most=most)


def _paragraph(sheet: LintContext) -> Iterator[Match]:
    most = sheet.house.paragraph_words
    for passage in sheet.inside:
        if passage.kind in ("paragraph", "quote", "item"):
            count = sum(len(sentence.words) for sentence in sentences(passage.text))
            if count > most:
                yield passage.found(words=passage.text, count=count, most=most)


def _acronym(sheet: LintContext) -> Iterator[Match]:
    told = set(_KNOWN)
    explained: set[str] | None = None
    for passage in sheet.passages:
        if passage.kind in ("title", "caption") or passage.text.isupper():
            continue
        for found in _ACRONYM.finditer(passage.text):
            word = found[0]
            if word in told or _shouted(passage.text, found.start()):
                continue
            explained = _explained(sheet) if explained is None else explained
            if word in explained:
                continue
            told.add(word)
            if not _ROMAN.fullmatch(word):
                yield passage.found(found.start(), words=word)


def _shouted(text: str, at: int) -> bool:
    return any(found.start() <= at < found.end() for found in _SHOUT.finditer(text))


def _explained(sheet: LintContext) -> set[str]:
    """The acronyms that the record itself explains, in any of the ways people do."""
    texts = [sheet.prose, *(passage.text for passage in sheet.header)]
    found = {word for text in texts for pattern in _EXPLAINED for word in pattern.findall(text)}
    return found | sheet.abbreviations | sheet.names.spelled


def _shouting(sheet: LintContext) -> Iterator[Match]:
    for passage in sheet.passages:
        if passage.kind != "title":
            for found in _SHOUT.finditer(passage.text):
                words = found[0].split()
                if len(words) > 3 or any(len(word) > 5 for word in words):
                    yield passage.found(found.start(), words=found[0])


RULES = (
    Rule(
        "lectura-dificil",
        N_(
            "Quien lee con prisa, en un teléfono o con poca escuela deja a medias un texto difícil."
        ),
        N_("el texto es muy difícil de leer: {index} en la escala INFLESZ; conviene {least} o más"),
        N_("Parta las frases largas y cambie las palabras largas por otras de todos los días."),
        wrong=" ".join(
            ["La implementación interinstitucional posibilita articulaciones metodológicas."] * 25
        ),
        right=" ".join(["El agua llega el lunes a la plaza. Lleve su cubeta y haga fila."] * 10),
        find=_hard,
    ),
    Rule(
        "frase-larga",
        N_("Una frase larga obliga a leerla dos veces, y en voz alta no se entiende."),
        N_("la frase tiene {count} palabras y conviene que no pase de {most}: {words}"),
        N_("Pártala en dos o tres, o haga una lista."),
        wrong=(
            "El Ayuntamiento informa que el sábado habrá una jornada en la plaza, que contará con "
            "brigadas de salud y con personal de la biblioteca, y que en ella se ofrecerán "
            "consultas, talleres, lecturas y juegos para todas las edades, además "
            "de música de banda."
        ),
        right=(
            "El sábado habrá una jornada en la plaza. Contará con brigadas de salud y con personal "
            "de la biblioteca. Se ofrecerán consultas, talleres y lecturas."
        ),
        find=_sentence,
    ),
    Rule(
        "parrafo-largo",
        N_("Un párrafo largo parece un muro: se salta, sobre todo en un teléfono."),
        N_("el párrafo tiene {count} palabras y conviene que no pase de {most}: {words}"),
        N_("Deje una línea en blanco donde cambia de idea."),
        wrong=" ".join(["La biblioteca presta libros por dos semanas y abre el lunes."] * 12),
        right="La biblioteca presta libros por dos semanas.\n\nAbre el lunes a las nueve.",
        find=_paragraph,
    ),
    Rule(
        "sigla-sin-explicar",
        N_("Quien no trabaja en el gobierno no tiene por qué saber qué significan sus siglas."),
        N_("la sigla {words} no se explica"),
        N_("Escriba el nombre completo y la sigla entre paréntesis la primera vez."),
        wrong="La CAPAM suspenderá el servicio el martes.",
        right=(
            "La Comisión de Agua Potable y Alcantarillado Municipal (CAPAM) suspenderá el servicio."
        ),
        find=_acronym,
    ),
    Rule(
        "mayusculas",
        N_("Las mayúsculas seguidas se leen como un grito, y algunas voces las deletrean."),
        N_("hay palabras seguidas en mayúsculas: {words}"),
        N_("Escríbalas en minúsculas; si son lo importante, entre dos asteriscos."),
        wrong="Se informa que NO HABRÁ SERVICIO DE AGUA el martes.",
        right="Se informa que **no habrá servicio de agua** el martes.",
        find=_shouting,
        spanish=False,
    ),
)


#: A syllable's vowels: a strong one with the weak ones about it, a weak one with accent, or weak
#: ones alone (RAE, Ortografía de la lengua española, 2010: diptongos, triptongos e hiatos).
_NUCLEUS = re.compile(r"[iuü]?[aeoáéó](?:[iuü](?![aeoáéóíú]))?|[iuü]+[íú]?|[íú]")
_SILENT = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])|h")
_FINAL_Y = re.compile(r"y\b")


@lru_cache(1 << 15)
def syllables(word: str) -> int:
    """The syllables of a Spanish word; one at least."""
    spelled = _FINAL_Y.sub("i", _SILENT.sub("", word.lower()))
    return len(_NUCLEUS.findall(spelled)) or 1


def perspicuity(sentences: Sequence[Sequence[str]]) -> float:
    """Szigriszt-Pazos' index of sentences, each a list of its words: under 40 is very hard in the
    INFLESZ scale of Barrio-Cantalejo (2008), over 80 very easy."""
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 100.0
    spoken = sum(map(syllables, words))
    return 206.835 - 62.3 * spoken / len(words) - len(words) / len(sentences)

"""Links, headings and tables that can be followed by those who hear a page."""

import re
from collections.abc import Iterator

from pregonero.i18n import N_
from pregonero.lint.masking import lines, without_comments
from pregonero.lint.prose import Match, is_ruler
from pregonero.lint.rule import LintContext, Rule
from pregonero.markdown.bare_addresses import bare, linked
from pregonero.markdown.links import without_code
from pregonero.slug import slugify

#: A link that is not taken out: what is wrong with one of another scheme is told elsewhere.
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\((?!\s*(?!https?:|mailto:|tel:)[a-z]+:)", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:(?:haga|haz|da|de|dar|hacer|dando|haciendo)-)?(?:click?|pulse|pulsar|presione)(?:-en)?"
    r"(?:-(?:aqui|aca|el-enlace|este-enlace|la-liga|esta-liga))?"
    r"|(?:(?:por|entre|entra|ingrese|ingresa|consulte|consulta|vea|ver|lea|leer|descargue|descarga|"
    r"descargar|registrese|registrate|inscribase)-)?(?:aqui|aca)"
    r"|(?:ver|leer|lea|saber|conocer|conozca)-mas|mas|mas-informacion|sigue-leyendo|continuar"
    r"|(?:en-)?(?:este|el-siguiente|el)-(?:enlace|link|vinculo|sitio)"
    r"|(?:en-)?(?:esta|la-siguiente|la)-(?:liga|pagina|direccion)"
    r"|enlace|link|liga|descargar|descarga"
)


def _is_address(text: str) -> bool:
    """Whether a link's text is only an address that nobody reads: not a name of a site, nor a DOI,
    which is how a text is cited."""
    return (
        bool(_ADDRESS.fullmatch(text))
        and "doi.org/" not in text
        and "/" in text.split("//")[-1].strip(" /")
    )


def _vague(sheet: LintContext) -> Iterator[Match]:
    if "](" not in sheet.body:
        return
    text = without_comments(without_code(sheet.body))
    for found in _LINK.finditer(text):
        if _is_address(found[1]) or _VAGUE.fullmatch(slugify(found[1])):
            yield sheet.found(found.start(), words=found[1])


def _skipped(sheet: LintContext) -> Iterator[Match]:
    before = 0
    for passage in sheet.inside:
        if passage.kind == "heading":
            if before and passage.level > before + 1:
                yield passage.found(words=passage.text, level=passage.level, before=before)
            before = passage.level


def _headless(sheet: LintContext) -> Iterator[Match]:
    if "|" not in sheet.body and "<t" not in sheet.body.lower():
        return
    text = without_comments(without_code(sheet.body))
    last = ""
    for at, line in lines(text):
        if is_ruler(line) and "|" in last and not last.strip("| \t"):
            yield sheet.found(at - 1)
        last = line
    low = text.lower()
    start = low.find("<table")
    while start >= 0:
        end = low.find("</table", start)
        end = len(low) if end < 0 else end
        if "<th" not in low[start:end].replace("<thead", ""):
            yield sheet.found(start)
        start = low.find("<table", end)


def _unlinked(sheet: LintContext) -> Iterator[Match]:
    if "www." not in sheet.body and "://" not in sheet.body and "@" not in sheet.body:
        return
    for at, address in bare(without_comments(sheet.body)):
        yield sheet.found(at, words=address, link=linked(address))


RULES = (
    Rule(
        "direccion-sin-enlace",
        N_("Una dirección que no es enlace se tiene que copiar letra por letra."),
        N_("«{words}» se publica sin enlace"),
        N_("Escríbala así: {link}."),
        wrong="Escriba a prensa@sanjacinto.example o vea www.sanjacinto.example.",
        right="Escriba a <prensa@sanjacinto.example> o vea el "
        "[sitio del municipio](https://sanjacinto.example).",
        find=_unlinked,
        spanish=False,
    ),
    Rule(
        "enlace-poco-claro",
        N_("Quien escucha la página oye los enlaces sueltos: «aquí» no dice a dónde lleva."),
        N_("el enlace «{words}» no dice a dónde lleva"),
        N_("Escriba entre los corchetes qué se encuentra ahí: [el horario de la biblioteca]."),
        wrong="Consulte el horario [aquí](https://sanjacinto.example/horario).",
        right="Consulte el [horario de la biblioteca](https://sanjacinto.example/horario).",
        find=_vague,
    ),
    Rule(
        "subtitulo-saltado",
        N_(
            "Los subtítulos son el índice de quien escucha: si falta un nivel, parece faltar texto."
        ),
        N_("el subtítulo «{words}» es de nivel {level} y el anterior, de nivel {before}"),
        N_("Quítele los # que sobran, para que baje un solo nivel."),
        wrong="## Requisitos\n\nUna identificación.\n\n#### Copias\n\nDos copias.",
        right="## Requisitos\n\nUna identificación.\n\n### Copias\n\nDos copias.",
        find=_skipped,
        spanish=False,
    ),
    Rule(
        "tabla-sin-encabezado",
        N_("Sin encabezados, quien escucha una tabla no sabe qué es cada dato."),
        N_("la tabla no tiene encabezados"),
        N_("Escriba en la primera fila qué hay en cada columna."),
        wrong="| | |\n|---|---|\n| Lunes | 9 horas |",
        right="| Día | Horario |\n|---|---|\n| Lunes | 9 horas |",
        find=_headless,
        spanish=False,
    ),
)

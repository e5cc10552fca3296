"""HTML and Markdown that no browser, or nobody who listens to a page, can use as it stands."""

import re
from collections.abc import Iterator

from pregonero.content.model.bulletin import Bulletin
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.lint.masking import lines, without_comments
from pregonero.lint.prose import Match, is_ruler
from pregonero.lint.rule import LintContext, Rule
from pregonero.markdown.links import without_code
from pregonero.markdown.misreadings import cells
from pregonero.markdown.tags import BLOCKS, tags
from pregonero.newsroom import language_tags

_EMPTY_LINK = re.compile(
    r"(?<![!\]\\])\[\s*\]\([^()\n]+\)|<a\b[^<>]*\bhref\b[^<>]*>\s*</a\s*>", re.IGNORECASE
)
_LANG = re.compile(r"(?:^|[\s{:])lang\s*=\s*[\"']?([^\s\"'>}]+)", re.IGNORECASE)
_EMPTY_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]*#*[ \t]*$|<(h[1-6])\b[^<>]*>(?:\s|&nbsp;)*</\1\s*>",
    re.IGNORECASE | re.MULTILINE,
)
#: The sign of an empty heading, told at once of the texts that have none.
_NO_WORDS = re.compile(r"\n {0,3}#{1,6}[ \t#]*\n")
_NAMED = re.compile(r"\{:?[^{}\n]*#([\w-]+)[^{}\n]*\}|\bid\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: What each element has to be in.
_PARENTS = {
    "li": ("ul", "ol", "menu"),
    "dt": ("dl",),
    "dd": ("dl",),
    "tr": ("table",),
    "td": ("tr", "table"),
    "th": ("tr", "table"),
    "caption": ("table",),
    "summary": ("details",),
    "figcaption": ("figure",),
}
#: Values that an attribute may have; what any other means, no browser knows.
_VALUES = {
    "colspan": re.compile(r"[1-9]\d{0,2}|1000"),
    "rowspan": re.compile(r"\d{1,4}"),
    "scope": re.compile(r"(?:row|col)(?:group)?", re.IGNORECASE),
    "start": re.compile(r"-?\d{1,9}"),
    "value": re.compile(r"-?\d{1,9}(?:\.\d+)?"),
    "datetime": re.compile(
        r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?)?"
        r"|\d{4}-W\d\d|(?:--)?\d\d-\d\d|\d\d:\d\d(?::\d\d)?|P[\dDTHMS.]+)?"
    ),
}
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
#: What may be right inside a list, besides its items.
_LISTS = frozenset(("ul", "ol", "menu"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = BLOCKS - {"br"}
_CONTAINERS = frozenset(parent for parents in _PARENTS.values() for parent in parents)


def _prose(sheet: LintContext) -> str:
    return without_comments(without_code(sheet.body))


def _unnamed(sheet: LintContext) -> Iterator[Match]:
    if "[](" in sheet.body or "[ " in sheet.body or "<" in sheet.body:
        for found in _EMPTY_LINK.finditer(_prose(sheet)):
            yield sheet.found(found.start(), words=found[0])


def _tongues(sheet: LintContext) -> Iterator[Match]:
    if "lang" not in sheet.body:
        return
    for found in _LANG.finditer(_prose(sheet)):
        try:
            language_tags.tag(found[1])
        except InvalidValue:
            yield sheet.found(found.start(1), words=found[1])


def _orphans(sheet: LintContext) -> Iterator[Match]:
    if "<" not in sheet.body:
        return
    opened: dict[str, int] = {}
    for tag in tags(_prose(sheet)):
        name = tag["name"].lower()
        if name in _CONTAINERS:
            opened[name] = max(opened.get(name, 0) + (-1 if tag["end"] else 1), 0)
        if name in _PARENTS and not tag["end"] and not any(map(opened.get, _PARENTS[name])):
            yield sheet.found(tag.start(), words=name, parent=_PARENTS[name][0])


def _misplaced(sheet: LintContext) -> Iterator[Match]:
    """Lists right inside lists, and paragraphs, lists and the like inside headings."""
    if "<" not in sheet.body:
        return
    heading, opened = "", list[str]()  # lists and their items
    for tag in tags(_prose(sheet)):
        name = tag["name"].lower()
        if name in _LISTS and not tag["end"] and opened and opened[-1] in _LISTS:
            yield sheet.found(tag.start(), words=name, parent=opened[-1])
        if heading and not tag["end"] and name in _BLOCKS and name not in _HEADINGS:
            yield sheet.found(tag.start(), words=name, parent=heading)
        if name in _HEADINGS:
            heading = "" if tag["end"] else name
        if tag["end"] and name in opened:
            while opened.pop() != name:
                pass
        elif not tag["end"] and (name in _LISTS or name == "li"):
            if name == "li" and opened[-1:] == ["li"]:
                opened.pop()  # an item ends where the next begins
            opened.append(name)


def _valued(sheet: LintContext) -> Iterator[Match]:
    if "<" not in sheet.body or "=" not in sheet.body:
        return
    for tag in tags(_prose(sheet)):
        for found in _ATTRIBUTE.finditer(tag["rest"]):
            name, value = found[1].lower(), found[2] or found[3] or found[4] or ""
            if name in _VALUES and not _VALUES[name].fullmatch(value.strip()):
                yield sheet.found(tag.start(), words=f"{name}={value}")


def _hollow(sheet: LintContext) -> Iterator[Match]:
    if _NO_WORDS.search(f"\n{sheet.body}\n") or "<h" in sheet.body.lower():
        for found in _EMPTY_HEADING.finditer(_prose(sheet)):
            yield sheet.found(found.start(), words=found[0].strip())


def _unsummed(sheet: LintContext) -> Iterator[Match]:
    text = _prose(sheet) if "<details" in sheet.body.lower() else ""
    low = text.lower()
    start = low.find("<details")
    while start >= 0:
        end = low.find("</details", start)
        end = len(low) if end < 0 else end
        if "<summary" not in low[start:end]:
            yield sheet.found(start)
        start = low.find("<details", end)


def _nameless(sheet: LintContext) -> Iterator[Match]:
    """Columns without a heading; a row of headings that is all empty is another rule's."""
    if "|" not in sheet.body:
        return
    last = ""
    for at, line in lines(_prose(sheet)):
        if "|" in last and is_ruler(line):
            heads = [cell.strip() for cell in cells(last)]
            if any(heads) and not all(heads):
                yield sheet.found(at - 1 - len(last), number=heads.index("") + 1)
        last = line


def _twice(sheet: LintContext) -> Iterator[Match]:
    if "{" not in sheet.body and "<" not in sheet.body:
        return
    seen: set[str] = set()
    for found in _NAMED.finditer(_prose(sheet)):
        name = found[1] or found[2]
        if name in seen:
            yield sheet.found(found.start(), words=name)
        seen.add(name)


def _silent(sheet: LintContext) -> Iterator[Match]:
    """Videos with what is said in text, and no captions."""
    if isinstance(sheet.document, Bulletin):
        for place, one in sheet.document.recordings():
            if place[0] != "audio" and one.transcript and not one.captions:
                yield sheet.told(*place, "captions")


RULES = (
    Rule(
        "enlace-vacio",
        N_("Un enlace sin palabras no se ve, y quien escucha la página no sabe a dónde lleva."),
        N_("el enlace {words} no tiene palabras"),
        N_("Escriba entre los corchetes qué se encuentra ahí: [el reglamento](reglamento.pdf)."),
        wrong="Descargue [](https://sanjacinto.example/reglamento.pdf) antes de venir.",
        right="Descargue [el reglamento](https://sanjacinto.example/reglamento.pdf).",
        find=_unnamed,
        spanish=False,
    ),
    Rule(
        "idioma-que-no-existe",
        N_("Con un código de idioma que no existe, el texto se lee con la voz equivocada."),
        N_("«{words}» no es un código de idioma"),
        N_("Escriba uno de BCP 47: es, en, nhn."),
        wrong='<p lang="mx">Buenos días.</p>',
        right='<p lang="nhn">Tlazohcamati.</p>',
        find=_tongues,
        spanish=False,
    ),
    Rule(
        "etiqueta-suelta",
        N_("Fuera de su sitio, un elemento de HTML no dice lo que es a quien escucha la página."),
        N_("<{words}> está fuera de <{parent}>"),
        N_("Escríbalo en Markdown, o ponga la etiqueta que le falta alrededor."),
        wrong="<li>Acta de nacimiento</li>",
        right="<ul><li>Acta de nacimiento</li></ul>",
        find=_orphans,
        spanish=False,
    ),
    Rule(
        "etiqueta-dentro-de-otra",
        N_("Una lista solo lleva elementos, y un subtítulo, palabras: lo demás se lee sin orden."),
        N_("<{words}> no puede ir directamente en <{parent}>"),
        N_("Escríbalo en Markdown; en una lista, póngalo dentro de un <li>."),
        wrong="<ul><li>Acta</li><li>CURP<ul><ul><li>Copia</li></ul></ul></li></ul>",
        right="<ul><li>Acta<ul><li>Copia</li></ul></li></ul>",
        find=_misplaced,
        spanish=False,
    ),
    Rule(
        "valor-que-no-existe",
        N_("Con un valor que no existe, la etiqueta no dice lo que se quiso: una celda se corre."),
        N_("{words} no es un valor que HTML conozca"),
        N_("Corríjalo, o quite ese atributo de la etiqueta."),
        wrong='<table><tr><th colspan="0">Barrio</th></tr></table>',
        right='<table><tr><th colspan="2">Barrio</th></tr></table>',
        find=_valued,
        spanish=False,
    ),
    Rule(
        "subtitulo-vacio",
        N_("Quien escucha la página salta de subtítulo en subtítulo, y ahí no encuentra nada."),
        N_("el subtítulo está vacío"),
        N_("Escriba qué hay debajo, o borre la línea."),
        wrong="<h2></h2>\n\nUna identificación.",
        right="## Requisitos\n\nUna identificación.",
        find=_hollow,
        spanish=False,
    ),
    Rule(
        "detalle-sin-titulo",
        N_("Sin <summary>, nadie sabe qué se abre."),
        N_("<details> no tiene <summary>"),
        N_("Escriba dentro, al principio: <summary>Qué hay aquí</summary>."),
        wrong="<details>Los requisitos son dos.</details>",
        right="<details><summary>Requisitos</summary>Los requisitos son dos.</details>",
        find=_unsummed,
        spanish=False,
    ),
    Rule(
        "columna-sin-encabezado",
        N_("Quien escucha una tabla oye en cada celda el encabezado de su columna."),
        N_("la columna {number} de la tabla no tiene encabezado"),
        N_("Escriba qué hay en ella: Horario, Barrio…"),
        wrong="| | Lunes |\n|---|---|\n| Mañana | sí |",
        right="| Horario | Lunes |\n|---|---|\n| Mañana | sí |",
        find=_nameless,
        spanish=False,
    ),
    Rule(
        "nombre-repetido",
        N_("Un enlace lleva al primero que tiene ese nombre, y a los demás nunca."),
        N_("el nombre «{words}» está dos veces en el texto"),
        N_("Dé a cada uno el suyo: {{#otro-nombre}}."),
        wrong="## Uno {#sede}\n\nAlgo.\n\n## Dos {#sede}\n\nAlgo.",
        right="## Uno {#sede}\n\nAlgo.\n\n## Dos {#horario}\n\nAlgo.",
        find=_twice,
        spanish=False,
    ),
    Rule(
        "video-sin-subtitulos",
        N_("Una transcripción aparte no deja seguir el video a quien no oye (WCAG 1.2.2)."),
        N_("el video no tiene subtítulos"),
        N_("Añada captions con un archivo .vtt."),
        wrong="video:\n  - file: sesion.mp4\n    title: La sesión\n    transcript: sesion.txt",
        right="video:\n  - file: sesion.mp4\n    title: La sesión\n    transcript: sesion.txt\n"
        "    captions: sesion.vtt",
        find=_silent,
        spanish=False,
        header=True,
    ),
)

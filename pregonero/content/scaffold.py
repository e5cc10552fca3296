"""The text of a new file: valid as it stands, with what may be added in comments."""

import json
import re
from datetime import datetime
from functools import cache
from uuid import UUID

from pregonero.i18n import N_, catalog
from pregonero.newsroom.model import Newsroom

_GROUPS = {
    "event": """\
# Para un evento quite los # y complete:
# event:
#   start: {later} 10:00
#   end: {later} 12:00
#   place: El lugar          # o venue: la clave de una sede de newsroom.toml{venues}
#   address: La dirección
#   accessibility: Cómo se llega en silla de ruedas
#   presides: Quién preside, por su cargo y no por su nombre
#   programme:
#     - El orden del día, un punto por línea
#   how: Cómo se participa
#   attendance: presencial   # presencial, en línea, mixta
#   state: programado        # programado, cancelado, pospuesto, reprogramado
#   # previous_start: {later} 10:00   si cambia de fecha: cuándo iba a empezar
""",
    "call": """\
# Para una convocatoria quite los # y complete:
# call:
#   deadline: {later}
#   audience: A quién se dirige
#   requirements:
#     - Un requisito por línea
#   how: Cómo se participa
#   # result: el id o el archivo del boletín con el resultado, cuando lo haya
""",
    "claim": """\
# Para una aclaración quite los # y complete:
# claim:
#   claim: La afirmación que circula
#   verdict: falso            # falso, engañoso, fuera de contexto, verdadero
#   evidence:
#     - Una prueba por línea
#     - text: Una prueba que se puede consultar
#       url: https://sitio.example/…
#   seen_on: Dónde circuló
#   claimed_on: {now}       # desde cuándo circula
""",
    "alert": """\
# Para una alerta quite los # y complete:
# alert:
#   level: precaución         # informativa, precaución, peligro, emergencia
#   source: La autoridad que la emitió
#   area: Las colonias o comunidades donde vale
#   instructions: Qué debe hacer la gente
""",
}

_DECK = "#  - Un balazo\n"
_TAGS = "# tags: [una etiqueta, otra]\n"
_OPTIONAL = """\
# photos:
#   - file: {year}/foto.jpg       # en content/media/
#     alt: Qué se ve en la foto, para quien no puede verla
#     caption: El pie de foto
#     credit: Quien la tomó
#     minors: false          # true si aparecen menores; entonces hace falta consent
# live:                      # si se transmite en vivo
#   url: https://sitio.example/…
#   title: Qué se transmite
#   starts: {later} 10:00
#   ends: {later} 12:00
#   sign_language: no        # sí, no, o dónde está la señal con intérprete
#   captions: no             # subtítulos en vivo
#   recording: {year}/grabacion.mp4   # después: en content/media/, o https://…
# video:                     # o audio
#   - file: {year}/video.mp4      # en content/media/; si está en otro sitio, url: https://…
#     title: De qué trata
#     transcript: {year}/video.txt
#     captions: {year}/video.vtt
#     sign_language: {year}/video-lsm.mp4
#     duration: "2:30"
"""
_CAMPAIGN = """\
# objective: Qué busca la campaña
# audience: A quién se dirige
# starts: 2026-01-01
# ends: 2026-12-31
# works:                     # obras y programas
#   - name: El nombre de la obra
#     kind: obra             # obra, programa
#     amount: 1250000.50     # pesos, solo cifras
#     source: El fondo
#     progress: 40           # de 0 a 100
"""
#: What the summary of a page says until somebody writes it.
_PENDING = N_("{title}: resumen por escribir.")

_SPOKEN = ("es", "en")

#: `key: value` or `- value`, commented out or not, and what it is for.
_LINE = re.compile(r"(?:#\s*)*(?:-\s+)?(?:\w+:\s+)?(?P<value>[^#]*?)(?:\s+#.*)?")


@cache
def placeholders() -> frozenset[str]:
    """The values that a new file brings as examples: prose that somebody has to write anew."""
    text = "".join((*_GROUPS.values(), _DECK, _TAGS, _OPTIONAL, _CAMPAIGN))
    values: set[str] = set()
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        typed = found["value"].strip() if found else ""
        values |= set(typed.strip("[]").split(", ")) if typed.startswith("[") else {typed}
    # A word is one of several to choose from; dates, files and amounts have no letters and spaces.
    prose = {
        one for one in values if " " in one and re.search(r"[a-zá-ú]{2}", one) and "{" not in one
    }
    return frozenset(prose | {one for one in values if one.endswith("/…")})


def is_pending(summary: str, title: str) -> bool:
    """Whether a summary is still the one that a new file of this title has."""
    if not summary.startswith(title[:20]):
        return False
    return any(summary == catalog(lang).gettext(_PENDING).format(title=title) for lang in _SPOKEN)


def bulletin(
    newsroom: Newsroom,
    kind: str,
    title: str,
    slug: str,
    identity: UUID,
    folio: int | None,
    now: datetime,
    later: datetime,
) -> str:
    """A bulletin's file, a draft. Everything that must be permanent is filled in."""
    declared = newsroom.types[kind]
    topics = ", ".join(newsroom.topics)
    number = f"folio: {folio}\n" if folio else ""
    # An end that nobody typed would be believed: one that is needed is asked for.
    if declared.alert or "expires" in declared.requires:
        expires = f"expires:                     # hasta cuándo vale, como {now:%Y-%m-%d} 18:00\n"
    else:
        expires = f"# expires: {later:%Y-%m-%d}        # si el texto deja de valer un día\n"
    venues = f": {', '.join(newsroom.venues)}" if newsroom.venues else ""
    groups = "".join(
        text.format(later=f"{later:%Y-%m-%d}", now=f"{now:%Y-%m-%d}", venues=venues)
        for name, text in _GROUPS.items()
        if name in declared.requires or (name == "alert" and declared.alert)
    )
    optional = _OPTIONAL.format(later=f"{later:%Y-%m-%d}", year=f"{now:%Y}")
    return f"""---
id: {identity}   # permanente: no lo cambie ni lo copie
type: {kind}
{number}title: {_quoted(title)}
slug: {_quoted(slug)}
summary:                     # el sumario: qué pasó, en 255 caracteres
deck:                        # balazos, uno por línea con guion
{_DECK}date: {now:%Y-%m-%d %H:%M}
dateline: {_quoted(newsroom.dateline)}
status: draft                # draft: borrador · approved: se publica
# embargo: {later:%Y-%m-%d} 09:00  # no se publica antes
{expires}# topic:                     # uno de: {topics}
{_TAGS}# campaign:                  # el slug de una campaña
{groups}{optional}---

"""


def standing(folder: str, title: str, slug: str, identity: UUID, newsroom: Newsroom) -> str:
    """A page's or campaign's file, a draft."""
    summary = _quoted(catalog(newsroom.lang).gettext(_PENDING).format(title=title))
    more = (
        "# menu: 1                    # para que salga en el menú principal\n"
        if folder == "pages"
        else _CAMPAIGN
    )
    return f"""---
id: {identity}   # permanente: no lo cambie ni lo copie
title: {_quoted(title)}
slug: {_quoted(slug)}
summary: {summary}
status: draft                # draft: borrador · approved: se publica
{more}---

"""


def _quoted(text: str) -> str:
    """A YAML double-quoted string on one line: JSON's are."""
    return json.dumps(text, ensure_ascii=False)

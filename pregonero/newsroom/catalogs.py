"""The words of pages in other languages that an office has translated itself: `locale/nhn.po`.

Beside newsroom.toml, a gettext catalog for each language. It may have any part of the messages;
whatever it lacks stays in Spanish.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pregonero.diagnostics import InvalidValue, Problem, ProblemsFound, unknown
from pregonero.git.conflicts import markers
from pregonero.i18n import N_, compiled
from pregonero.invisible_characters import forbidden, refusal

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER = "locale"
#: What a message is filled with, and the tags and entities of HTML in it.
_PLACE = re.compile(r"\{[^{}]*\}|%\(\w+\)[sd]|%%")
_MARKUP = re.compile(r"</?[a-z][^>]*>|&#?\w+;|[<>\"]")


def wording(folder: Path, languages: Iterable[str]) -> dict[str, bytes]:
    """The compiled catalogs in a folder, by their language. Raises ProblemsFound or OSError."""
    if not folder.is_dir():
        return {}
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.po")):
        file = f"{FOLDER}/{path.name}"
        if path.stem not in (known := tuple(languages)):
            wrong = unknown(path.stem, known, N_("el idioma «{value}» no está declarado"))
            problems.append(wrong.at(file, 1, N_("archivo")))
            continue
        catalog = _read(path, file, problems)
        if catalog is None:
            continue
        problems += _faults(catalog, file)
        made[path.stem] = compiled(catalog)
    if problems:
        raise ProblemsFound(problems)
    return made


def _read(path: Path, file: str, problems: list[Problem]) -> "Catalog | None":
    from babel.messages.pofile import PoFileError, read_po

    if not path.is_file():  # a pipe would be waited for
        wrong = InvalidValue(
            N_("no es un archivo, sino una tubería o un dispositivo del sistema"),
            N_("Bórrelo y copie el archivo verdadero."),
        )
        problems.append(wrong.at(file, 1, N_("archivo")))
        return None
    raw = path.read_bytes()
    if marked := [*markers(raw.decode("utf-8", "ignore"))]:
        problems += [wrong.at(file, line, N_("archivo")) for line, wrong in marked]
        return None
    try:
        return read_po(io.BytesIO(raw), charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        wrong = InvalidValue(
            N_("no es un catálogo de gettext ({reason})"),
            N_("Ábralo y guárdelo con un editor de traducciones, como Poedit."),
            reason=error,
        )
        problems.append(wrong.at(file, getattr(error, "lineno", 0) + 1, N_("archivo")))
    except (UnicodeDecodeError, ValueError, LookupError):
        wrong = InvalidValue(N_("el archivo no está en UTF-8"), N_("Guárdelo como UTF-8."))
        problems.append(wrong.at(file, 1, N_("archivo")))
    return None


def _faults(catalog: "Catalog", file: str) -> Iterator[Problem]:
    for message in catalog:
        if message.id and not message.fuzzy:
            for wrong in _wrong(message):
                yield wrong.at(file, message.lineno or 1, "msgstr")


def _wrong(message: "Message") -> Iterator[InvalidValue]:
    ids, strings = _forms(message.id), [one for one in _forms(message.string) if one]
    for text in strings:
        if bad := forbidden(text):
            yield refusal(bad[0])
        places = Counter(_PLACE.findall(text))
        if not any(_fits(places, Counter(_PLACE.findall(one)), len(ids)) for one in ids):
            yield InvalidValue(
                N_("la traducción de «{text}» no tiene los mismos lugares que se rellenan"),
                N_("Copie tal cual {places}."),
                text=ids[0],
                places=sorted(set(_PLACE.findall(ids[-1]))),
            )
        if Counter(_MARKUP.findall(text)) - Counter(_MARKUP.findall(ids[-1])):
            yield InvalidValue(
                N_("la traducción de «{text}» lleva HTML"),
                N_("Escriba solo texto: {plain}"),
                text=ids[0],
                plain=_MARKUP.sub("", text),
            )
        elif Counter(_MARKUP.findall(ids[-1])) - Counter(_MARKUP.findall(text)):
            yield InvalidValue(
                N_("a la traducción de «{text}» le faltan marcas del original"),
                N_("Copie tal cual {places}."),
                text=ids[0],
                places=sorted(set(_MARKUP.findall(ids[-1]))),
            )


def _fits(found: "Counter[str]", wanted: "Counter[str]", forms: int) -> bool:
    """Whether the places of a translation are those of its message; one of several forms may leave
    its count out."""
    return found == wanted or (forms > 1 and not found - wanted)


def _forms(text: object) -> list[str]:
    return [str(one) for one in text] if isinstance(text, list | tuple) else [str(text or "")]

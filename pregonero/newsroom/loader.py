"""newsroom.toml read and judged."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pregonero.diagnostics import InvalidValue, Problem, ProblemsFound, named
from pregonero.files import contents
from pregonero.git.conflicts import markers
from pregonero.i18n import N_
from pregonero.invisible_characters import forbidden, refusal, refusals
from pregonero.moments import zone
from pregonero.newsroom.catalogs import FOLDER, wording
from pregonero.newsroom.fields import Place
from pregonero.newsroom.model import FILLED_IN, Newsroom
from pregonero.newsroom.pydantic_errors import reasons
from pregonero.newsroom.secrets import secrets
from pregonero.newsroom.toml_lines import line_of
from pregonero.newsroom.validation import Switched, declarations

#: What breaks a line, or shifts what comes after.
_BREAK = re.compile(r"[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")
#: Tables and lists within one another: ours have five.
_DEEPEST = 50
#: Bits of a whole number.
_LARGEST = 63
#: Figures, brackets and dotted keys without end, on one line.
_ENDLESS = re.compile(
    r"(?<![0-9_])[0-9_]{4000}|[=\[,]\s*[+-]?(?:0[xob])?[0-9a-fA-F_]{19}"
    r"|(?:[\[{]\s*){50}|(?:\{\s*\w+\s*=\s*){50}|(?<!\w)(?:\w++\.){50}"
)
#: Texts by their place.
Strings = Sequence[tuple[Place, str]]


def load(
    path: Path, environ: Mapping[str, str] = os.environ, switched: Switched | None = None
) -> Newsroom:
    """Read newsroom.toml; `SITEURL` in the environment wins over its `url`. `switched` says what is
    wrong with the level that a rule of the desk is switched to.

    Raises `ProblemsFound` with file, line and remedy, or OSError.
    """
    raw = contents(path)
    try:
        text = raw.decode("utf-8-sig")
        if marked := [wrong.at(path.name, line, N_("archivo")) for line, wrong in markers(text)]:
            raise ProblemsFound(marked)
        values = tomllib.loads(text)
        strings = list(_strings(values, ()))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = InvalidValue(N_("el archivo no está en UTF-8"), N_("Guárdelo como UTF-8."))
        raise ProblemsFound([wrong.at(path.name, line, N_("archivo"))]) from None
    except (ValueError, RecursionError) as error:  # numbers and nests that Python refuses, too
        raise ProblemsFound([_not_toml(error, text, path.name)]) from None
    unseen = [*_unseen(text, strings, path.name), *_broken(text, strings, path.name)]
    if unseen:
        raise ProblemsFound(unseen)
    told = list(secrets(values))
    if "wording" in values:
        no_key = InvalidValue(
            N_("la clave «{value}» no existe"),
            N_("Escriba sus traducciones en {folder}/, un archivo para cada idioma."),
            value="wording",
            folder=FOLDER,
        )
        raise ProblemsFound([no_key.at(path.name, line_of(text, ("wording",)), "wording")])
    if told:
        raise ProblemsFound(
            wrong.at(path.name, line_of(text, place), named(place)) for place, wrong in told
        )
    if environ.get("SITEURL"):
        values["url"] = environ["SITEURL"]
    try:
        newsroom = Newsroom.model_validate(values, context={"zone": _zone(values)})
        spoken = wording(path.parent / FOLDER, (newsroom.lang, *newsroom.languages))
        newsroom = newsroom.model_copy(update={"wording": spoken}) if spoken else newsroom
    except ValidationError as error:
        raise ProblemsFound(_problems(error, path.name, text)) from None
    problems = list(declarations(newsroom, path.name, text, switched))
    if problems:
        raise ProblemsFound(problems)
    return newsroom


def _not_toml(error: Exception, text: str, file: str) -> Problem:
    """Why a file cannot be read, and where."""
    place = re.search(r"line (\d+)", str(error))
    line = int(place[1]) if place else 1
    wrong = InvalidValue(
        N_("no es TOML válido ({reason})"),
        N_('Revise comillas, corchetes y que cada dato sea clave = "valor".'),
        reason=error,
    )
    if not isinstance(error, tomllib.TOMLDecodeError):
        lines = enumerate(text.split("\n"), 1)
        line = next((number for number, one in lines if _ENDLESS.search(one)), 1)
        wrong = InvalidValue(
            N_("hay un número de demasiadas cifras, o listas dentro de listas sin fin"),
            N_("Borre esa línea y escríbala de nuevo."),
        )
    return wrong.at(file, line, N_("archivo"))


def _broken(text: str, strings: Strings, file: str) -> Iterator[Problem]:
    """Texts of several lines; a description may have them."""
    for place, value in strings:
        if place[-1:] != ("description",) and _BREAK.search(value):
            yield InvalidValue(
                N_("«{value}» lleva un salto de línea o un tabulador"),
                N_("Escríbalo en una sola línea."),
                value=value,
            ).at(file, line_of(text, place), named(place))


def _unseen(text: str, strings: Strings, file: str) -> Iterator[Problem]:
    """What no text may have, in the file or written there as an escape (`\\ufdd0`)."""
    typed = [*refusals(text)]
    for line, wrong in typed:
        yield wrong.at(file, line, N_("archivo"))
    if not typed:
        for place, value in strings:
            if bad := forbidden(value):
                yield refusal(bad[0]).at(file, line_of(text, place), named(place))


def _strings(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text of a value, keys too, each with its place. Raises RecursionError for a nest, and
    ValueError for a number, that nothing of ours has."""
    if len(place) > _DEEPEST:
        raise RecursionError
    if isinstance(value, int) and value.bit_length() > _LARGEST:
        raise ValueError
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield place, key
            yield from _strings(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*place, index))


def _zone(values: Mapping[str, Any]) -> tzinfo | None:
    try:
        return zone(str(values.get("timezone", "America/Mexico_City")))
    except (OSError, ValueError, KeyError):
        return None


def _problems(error: ValidationError, file: str, text: str) -> list[Problem]:
    return [
        wrong.at(file, line_of(text, path), named(path) or N_("archivo"))
        for path, wrong in reasons(error, Newsroom, hidden=FILLED_IN)
    ]

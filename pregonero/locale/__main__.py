"""Bring the catalogs up to date with the words in the source: `make locale`.

Spanish is the language of the source: its catalog has only the words that Typer says in English.
In English a message without translation stays empty, and a test says so.

`python -m pregonero.locale maz` writes one to fill in for another language, to keep as
`locale/maz.po` beside newsroom.toml. It has the words of pages and may lack any: where it does, a
page says them in Spanish, with its `lang`.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from pregonero.i18n import DOMAIN, LOCALES, compiled

SOURCE = "es"
LANGUAGES = (SOURCE, "en")
ROOT = LOCALES.parents[1]
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_THEME = {"**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true"}}
#: A catalog's dates would change its bytes without its words.
_DATED = datetime(2026, 1, 1, tzinfo=UTC)


def extracted(folder: str = "pregonero") -> Catalog:
    """Every message of the program and the theme, or of a folder of the program and the theme."""
    found = Catalog(project="Pregonero", creation_date=_DATED, revision_date=_DATED)
    places: tuple[tuple[Path, list[tuple[str, str]], Any], ...] = (
        (ROOT / folder, [("**.py", "python")], None),
        (ROOT / "theme" / "templates", [("**.html", "jinja2")], _THEME),
    )
    for place, method, options in places:
        for _file, _line, message, _comments, context in extract_from_dir(
            str(place), method, options, keywords=_KEYWORDS
        ):
            found.add(message, context=context)
    return found


def updated(lang: str, template: Catalog, path: Path) -> Catalog:
    """A language's catalog with the messages of now, keeping what was translated."""
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=lang)
    else:
        known = Catalog()
    made = Catalog(locale=lang, project="Pregonero", creation_date=_DATED, revision_date=_DATED)
    for message in template:
        if not message.id:
            continue
        old = known.get(message.id)
        string = old.string if old else ""
        if lang != SOURCE or string:
            made.add(message.id, string=string)
    return made


def catalog_of(lang: str) -> Path:
    return LOCALES / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def main() -> None:
    if wanted := sys.argv[1:]:
        pages = extracted("pregonero/render")
        for lang in wanted:
            catalog = updated(lang, pages, catalog_of(lang))
            write_po(sys.stdout.buffer, catalog, sort_output=True, width=100)
        return
    template = extracted()
    for lang in LANGUAGES:
        path = catalog_of(lang)
        catalog = updated(lang, template, path)
        with path.open("wb") as file:
            write_po(file, catalog, sort_output=True, width=100)
        path.with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    main()

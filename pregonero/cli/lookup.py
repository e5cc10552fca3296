"""The bulletin that somebody names: by folio, file, address, id or the end of its address."""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pregonero.cli.errors import CallError
from pregonero.cli.project import Project
from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import ProblemsFound
from pregonero.i18n import N_
from pregonero.newsroom.model import Newsroom
from pregonero.slug import slugify

_FOLIO = re.compile(r"(?:.*\D)?0*(\d{1,5})\s*/\s*(\d{4})\s*|0*(\d{1,5})")
#: How many of several are worth repeating.
_MOST = 8


def named(text: str, place: Project, newsroom: Newsroom, archive: Archive) -> SourceDocument:
    """The bulletin that somebody means.

    Raises CallError for none or several, and ProblemsFound for one that cannot be read.
    """
    bulletins = [e for e in archive.entries.values() if isinstance(e.document, Bulletin)]
    found = _file(text, place, archive) or _folio(text, newsroom, bulletins)
    found = found or _otherwise(text, newsroom, bulletins)
    if len(found) == 1:
        return found[0]
    if found:
        raise CallError(
            N_("«{value}» puede ser varios boletines: {known}"),
            N_("Escriba el folio con su año, o la ruta del archivo."),
            value=text,
            known=", ".join(e.file for e in found[:_MOST]) + ("…" if len(found) > _MOST else ""),
        )
    near = _near(text, newsroom, bulletins)
    raise CallError(
        N_("no hay ningún boletín «{value}»"),
        N_("¿Quiso decir «{near}»?") if near else N_("Vea los que hay: python cli.py lista"),
        value=text,
        near=near,
    )


def _file(text: str, place: Project, archive: Archive) -> list[SourceDocument]:
    """The one in a file, from here or from the newsroom's folder; those of that name alone."""
    if not text.endswith(".md"):
        return []
    for folder in (Path.cwd(), place.root, place.content):
        path = (folder / text).resolve()
        # Of what is too long to be a path, Path.is_file() would raise.
        if os.path.isfile(path) and path.is_relative_to(place.content.resolve()):  # noqa: PTH113
            inside = path.relative_to(place.content.resolve()).as_posix()
            if inside not in archive.entries and inside in archive.own:
                raise ProblemsFound(archive.own[inside])
            entry = archive.entries.get(inside)
            return [entry] if entry and isinstance(entry.document, Bulletin) else []
    return [
        entry
        for path, entry in archive.entries.items()
        if path.rpartition("/")[2] == text and isinstance(entry.document, Bulletin)
    ]


def _folio(
    text: str, newsroom: Newsroom, bulletins: Iterable[SourceDocument]
) -> list[SourceDocument]:
    """Those with a folio: as the office writes it, `12/2026`, or the number alone."""
    parts = _FOLIO.fullmatch(text.strip())
    wanted = slugify(text)
    number = int(parts[1] or parts[3]) if parts else 0
    year = int(parts[2]) if parts and parts[2] else 0
    found: list[SourceDocument] = []
    for entry in bulletins:
        one = entry.document
        assert isinstance(one, Bulletin)
        if not one.folio or one.translation_of:
            continue
        if (one.folio == number and year in (0, one.year)) or (
            wanted and slugify(newsroom.folio(one.folio, one.year)) == wanted
        ):
            found.append(entry)
    return found


def _otherwise(
    text: str, newsroom: Newsroom, bulletins: Iterable[SourceDocument]
) -> list[SourceDocument]:
    """Those with an id, an address of this site, or its end."""
    identity = text.lower().removeprefix("urn:uuid:")
    parts = urlsplit(text.removeprefix(newsroom.url) if "://" in text else text)
    address = f"/{unquote(parts.path).strip('/')}/" if not parts.scheme else ""
    base = newsroom.base_path
    address = address.removeprefix(base) if base and address.startswith(f"{base}/") else address
    found: list[SourceDocument] = []
    for entry in bulletins:
        one = entry.document
        if identity == str(one.id) or address in (one.address, *one.aliases) or text == one.slug:
            found.append(entry)
    return found


def _near(text: str, newsroom: Newsroom, bulletins: Iterable[SourceDocument]) -> str:
    """The folio, address or slug most like what was typed."""
    known: list[str] = []
    for entry in bulletins:
        one = entry.document
        assert isinstance(one, Bulletin)
        known += [one.slug, one.address]
        if one.folio:
            known += [f"{one.folio}/{one.year}", newsroom.folio(one.folio, one.year)]
    return next(iter(get_close_matches(text, known, n=1, cutoff=0.6)), "")

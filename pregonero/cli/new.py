"""`new`: a commented file with all that an editor need not think of."""

import re
import sys
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from pregonero import files
from pregonero import slug as slugs
from pregonero.cli import editor
from pregonero.cli.content_lock import writing
from pregonero.cli.errors import CallError
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.content import scaffold
from pregonero.content.archive import Archive, shelf_in
from pregonero.content.model.bulletin import LONGEST_TITLE, Bulletin
from pregonero.diagnostics import suggestion
from pregonero.i18n import N_
from pregonero.invisible_characters import visible
from pregonero.lint.loading import load
from pregonero.newsroom.model import Newsroom
from pregonero.newsroom.urls import RESERVED

_PAGES = {"page": "pages", "pagina": "pages", "campaign": "campaigns", "campana": "campaigns"}
_FOLIO = re.compile(r"^folio:\s*[\"']?(\d{1,5})", re.MULTILINE)
_YEAR = re.compile(r"^(?:date|fecha):\s*[\"']?(\d{4})", re.MULTILINE)


def run(place: Project, kind: str, title: str) -> None:
    newsroom = place.newsroom()
    wanted = _kind(kind, newsroom)
    if not slugs.slugify(title):
        raise CallError(
            N_("el título no tiene letras ni números"), N_('Escríbalo entre comillas: "Un título".')
        )
    if len(title) > LONGEST_TITLE:
        raise CallError(
            N_("el título mide {size} caracteres; el máximo es {most}"),
            N_("Acórtelo; el resto cabe en el sumario."),
            size=len(title),
            most=LONGEST_TITLE,
        )
    # Between reading the last folio and writing the next nobody else may do the same.
    with writing(place) as desk:
        now = moment(None, newsroom)
        path = write(place, newsroom, wanted, title, now, uuid.uuid4(), desk)
    shown = path.relative_to(place.root).as_posix()
    sys.stdout.write(f"{shown}\n")
    sys.stdout.flush()
    if editor.somebody_is_there() and (words := editor.chosen(place.root)):
        editor.edit(words, path)
    for line in (
        say(N_("Escriba el texto debajo del segundo --- y guarde.")),
        *([say(N_("Escriba en expires hasta cuándo vale."))] if _ends(wanted, newsroom) else []),
        say(N_("Para verlo: python cli.py servir")),
        say(N_("Para revisarlo: python cli.py revisar")),
        say(N_("Cuando esté listo, cambie status: draft por status: approved.")),
    ):
        sys.stdout.write(f"{line}\n")


def _ends(kind: str, newsroom: Newsroom) -> bool:
    """Whether what is of a type has to say until when it holds."""
    declared = newsroom.types.get(kind)
    return declared is not None and (declared.alert or "expires" in declared.requires)


def _kind(typed: str, newsroom: Newsroom) -> str:
    kind = slugs.slugify(typed)
    if kind in newsroom.types or kind in _PAGES:
        return kind
    by_name = {slugs.slugify(t.name): key for key, t in newsroom.types.items()}
    if kind in by_name:
        return by_name[kind]
    known = [*newsroom.types, "pagina", "campana"]
    near = suggestion(kind, known)
    raise CallError(
        N_("no existe el tipo «{kind}»"),
        N_("¿Quiso decir «{near}»?") if near else N_("Escriba uno de estos: {known}."),
        kind=typed,
        near=near,
        known=", ".join(known),
    )


def write(
    place: Project,
    newsroom: Newsroom,
    kind: str,
    title: str,
    now: datetime,
    identity: uuid.UUID,
    desk: Path,
) -> Path:
    """Write the file, by way of a folder of the caller, who holds the lock. Gives its path."""
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    title = " ".join(
        "".join(
            c if c.isprintable() or c in "\u200c\u200d" else " " for c in visible(title)[0]
        ).split()
    )
    folder = place.content / _PAGES.get(kind, f"bulletins/{now.year}")
    prefix = "" if kind in _PAGES else f"{now:%Y-%m-%d}-"
    taken = {e.document.address for e in archive.entries.values()}
    taken |= {f"/{name}/" for name in RESERVED | newsroom.types.keys()}
    slug = base = slugs.from_title(title)
    number = 1
    while (folder / f"{prefix}{slug}.md").exists() or _address(kind, slug, now) in taken:
        number += 1
        slug = f"{base}-{number}"
    if kind in _PAGES:
        text = scaffold.standing(_PAGES[kind], title, slug, identity, newsroom)
    else:
        folio = next_folio(archive, place.content, now.year) if newsroom.types[kind].folio else None
        text = scaffold.bulletin(
            newsroom, kind, title, slug, identity, folio, now, now + timedelta(days=7)
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{prefix}{slug}.md"
    files.put(path, text.encode(), fresh=True, desk=desk)
    return path


def _address(kind: str, slug: str, now: datetime) -> str:
    return {"pages": f"/{slug}/", "campaigns": f"/campanas/{slug}/"}.get(
        _PAGES.get(kind, ""), f"/{kind}/{now.year}/{slug}/"
    )


def next_folio(archive: Archive, content: Path, year: int) -> int:
    """One more than the year's last, counting files that cannot be read whole."""
    folios = [b.folio for b in archive.bulletins if b.folio and b.year == year]
    for path in sorted((content / Bulletin.folder).rglob("*.md")):
        if path.relative_to(content).as_posix() not in archive.entries and path.is_file():
            head = path.read_bytes()[:20_000].decode("utf-8", "replace")
            found, when = _FOLIO.search(head), _YEAR.search(head)
            if found and (not when or int(when[1]) == year):
                folios.append(int(found[1]))
    return max(folios, default=0) + 1

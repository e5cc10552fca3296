"""`text`: a public bulletin as plain text, to paste."""

import sys

from pregonero.cli.build import because
from pregonero.cli.errors import CONTENT, fault
from pregonero.cli.lookup import named
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.content import reader
from pregonero.content.archive import shelf_in
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.scan import fingerprint
from pregonero.edition.compose import Edition, compose
from pregonero.i18n import N_
from pregonero.lint.loading import load
from pregonero.markdown.to_html import render
from pregonero.newsroom.model import Newsroom
from pregonero.render.assets import Assets
from pregonero.render.cards import SiteContext
from pregonero.render.data.plain_text import text
from pregonero.render.images import renditions


def run(place: Project, name: str, at: str | None) -> None:
    newsroom = place.newsroom()
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    entry = named(name, place, newsroom, archive)
    edition = compose(archive, newsroom, moment(at, newsroom))
    one = edition.documents.get(entry.document.path)
    if one is None:
        why = next((w for w in edition.withheld if w.path == entry.document.path), None)
        fault(
            say(N_("{file} no es público"), file=entry.file)
            + (f" ({because(why)})" if why else ""),
            say(N_("Nada de él se puede copiar todavía.")),
        )
        sys.exit(CONTENT)
    assert isinstance(one, Bulletin)
    press = _press(edition, newsroom, one)
    html = ""
    if one.status != "withdrawn":
        words = reader.words((place.root / entry.file).read_bytes(), entry.body_line)
        html = render(words, press.place(one))
    sys.stdout.write(text(press, one, html))


def _press(edition: Edition, newsroom: Newsroom, one: Bulletin) -> SiteContext:
    """The edition ready to tell of one bulletin: only of its photographs are addresses needed."""
    shown = {photo.file for photo in one.photos}
    shown |= {target.where for _, target in edition.pointing.get(one.path, ())}
    prints = {f: fingerprint(edition.media[f]) for f in sorted(shown & edition.photos.keys())}
    sets = {f: renditions.plan(f, edition.photos[f], prints[f]) for f in prints}
    return SiteContext(edition, sets, prints, Assets(("", b"")))

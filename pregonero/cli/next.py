"""`next`: when the site changes by itself."""

import sys

from pregonero.cli.errors import tell
from pregonero.cli.hold import held, known
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.cli.terminal import write_json
from pregonero.content.archive import shelf_in
from pregonero.edition.schedule import forthcoming
from pregonero.i18n import N_
from pregonero.lint.loading import load

#: Changes that are shown to a person; a program gets them all.
SHOWN = 10


def run(place: Project, at: str | None, shape: str) -> None:
    newsroom = place.newsroom()
    now = moment(at, newsroom)
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    archive.raise_errors()
    coming = forthcoming(archive, newsroom, now)
    if shape == "json":
        plain = [
            {"at": one.at.isoformat(), "what": say(one.what), "path": one.path} for one in coming
        ]
        write_json(plain)
        return
    for name in newsroom.targets:
        if pin := known(place.cache / "targets" / name):
            tell(held(name, pin))
    if not coming:
        tell(say(N_("Nada cambiará por sí solo.")))
    for one in coming[:SHOWN]:
        sys.stdout.write(f"{one.at.isoformat()}  {say(one.what)}: {one.path}\n")
    if len(coming) > SHOWN:
        tell(say(N_("… y {count} más"), count=len(coming) - SHOWN))

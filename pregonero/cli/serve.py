"""`serve`: the site as it will be, drafts included, made again whenever a file is saved."""

import gc
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pregonero.cli.errors import CallError, tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.diagnostics import ProblemsFound
from pregonero.engine.preview_server import Preview
from pregonero.i18n import N_, operator_language
from pregonero.lint.loading import load_newsroom

if TYPE_CHECKING:
    from pregonero.engine.preview import PreviewSite

#: The last port that there is.
LAST = 65535
#: Ports tried after the one asked for, when it is taken.
TRIES = 20
#: Milliseconds: the longest that changes are gathered, and a silence that ends it.
GATHER, SILENCE = 200, 10


def run(place: Project, port: int) -> None:
    from watchfiles import watch

    if not 0 <= port <= LAST:
        raise CallError(
            N_("{port} no es un puerto"), N_("Escriba uno entre 1 y {last}."), port=port, last=LAST
        )
    gc.enable()  # a preview may last all day
    lang = operator_language()
    os.environ["PREGONERO_CONFIG"] = str(place.config)
    server = _listen(port, lang)
    os.environ["SITEURL"] = server.address
    site = _site(place)
    server.get = site.get
    _refresh(place, site, server, lang)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(say(N_("Vista previa en {address}/ (Ctrl-C para terminar)"), address=server.address))
    own = (place.content, place.theme, place.config, place.catalogs, place.settings)
    watched = [path for path in own if path.exists()]
    try:
        for changes in watch(*watched, debounce=GATHER, step=SILENCE):
            _refresh(place, site, server, lang, {Path(path) for _, path in changes})
    except KeyboardInterrupt:
        tell(say(N_("Vista previa terminada.")))
    finally:
        server.shutdown()
        server.server_close()


def _listen(port: int, lang: str) -> Preview:
    for number in range(port, min(port + TRIES, LAST + 1)):
        try:
            return Preview(lambda name: None, number, lang)
        except OSError:
            if not port or number == min(port + TRIES - 1, LAST):
                raise
    raise AssertionError


def _site(place: Project) -> "PreviewSite":
    from pregonero.engine.preview import PreviewSite

    return PreviewSite(
        place.settings,
        PATH=str(place.content),
        THEME=str(place.theme),
        CACHE_PATH=str(place.cache),
        UNAPPROVED=True,
        INDEX=False,
        NOTICE=say(N_("Vista previa: incluye borradores y textos bajo embargo.")),
    )


def _refresh(
    place: Project, site: "PreviewSite", server: Preview, lang: str, changed: Iterable[Path] = ()
) -> None:
    started = time.monotonic()
    pending: tuple[str, ...] = ()
    try:
        asked = {place.config, place.catalogs}
        if not changed or any(asked & {path, path.parent} for path in changed):
            load_newsroom(place.config)
        site.refresh(changed)
    except ProblemsFound as error:
        problems = tuple(problem.show(lang) for problem in error.problems)
    except Exception as error:  # a template being written: say so and go on
        problems = (f"{type(error).__name__}: {error}",)
    else:
        seconds = f"{time.monotonic() - started:.2f}"
        tell(say(N_("{count} publicados en {seconds} s"), count=site.published, seconds=seconds))
        problems = ()
        pending = tuple(problem.show(lang) for problem in site.pending)
    for problem in (*problems, *pending):
        tell(problem)
    server.announce(problems, pending)

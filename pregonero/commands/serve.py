"""`serve`: the site as it will be, drafts included, made again whenever a file is saved."""

import os
import threading
import time

from pregonero.commands.ending import tell
from pregonero.commands.place import Place
from pregonero.commands.preview import Preview
from pregonero.commands.speech import say
from pregonero.newsroom import load
from pregonero.problem import ProblemsFound
from pregonero.words import N_, operator_language

#: Ports tried after the one asked for, when it is taken.
TRIES = 20


def run(place: Place, port: int) -> None:
    from watchfiles import watch

    lang = operator_language()
    folder = place.cache / "preview"
    folder.mkdir(parents=True, exist_ok=True)
    server = _listen(place, port, lang)
    os.environ["PREGONERO_CONFIG"] = str(place.config)
    os.environ["SITEURL"] = server.address
    _rebuild(place, server, lang)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(say(N_("Vista previa en {address}/ (Ctrl-C para terminar)"), address=server.address))
    watched = [p for p in (place.content, place.theme, place.config, place.settings) if p.exists()]
    try:
        for _changes in watch(*watched, debounce=200, step=20):
            _rebuild(place, server, lang)
    except KeyboardInterrupt:
        tell(say(N_("Vista previa terminada.")))
    finally:
        server.shutdown()
        server.server_close()


def _listen(place: Place, port: int, lang: str) -> Preview:
    for number in range(port, port + TRIES):
        try:
            return Preview(place.cache / "preview", number, lang)
        except OSError:
            if not port or number == port + TRIES - 1:
                raise
    raise AssertionError


def _rebuild(place: Place, server: Preview, lang: str) -> None:
    from pregonero.engine.run import PelicanComplained, build

    started = time.monotonic()
    try:
        load(place.config)
        _archive, edition = build(
            place.settings,
            PATH=str(place.content),
            THEME=str(place.theme),
            CACHE_PATH=str(place.cache),
            OUTPUT_PATH=str(server.folder),
            UNAPPROVED=True,
            INDEX=False,
            NOTICE=say(N_("Vista previa: incluye borradores y textos bajo embargo.")),
        )
    except ProblemsFound as error:
        problems = tuple(problem.show(lang) for problem in error.problems)
    except PelicanComplained as error:
        problems = tuple(error.lines)
    except Exception as error:  # a template being written: say so and go on
        problems = (f"{type(error).__name__}: {error}",)
    else:
        seconds = f"{time.monotonic() - started:.2f}"
        tell(
            say(
                N_("{count} publicados en {seconds} s"),
                count=len(edition.documents),
                seconds=seconds,
            )
        )
        problems = ()
    for problem in problems:
        tell(problem)
    server.announce(problems)

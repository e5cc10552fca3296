"""Build a site for a command, quietly: with Pelican, or without it where that is the same."""

import gc
import logging
import sys
import traceback
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from pregonero.diagnostics import InvalidValue, Problem, ProblemsFound
from pregonero.edition.report import Report
from pregonero.engine import staging, without_pelican
from pregonero.engine.incremental.up_to_date import UpToDateCheck
from pregonero.engine.other_plugins import failure, not_loaded
from pregonero.engine.site_builder import Builder
from pregonero.engine.staging import NotOurs, PelicanComplained
from pregonero.i18n import N_
from pregonero.newsroom.model import Newsroom

__all__ = ["NotOurs", "PelicanComplained", "build"]


def build(settings_file: Path, newsroom: Newsroom | None = None, **overrides: Any) -> Report:
    """Build a site from a settings file, some settings replaced.

    With the `newsroom` of those settings, and LOOKED of the same call before, Pelican is only
    run if it may do something else. Gives what there is to tell of it. Raises ProblemsFound,
    NotOurs, PelicanComplained or OSError; the live output is then as it was.
    """
    # A build makes much and drops little: looking for cycles all the while costs a tenth of it.
    collecting = gc.isenabled()
    gc.disable()
    try:
        looked: UpToDateCheck | None = overrides.get("LOOKED")
        before, builder = looked and looked.ledger, None
        recipe = before and before.call == overrides["CALL"] and before.recipe
        if recipe and not recipe.pelican and newsroom:
            builder = without_pelican.build({**overrides, "NEWSROOM": newsroom}, recipe)
        builder = builder or _run(settings_file, overrides)
        return builder.report
    except TemplateError as error:
        raise ProblemsFound([_in_template(error)]) from error
    finally:
        if collecting:
            gc.enable()


def _run(settings_file: Path, overrides: dict[str, Any]) -> Builder:
    import pelican
    from pelican.log import console
    from pelican.plugins import signals
    from pelican.settings import read_settings

    from pregonero.engine.generator import NewsroomGenerator

    console.quiet = True
    logged = _Logged(logging.ERROR)
    plugins: list[object] = []
    sys.modules.pop("pelicanconf", None)  # which publishconf.py imports: of another newsroom, maybe
    made: list[NewsroomGenerator] = []

    def note(generators: list[Any]) -> None:
        made.extend(g for g in generators if isinstance(g, NewsroomGenerator))

    site: Any = None
    logging.getLogger("pelican").addHandler(logged)
    written = sys.dont_write_bytecode
    try:
        # Python takes a file of the same second and size for the one it compiled.
        sys.dont_write_bytecode = True
        settings = read_settings(str(settings_file), override=overrides)
        plugins += settings["PLUGINS"] or []
        site = pelican.Pelican(settings)
        sys.dont_write_bytecode = written
        missing = not_loaded(plugins, settings["PLUGINS"], logged.records, settings_file)
        if missing:
            raise ProblemsFound(missing)
        with signals.all_generators_finalized.connected_to(note):
            site.run()
    except (ProblemsFound, NotOurs, PelicanComplained, TemplateError):
        raise
    except Exception as error:
        found = failure(error, plugins, settings_file)
        if found is None:
            raise
        raise ProblemsFound([found]) from error
    finally:
        sys.dont_write_bytecode = written
        logging.getLogger("pelican").removeHandler(logged)
        if site:
            staging.abandon(site)
    return made[0].builder


class _Logged(logging.Handler):
    """Keeps what Pelican logs."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def _in_template(error: TemplateError) -> Problem:
    """Where a template failed: the deepest line of one in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(f.filename, f.lineno) for f in frames if f.filename.endswith(".html")]
    if isinstance(error, TemplateSyntaxError):
        places.append((error.filename or error.name or "", error.lineno))
    file, line = places[-1] if places else ("", 1)
    wrong = InvalidValue(
        N_("la plantilla falló ({reason})"),
        N_("Corrija la plantilla del tema."),
        reason=error.message or type(error).__name__,
    )
    return wrong.at(f"theme/templates/{Path(file).name}", line or 1, N_("plantilla"))

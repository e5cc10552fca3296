"""Run Pelican in this process, quietly, for a command."""

import gc
import traceback
from pathlib import Path
from typing import Any

import pelican
from jinja2 import TemplateError, TemplateSyntaxError
from pelican.log import console
from pelican.plugins import signals
from pelican.settings import read_settings

from pregonero.engine import staging
from pregonero.engine.generator import NewsroomGenerator
from pregonero.engine.staging import NotOurs, PelicanComplained
from pregonero.problem import Problem, ProblemsFound, Wrong
from pregonero.report import Report
from pregonero.words import N_

__all__ = ["NotOurs", "PelicanComplained", "build"]


def build(settings_file: Path, **overrides: Any) -> Report:
    """Build a site from a settings file, some settings replaced.

    Gives what there is to tell of it. Raises ProblemsFound, NotOurs, PelicanComplained or
    OSError; the live output is then as it was.
    """
    console.quiet = True
    made: list[NewsroomGenerator] = []

    def note(generators: list[Any]) -> None:
        made.extend(g for g in generators if isinstance(g, NewsroomGenerator))

    site = pelican.Pelican(read_settings(str(settings_file), override=overrides))
    # A build makes much and drops little: looking for cycles all the while costs a tenth of it.
    collecting = gc.isenabled()
    gc.disable()
    try:
        with signals.all_generators_finalized.connected_to(note):
            site.run()
    except TemplateError as error:
        raise ProblemsFound([_in_template(error)]) from error
    finally:
        if collecting:
            gc.enable()
        staging.abandon(site)
    return made[0].report


def _in_template(error: TemplateError) -> Problem:
    """Where a template failed: the deepest line of one in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(f.filename, f.lineno) for f in frames if f.filename.endswith(".html")]
    if isinstance(error, TemplateSyntaxError):
        places.append((error.filename or error.name or "", error.lineno))
    file, line = places[-1] if places else ("", 1)
    wrong = Wrong(
        N_("la plantilla falló ({reason})"),
        N_("Corrija la plantilla del tema."),
        reason=error.message or type(error).__name__,
    )
    return wrong.at(f"theme/templates/{Path(file).name}", line or 1, N_("plantilla"))

"""Whether more than our plugin takes part in a run of Pelican, and which of it failed."""

import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from weakref import ref

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_

#: Our plugin, as PLUGINS names it.
OURS = "pregonero.engine"
#: Settings by which Pelican itself writes files; those that end so too.
_WRITING = (
    "ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS", "TEMPLATE_PAGES",
    "OUTPUT_SOURCES", "DIRECT_TEMPLATES", "AUTHOR_SAVE_AS", "CATEGORY_SAVE_AS", "TAG_SAVE_AS",
)  # fmt: skip
_WRITING_ENDINGS = ("_ARCHIVE_SAVE_AS", "FEED_ATOM", "FEED_RSS", "_ALL_ATOM", "_ALL_RSS")


def shared(settings: Mapping[str, Any]) -> bool:
    """Whether others may write to the site of these settings, or are told of what is written.

    Asked once every plugin is registered.
    """
    return (
        any(name != OURS for name in settings["PLUGINS"])
        or any(settings.get(name) for name in _WRITING)
        or any(settings[name] for name in settings if name.endswith(_WRITING_ENDINGS))
        or _listened()
    )


def _listened() -> bool:
    """Whether a signal of Pelican has a receiver that is not ours."""
    from blinker import Signal
    from pelican.plugins import signals

    held = (
        one for s in vars(signals).values() if isinstance(s, Signal) for one in s.receivers.values()
    )
    receivers = (one() if isinstance(one, ref) else one for one in held)
    return any(
        not getattr(one, "__module__", "").startswith(OURS) for one in receivers if one is not None
    )


def not_loaded(
    asked: Iterable[object], loaded: Iterable[str], logged: Iterable[Any], settings_file: Path
) -> list[Problem]:
    """A problem for each plugin of PLUGINS that Pelican could not load or register, of which it
    only logs records. `loaded` are the names of the others."""
    known = {*loaded}
    reasons = {
        str(record.args[0]): record.exc_info[1] if record.exc_info else record.args[-1]
        for record in logged
        if isinstance(record.args, tuple) and record.args
    }
    found = []
    for one in asked:
        name = one if isinstance(one, str) else getattr(one, "__name__", type(one).__qualname__)
        names = (name, f"pelican.plugins.{name}")
        if known.isdisjoint(names):
            wrong = InvalidValue(
                N_("el complemento de Pelican «{name}» no se pudo cargar ({reason})"),
                N_("Corríjalo, instálelo o quítelo de PLUGINS."),
                name=name,
                reason=next((_reason(reasons[n]) for n in names if n in reasons), ""),
            )
            found.append(wrong.at(settings_file.name, 1, "PLUGINS"))
    return found


def failure(error: Exception, plugins: Iterable[object], settings_file: Path) -> Problem | None:
    """Which plugin, or which code of the settings, an error comes from; None if it is ours.

    What Pelican or a library raises is of whoever called it last.
    """
    root = settings_file.resolve().parent
    names = [one if isinstance(one, str) else getattr(one, "__name__", "") for one in plugins]
    sources = dict(_sources(names))
    # One that failed while it was imported has left nothing but its name.
    broken = {*names}.difference(sources.values(), [OURS])
    ours = Path(__file__).resolve().parents[1]
    places = [(f.filename, f.lineno or 1) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno or 1))
    for filename, line in reversed(places):
        file = Path(filename).resolve()
        shown = file.relative_to(root) if file.is_relative_to(root) else file
        if ours in file.parents:
            continue
        name = next((n for at, n in sources.items() if file == at or at in file.parents), None)
        if name is None:
            stems = (file.stem, file.parent.name)
            name = next((n for n in broken if n.rpartition(".")[2] in stems), None)
        if name:
            wrong = InvalidValue(
                N_("el complemento de Pelican «{name}» falló ({reason})"),
                N_("Corríjalo, o quítelo de PLUGINS."),
                name=name,
                reason=_reason(error),
            )
            return wrong.at(shown.as_posix(), line, N_("complemento"))
        if file.is_relative_to(root) and file.suffix == ".py" and not _installed(file):
            wrong = InvalidValue(
                N_("el código de sus ajustes de Pelican falló ({reason})"),
                N_("Corríjalo y repita."),
                reason=_reason(error),
            )
            return wrong.at(shown.as_posix(), line, N_("ajustes"))
    return None


def _installed(file: Path) -> bool:
    return any(part.endswith("-packages") for part in file.parts) or file.name == "cli.py"


def _reason(error: object) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else str(error)


def _sources(names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The file of each plugin but ours, or the folder of one that is a package, with its name."""
    for name in names:
        for full in (name, f"pelican.plugins.{name}"):
            module = sys.modules.get(full)
            if module is not None and full != OURS:
                for at in getattr(module, "__path__", None) or [getattr(module, "__file__", None)]:
                    if at:
                        yield Path(at).resolve(), name

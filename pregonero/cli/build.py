"""`build`: the site of a moment, in place at once or not at all."""

import os
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pregonero.cli.errors import CONTENT, CallError, tell
from pregonero.cli.messages import say
from pregonero.cli.output import show
from pregonero.cli.progress import watching
from pregonero.cli.project import Project, moment
from pregonero.diagnostics import InvalidValue
from pregonero.edition.report import SCHEDULED, Report, Withheld
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.engine.incremental.up_to_date import unchanged
from pregonero.fingerprint import contents, key, toolchain
from pregonero.i18n import N_

if TYPE_CHECKING:
    from pregonero.edition.fallback import Holding


def run(place: Project, at: str | None, output: Path | None, *, cold: bool = False) -> None:
    started = time.monotonic()
    target = (output or place.root / "output").absolute()
    report, _ = make(place, at, target, place.settings, cold=cold)
    show(report.warnings, "text")
    tell(say(N_("Publicados: {count}, en {path}"), count=report.published, path=_near(target)))
    _withheld(report.withheld)
    tell(say(N_("Avisos: {count}"), count=len(report.warnings)))
    tell(say(N_("Segundos: {seconds}"), seconds=f"{time.monotonic() - started:.1f}"))


def make(
    place: Project,
    at: str | None,
    target: Path,
    settings: Path,
    renamed: Mapping[str, str] | None = None,
    *,
    cold: bool = False,
    holding: "Holding | None" = None,
) -> tuple[Report, BuildManifest | None]:
    """Build into a folder with these Pelican settings. `renamed` says which id was once where;
    `holding` takes out what is wrong.

    Gives its report, and the ledger that was there before, if that was looked at."""
    call = _call(place, renamed or {})
    if holding:
        call = key(call, "holding")
    looked = None
    if not cold:
        with suppress(InvalidValue):  # a moment that cannot be read is told below
            looked = unchanged(place.content, target, place.cache, call, at)
    if looked and looked.report and not holding:
        return looked.report, looked.ledger
    asked = {"CALL": call, "COLD": cold, "LOOKED": looked}
    asked |= {"RENAMED": renamed or {}, "HOLDING": holding}
    return _build(place, at, target, settings, asked), looked and looked.ledger


def _call(place: Project, renamed: Mapping[str, str]) -> str:
    """A digest of all that a build is made of but content and the moment."""
    theme = [path for path in place.theme.rglob("*") if path.is_file()]
    beside = place.settings.parent.glob("*.py")  # what the settings may import
    asked = {n: v for n, v in os.environ.items() if n in ("SITEURL", "PREGONERO_TARGET")}
    asked |= renamed
    own = [place.config, *place.catalogs.glob("*.po")]
    return key(toolchain(), contents(theme), contents(beside), contents(own), asked)


def _build(
    place: Project, at: str | None, target: Path, settings: Path, asked: Mapping[str, object]
) -> Report:
    newsroom = place.newsroom()
    when = moment(at, newsroom)
    os.environ["PREGONERO_CONFIG"] = str(place.config)
    from pregonero.engine.build import NotOurs, PelicanComplained, build

    try:
        with watching() as progress:
            return build(
                settings,
                newsroom,
                PATH=str(place.content),
                THEME=str(place.theme),
                CACHE_PATH=str(place.cache),
                OUTPUT_PATH=str(target),
                MOMENT=when,
                WAITING=_waiting,
                PROGRESS=progress,
                **asked,
            )
    except NotOurs as error:
        raise CallError(error.message, error.remedy, path=error.path) from None
    except PelicanComplained as error:
        for line in error.lines:
            tell(f"Pelican: {line}")
        tell(say(N_("Por lo que Pelican avisó arriba, el sitio no se cambió.")))
        sys.exit(CONTENT)


def _waiting() -> None:
    tell(say(N_("Otra construcción de este sitio está en marcha. Se espera a que termine.")))


def _withheld(withheld: tuple[Withheld, ...]) -> None:
    """What stays out, each with its reason; files nobody uses only counted."""
    tell(say(N_("Retenidos: {count}"), count=len(withheld)))
    texts = [w for w in withheld if w.path.endswith(".md")]
    for one in texts:
        tell(f"  content/{one.path}: {because(one)}")
    for reason, count in sorted(
        Counter(w.reason for w in withheld if not w.path.endswith(".md")).items()
    ):
        tell("  " + say(N_("otros archivos: {reason} ({count})"), reason=say(reason), count=count))


def because(one: Withheld) -> str:
    """Why something is withheld, and until when."""
    if one.until is None:
        return say(one.reason)
    if one.reason == SCHEDULED:
        return say(N_("programado para {moment}"), moment=one.until.isoformat(" ", "minutes"))
    return say(
        N_("{reason} hasta {moment}"),
        reason=say(one.reason),
        moment=one.until.isoformat(" ", "minutes"),
    )


def _near(path: Path) -> str:
    try:
        return f"{path.relative_to(Path.cwd())}/"
    except ValueError:
        return f"{path}/"

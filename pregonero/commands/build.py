"""`build`: the site of a moment, in place at once or not at all."""

import os
import sys
import time
from collections import Counter
from pathlib import Path

from pregonero.commands.check import report
from pregonero.commands.ending import CONTENT, CallError, tell
from pregonero.commands.place import Place, moment
from pregonero.commands.progress import watching
from pregonero.commands.speech import say
from pregonero.edition import SCHEDULED, Withheld
from pregonero.words import N_


def run(place: Place, at: str | None, output: Path | None) -> None:
    started = time.monotonic()
    newsroom = place.newsroom()
    when = moment(at, newsroom)
    os.environ["PREGONERO_CONFIG"] = str(place.config)
    from pregonero.engine.run import NotOurs, PelicanComplained, build

    target = (output or place.root / "output").absolute()
    try:
        with watching() as progress:
            archive, edition = build(
                place.settings,
                PATH=str(place.content),
                THEME=str(place.theme),
                CACHE_PATH=str(place.cache),
                OUTPUT_PATH=str(target),
                MOMENT=when,
                PROGRESS=progress,
            )
    except NotOurs as error:
        raise CallError(error.message, error.remedy, path=error.path) from None
    except PelicanComplained as error:
        for line in error.lines:
            tell(f"Pelican: {line}")
        tell(say(N_("Por lo que Pelican avisó arriba, el sitio no se cambió.")))
        sys.exit(CONTENT)
    report(archive.warnings, "text")
    published = len(edition.documents)
    tell(say(N_("Publicados: {count}, en {path}"), count=published, path=_near(target)))
    _withheld(edition.withheld)
    tell(say(N_("Avisos: {count}"), count=len(archive.warnings)))
    tell(say(N_("Segundos: {seconds}"), seconds=f"{time.monotonic() - started:.1f}"))


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

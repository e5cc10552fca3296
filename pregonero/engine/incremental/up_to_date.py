"""Whether a build would change nothing, told without reading the archive."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pregonero.content.cache import ContentCache
from pregonero.content.scan import ContentScan, survey
from pregonero.edition.report import Report
from pregonero.engine.incremental import directories
from pregonero.engine.incremental.manifest import BuildManifest, Intact, intact
from pregonero.git import checkout
from pregonero.moments import moment, zone
from pregonero.parallel import aside


class UpToDateCheck(NamedTuple):
    """What was looked at: the report of the last build, if it still holds; its ledger; the content,
    and what gives the files of it, if there was a reason to look."""

    report: Report | None
    ledger: BuildManifest
    seen: ContentScan | None = None
    files: Callable[[], Intact] | None = None


def unchanged(content: Path, live: Path, cache: Path, call: str, at: str | None) -> UpToDateCheck:
    """Whether the same call `at` that moment (now if None) would leave the live folder as it is.

    Of a site in which others than our plugin have a part, only running them would tell.

    Raises `Wrong` for a moment, and OSError for content, that cannot be read.
    """
    shelf = ContentCache(cache / "bulletins.db", None)
    ledger = BuildManifest.load(directories.room_of(live, cache) / "ledger")
    if not ledger.call or ledger.call != call or not ledger.recipe:
        return UpToDateCheck(None, ledger)
    in_zone = zone(ledger.zone)
    now = moment(at, in_zone) if at else datetime.now(in_zone)
    files = aside(partial(intact, live, ledger))
    seen = survey(content, shelf)
    same = (
        ledger.since <= now < ledger.until
        and not seen.changed
        and seen.outline() == ledger.content
        and seen.lines() == ledger.texts
        and seen.fingerprints(ledger.prints.keys() & seen.media, shelf).items()
        >= ledger.prints.items()
        and checkout.head(content) == ledger.commit
        and not files().lost
    )
    return UpToDateCheck(ledger.report if same else None, ledger, seen, files)

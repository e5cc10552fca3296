"""Whether a build would change nothing, told without reading the archive."""

from datetime import datetime
from pathlib import Path

from pregonero import tree
from pregonero.clock import moment, zone
from pregonero.ledger import Ledger, intact
from pregonero.report import Report
from pregonero.shelf import Shelf
from pregonero.survey import Survey, survey


def unchanged(
    content: Path, live: Path, cache: Path, call: str, at: str | None
) -> tuple[Report | None, Survey | None, Ledger]:
    """What the last build told, if the same call `at` that moment (now if None) would leave the
    live folder as it is; None if it might not. With it the survey of the content, if one was made,
    and the ledger of that build.

    Raises `Wrong` for a moment, and OSError for content, that cannot be read.
    """
    ledger = Ledger.load(tree.room_of(live, cache) / "ledger")
    if not ledger.call or ledger.call != call:
        return None, None, ledger
    in_zone = zone(ledger.zone)
    now = moment(at, in_zone) if at else datetime.now(in_zone)
    if not ledger.since <= now < ledger.until:
        return None, None, ledger
    shelf = Shelf(cache / "bulletins.db", None)
    seen = survey(content, shelf)
    same = (
        not seen.changed
        and seen.outline() == ledger.content
        and {path: row.text for path, row in seen.texts.items()} == ledger.texts
        and seen.fingerprints(ledger.prints.keys() & seen.media, shelf).items()
        >= ledger.prints.items()
        and not intact(live, ledger).lost
    )
    return (ledger.report if same else None), seen, ledger

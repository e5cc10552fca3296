"""Bulletins by topic, type, campaign, year and month: grouped once, newest first in each."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

from pregonero.content.model.bulletin import Bulletin
from pregonero.edition.compose import Edition
from pregonero.newsroom import urls

Group = dict[str, list[Bulletin]]


@dataclass(frozen=True)
class Sections:
    """Groups in the order of their newest bulletin; `years` maps year to month to bulletins.

    `live` are those that tell of a broadcast, the latest to start first.
    `gone` counts, by the address of each list, the bulletins it held once and holds no more: an
    address that was public answers for ever, that of a list's last page too.
    `changed` says, by list, when the last of its bulletins that were revised, left it or came back
    to it was: later than its newest, or of no account. `shifts` has those that left a list or came
    back to it: when each was published, and when it did.
    """

    topics: Group = field(default_factory=dict)
    types: Group = field(default_factory=dict)
    campaigns: Group = field(default_factory=dict)
    years: dict[int, dict[int, list[Bulletin]]] = field(default_factory=dict)
    live: list[Bulletin] = field(default_factory=list)
    gone: Counter[str] = field(default_factory=Counter)
    changed: dict[str, datetime] = field(default_factory=dict)
    shifts: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def shifted(self, address: str) -> Callable[[datetime | None], datetime | None]:
        """When a page of a list last held other bulletins because one of them, or an older one,
        left or came back, by when its newest was published; None stands for a page without any."""
        shifts = sorted(self.shifts.get(address, ()))
        days = [published for published, _ in shifts]
        latest = list(accumulate((at for _, at in shifts), max))

        def shifted(newest: datetime | None) -> datetime | None:
            before = len(days) if newest is None else bisect_right(days, newest)
            return latest[before - 1] if before else None

        return shifted

    def note(self, edition: Edition, bulletin: Bulletin, lists: Iterable[str]) -> None:
        """Take in when lists changed by a bulletin of them, or of those they held."""
        moment = edition.changed(bulletin)
        for address in lists:
            self.changed[address] = max(self.changed.get(address, moment), moment)
            if bulletin.path in edition.moves or bulletin.status == "withdrawn":
                self.shifts.setdefault(address, []).append((bulletin.published, moment))


def group(edition: Edition, bulletins: Iterable[Bulletin]) -> Sections:
    """Group bulletins of an edition that come newest first, and count those that are gone."""
    sections = Sections()
    dated: dict[tuple[int, int], list[Bulletin]] = {}
    for bulletin in bulletins:
        sections.types.setdefault(bulletin.type, []).append(bulletin)
        if bulletin.topic:
            sections.topics.setdefault(bulletin.topic, []).append(bulletin)
        if bulletin.campaign:
            sections.campaigns.setdefault(bulletin.campaign, []).append(bulletin)
        if bulletin.live:
            sections.live.append(bulletin)
        day = bulletin.published
        dated.setdefault((day.year, day.month), []).append(bulletin)
        if bulletin.changes or bulletin.modified or bulletin.path in edition.moves:
            sections.note(edition, bulletin, lists_of(bulletin))
    for bulletin in edition.gone:
        day = bulletin.published
        dated.setdefault((day.year, day.month), [])
        lists = lists_of(bulletin)
        sections.gone.update(lists)
        sections.note(edition, bulletin, lists)
    for year, month in sorted(dated, reverse=True):
        sections.years.setdefault(year, {})[month] = dated[year, month]
    sections.live.sort(key=_starts, reverse=True)
    return sections


def lists_of(bulletin: Bulletin) -> list[str]:
    """The addresses of the lists that a bulletin is in."""
    day = bulletin.published
    lists = [
        urls.ARCHIVE,
        urls.year_of(day.year),
        urls.month(day.year, day.month),
        urls.type_(bulletin.type),
    ]
    if bulletin.topic:
        lists.append(urls.topic(bulletin.topic))
    if bulletin.campaign:
        lists.append(urls.campaign(bulletin.campaign))
    if bulletin.live:
        lists.append(urls.LIVE)
    return lists


def _starts(bulletin: Bulletin) -> tuple[datetime, str]:
    assert bulletin.live
    return bulletin.live.starts, bulletin.path

"""Bulletins by topic, type, campaign, year and month: grouped once, newest first in each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pregonero import addresses
from pregonero.bulletin import Bulletin

Group = dict[str, list[Bulletin]]


@dataclass(frozen=True)
class Sections:
    """Groups in the order of their newest bulletin; `years` maps year to month to bulletins.

    `live` are those that tell of a broadcast, the latest to start first.
    `gone` counts, by the address of each list, the bulletins it held once and holds no more: an
    address that was public answers for ever, that of a list's last page too.
    `revised` says, by list, when the last of the bulletins that were revised was.
    """

    topics: Group = field(default_factory=dict)
    types: Group = field(default_factory=dict)
    campaigns: Group = field(default_factory=dict)
    years: dict[int, dict[int, list[Bulletin]]] = field(default_factory=dict)
    live: list[Bulletin] = field(default_factory=list)
    gone: Counter[str] = field(default_factory=Counter)
    revised: dict[str, datetime] = field(default_factory=dict)


def group(bulletins: Iterable[Bulletin], gone: Iterable[Bulletin] = ()) -> Sections:
    """Group bulletins that come newest first, and count those that are gone."""
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
        if bulletin.changes or bulletin.modified:
            for address in _lists(bulletin):
                before = sections.revised.get(address, bulletin.updated)
                sections.revised[address] = max(before, bulletin.updated)
    for bulletin in gone:
        day = bulletin.published
        dated.setdefault((day.year, day.month), [])
        sections.gone.update(_lists(bulletin))
    for year, month in sorted(dated, reverse=True):
        sections.years.setdefault(year, {})[month] = dated[year, month]
    sections.live.sort(key=_starts, reverse=True)
    return sections


def _lists(bulletin: Bulletin) -> list[str]:
    """The addresses of the lists that a bulletin is in."""
    day = bulletin.published
    lists = [
        addresses.ARCHIVE,
        addresses.year_of(day.year),
        addresses.month(day.year, day.month),
        addresses.type_(bulletin.type),
    ]
    if bulletin.topic:
        lists.append(addresses.topic(bulletin.topic))
    if bulletin.campaign:
        lists.append(addresses.campaign(bulletin.campaign))
    if bulletin.live:
        lists.append(addresses.LIVE)
    return lists


def _starts(bulletin: Bulletin) -> tuple[datetime, str]:
    assert bulletin.live
    return bulletin.live.starts, bulletin.path

"""Bulletins by topic, type, campaign, year and month: grouped once, newest first in each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pregonero.bulletin import Bulletin

Group = dict[str, list[Bulletin]]


@dataclass(frozen=True)
class Sections:
    """Groups in the order of their newest bulletin; `years` maps year to month to bulletins."""

    topics: Group = field(default_factory=dict)
    types: Group = field(default_factory=dict)
    campaigns: Group = field(default_factory=dict)
    years: dict[int, dict[int, list[Bulletin]]] = field(default_factory=dict)


def group(bulletins: Iterable[Bulletin]) -> Sections:
    """Group bulletins that come newest first."""
    sections = Sections()
    for bulletin in bulletins:
        sections.types.setdefault(bulletin.type, []).append(bulletin)
        if bulletin.topic:
            sections.topics.setdefault(bulletin.topic, []).append(bulletin)
        if bulletin.campaign:
            sections.campaigns.setdefault(bulletin.campaign, []).append(bulletin)
        day = bulletin.published
        sections.years.setdefault(day.year, {}).setdefault(day.month, []).append(bulletin)
    return sections

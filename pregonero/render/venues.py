"""Where an event is held: what its bulletin says of the place, and what newsroom.toml knows."""

from typing import NamedTuple

from pregonero.content.model.groups import Event
from pregonero.newsroom.model import Newsroom


class EventVenue(NamedTuple):
    """A place as readers are told of it; `lat` and `lon` in degrees (WGS 84), if known."""

    name: str
    address: str
    accessibility: str
    lat: float | None = None
    lon: float | None = None

    @property
    def map(self) -> str:
        """Where a map of it is, elsewhere; empty if nobody said where that would be."""
        if self.lat is None or self.lon is None:
            return ""
        at = f"{self.lat:.6f}", f"{self.lon:.6f}"
        return f"https://www.openstreetmap.org/?mlat={at[0]}&mlon={at[1]}#map=18/{at[0]}/{at[1]}"


def held(newsroom: Newsroom, event: Event) -> EventVenue:
    """What is known of an event's place. What its own bulletin says wins."""
    declared = newsroom.venue(event.venue or event.place)
    if declared is None:
        return EventVenue(event.place, event.address, event.accessibility)
    # A place beside a venue is a part of it: a hall, a yard.
    inside = event.place if event.venue and newsroom.venue(event.place) is not declared else ""
    return EventVenue(
        f"{inside}, {declared.name}" if inside else declared.name,
        event.address or declared.address,
        event.accessibility or declared.accessibility,
        *(declared.point and map(float, declared.point)) or (),
    )

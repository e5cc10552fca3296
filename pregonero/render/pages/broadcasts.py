"""The schedule of broadcasts: what is on air, what is to come, what there was."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from pregonero.content.model.bulletin import Bulletin
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.pages import field_groups
from pregonero.render.pages.frame import Frame, PageOutput, last
from pregonero.render.pages.lists import Lists
from pregonero.render.sections import Sections
from pregonero.render.views import BroadcastView, Card, Pager

#: Broadcasts that the home page names.
NEXT = 3


class Scheduled(NamedTuple):
    """A broadcast, and the bulletin that tells of it."""

    live: BroadcastView
    card: Card


class Schedule(NamedTuple):
    """The broadcasts on air and to come, the first to start first; `href` is of the page of all."""

    on_air: tuple[Scheduled, ...]
    coming: tuple[Scheduled, ...]
    href: str


def pages(frame: Frame, sections: Sections, body: Body) -> Iterator[PageOutput]:
    """The schedule, if there is or was any broadcast, and what is past on pages as lists have."""
    press = frame.press
    if not sections.live and not sections.gone[urls.LIVE]:
        return
    near = _near(press, sections)
    past = [b for b in sections.live if b.live and field_groups.state(press, b.live) == "past"]
    title = frame.press.words.gettext("Transmisiones en vivo")
    changed = last((), sections.changed.get(urls.LIVE), *map(press.edition.changed, sections.live))

    def make(address: str, part: Sequence[Bulletin], pager: Pager) -> dict[str, Any]:
        return frame.values(
            address,
            title,
            number=pager.number,
            about=frame.press.words.gettext(
                "Cuándo y dónde ver las transmisiones en vivo, y sus grabaciones."
            ),
            schedule=_schedule(press, near) if pager.number == 1 else None,
            past=tuple(_scheduled(press, b) for b in part),
            pager=pager,
        )

    for part, found, lastmod in Lists(frame, sections, body).parts(urls.LIVE, past, changed):
        starts = [b.live.starts for b in part if b.live]
        pager = found._replace(oldest=min(starts, default=None), newest=max(starts, default=None))
        address = urls.page_of(urls.LIVE, pager.number)
        yield frame.page(
            address,
            "schedule",
            (pager, press.marks(part), _of(press, near) if pager.number == 1 else ()),
            partial(make, address, part, pager),
            lastmod,
        )


def home(press: SiteContext, sections: Sections) -> tuple[object, Schedule | None]:
    """What the home page shows of broadcasts, if there are any, and what that is made of."""
    if not sections.live:
        return None, None
    near = _near(press, sections)[:NEXT]
    return _of(press, near), _schedule(press, near)


def _near(press: SiteContext, sections: Sections) -> list[Bulletin]:
    """Those that are not over, the first to start first."""
    return [
        b for b in reversed(sections.live) if b.live and field_groups.state(press, b.live) != "past"
    ]


def _of(press: SiteContext, near: Sequence[Bulletin]) -> tuple[object, ...]:
    states = tuple(field_groups.state(press, b.live) for b in near if b.live)
    return press.marks(near), states


def _schedule(press: SiteContext, near: Sequence[Bulletin]) -> Schedule:
    rows = [_scheduled(press, bulletin) for bulletin in near]
    return Schedule(
        tuple(row for row in rows if row.live.state == "on-air"),
        tuple(row for row in rows if row.live.state == "coming"),
        press.href(urls.LIVE),
    )


def _scheduled(press: SiteContext, bulletin: Bulletin) -> Scheduled:
    live = field_groups.broadcast(press, bulletin)
    assert live
    return Scheduled(live, press.card(bulletin))

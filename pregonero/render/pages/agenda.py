"""The agenda: the events of an edition, month by month, and its calls, open and closed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from pregonero.content.model.bulletin import Bulletin
from pregonero.newsroom import urls
from pregonero.render.babel_locale import locale_of
from pregonero.render.cards import SiteContext
from pregonero.render.data import calendar
from pregonero.render.pages import field_groups, occasions
from pregonero.render.pages.frame import Frame, PageOutput, last
from pregonero.render.views import CallView, Card, EventView, Link

#: Coming events of the first page, and closed calls of theirs; months and lists have the rest.
COMING = 40
CLOSED = 40
#: Coming events on the home page.
NEXT = 3

Month = tuple[int, int]


class Act(NamedTuple):
    """An event in the agenda. `at` is where it stands in the month: `moved`, where it stood."""

    card: Card
    event: EventView
    at: datetime
    moved: bool


class MonthView(NamedTuple):
    title: str
    href: str
    acts: tuple[Act, ...]


class YearView(NamedTuple):
    year: int
    months: tuple[Link, ...]


class Invitation(NamedTuple):
    """A call in the list of calls."""

    card: Card
    call: CallView


def brief(press: SiteContext) -> list[Bulletin]:
    """The events that the home page tells of."""
    return occasions.coming(press.edition)[:NEXT]


def act(press: SiteContext, bulletin: Bulletin) -> Act:
    view = field_groups.event(press, bulletin)
    assert view
    return Act(press.card(bulletin), view, view.start, moved=False)


def pages(frame: Frame) -> Iterator[PageOutput]:
    return iter(Agenda(frame))


class Agenda:
    """Plans its pages."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.press = frame, frame.press
        self._ = frame.press.words.gettext
        edition = frame.press.edition
        self.months: dict[Month, list[Bulletin]] = {}
        for bulletin in occasions.acts(edition):
            assert bulletin.event
            for month in bulletin.event.months:
                self.months.setdefault(month, []).append(bulletin)
        #: When the last bulletin left a month; its address, that was public, answers for ever.
        self.left: dict[Month, datetime] = {}
        for bulletin in edition.gone:
            for month in bulletin.event.months if bulletin.event else ():
                self.months.setdefault(month, [])
                changed = edition.changed(bulletin)
                self.left[month] = max(self.left.get(month, changed), changed)

    def __iter__(self) -> Iterator[PageOutput]:
        yield self.agenda()
        order = sorted(self.months)
        for index, month in enumerate(order):
            earlier, later = order[:index][-1:], order[index + 1 : index + 2]
            yield self.month(month, [*earlier], [*later])
        yield self.calls()

    def agenda(self) -> PageOutput:
        """Coming events, soonest first, and the way to every month."""
        press, _ = self.press, self._
        coming = occasions.coming(press.edition)
        shown = coming[:COMING]
        years = self._years()
        any_calls = bool(occasions.calls(press.edition))

        def make() -> dict[str, Any]:
            acts = [act(press, one) for one in shown]
            return self.frame.values(
                urls.AGENDA,
                _("Agenda"),
                about=_("Los próximos actos públicos: cuándo, dónde y cómo llegar."),
                follow=(calendar.follow(press),),
                months=tuple(self._grouped(acts)),
                more=len(coming) - len(shown),
                years=years,
                calendar=calendar.follow(press),
                calls=press.href(urls.CALLS) if any_calls else "",
            )

        of = (press.marks(shown), len(coming), years, any_calls)
        edition = press.edition
        events = [b.event for b in edition.bulletins if b.event]
        over = [event.over for event in events if edition.clock.passed(event.over)]
        every = (b for b in (*edition.bulletins, *edition.gone) if b.event)
        changed = max((*over, *map(edition.changed, every)), default=None)
        return self.frame.page(urls.AGENDA, "agenda", of, make, changed)

    def month(self, month: Month, earlier: Sequence[Month], later: Sequence[Month]) -> PageOutput:
        """Every event of a month, in its order, whatever the moment."""
        press, found = self.press, self.months[month]
        address = urls.agenda_month(*month)

        def make() -> dict[str, Any]:
            acts = [self._in(month, one) for one in found]
            acts.sort(key=lambda one: (one.at, one.card.href))
            title = self._title(*month)
            agenda = Link(self._("Agenda"), press.href(urls.AGENDA))
            return self.frame.values(
                address,
                self._("Agenda de {month}").format(month=title),
                follow=(calendar.follow(press),),
                trail=(agenda,),
                month=MonthView(title, press.href(address), tuple(acts)),
                earlier=self._link(earlier[0]) if earlier else None,
                later=self._link(later[0]) if later else None,
                calendar=calendar.follow(press),
            )

        changed = last((), self.left.get(month), *map(press.edition.changed, found))
        of = (press.marks(found), earlier, later)
        return self.frame.page(address, "agenda-month", of, make, changed)

    def _in(self, month: Month, bulletin: Bulletin) -> Act:
        """An event in one of its months: where it begins, goes on, or was to begin."""
        found, event = act(self.press, bulletin), bulletin.event
        assert event
        begins = (event.start.year, event.start.month)
        before = event.shown("previous_start")
        if month == begins or not before or (before.year, before.month) != month:
            return found
        still = begins < month <= (event.over.year, event.over.month)
        return found if still else found._replace(at=before, moved=True)

    def _grouped(self, acts: Sequence[Act]) -> Iterator[MonthView]:
        """Coming events by the month in which they begin."""
        for month, found in groupby(acts, key=lambda one: (one.at.year, one.at.month)):
            where = self.press.href(urls.agenda_month(*month))
            yield MonthView(self._title(*month), where, tuple(found))

    def _years(self) -> tuple[YearView, ...]:
        held = sorted(month for month, found in self.months.items() if found)
        return tuple(
            YearView(year, tuple(self._link(one, held=True) for one in months))
            for year, months in groupby(held, key=lambda month: month[0])
        )[::-1]

    def _link(self, month: Month, *, held: bool = False) -> Link:
        href = self.press.href(urls.agenda_month(*month))
        return Link(self._title(*month), href, held=len(self.months[month]) if held else 0)

    def _title(self, year: int, month: int) -> str:
        from babel.dates import format_skeleton

        day = datetime(year, month, 1)  # noqa: DTZ001 - only its month is shown
        return format_skeleton("yMMMM", day, locale=locale_of(self.press.newsroom.lang))

    def calls(self) -> PageOutput:
        """Calls: the open ones, the one that closes first first; then the closed ones."""
        press, _ = self.press, self._
        clock = press.edition.clock
        found = occasions.calls(press.edition)
        opened = [b for b in found if b.call and not clock.passed(b.call.deadline)]
        closed = [b for b in found if b.call and clock.passed(b.call.deadline)][::-1][:CLOSED]
        outcomes = press.edition.results.of

        def invited(bulletin: Bulletin) -> Invitation:
            outcome = outcomes.get(bulletin.path)
            link = self.frame.link(outcome) if outcome else None
            view = field_groups.call(press, bulletin, link)
            assert view
            return Invitation(press.card(bulletin), view)

        def make() -> dict[str, Any]:
            agenda = Link(_("Agenda"), press.href(urls.AGENDA))
            return self.frame.values(
                urls.CALLS,
                _("Convocatorias abiertas y cerradas"),
                about=_("En qué se puede participar, hasta cuándo, y qué resultó."),
                follow=(calendar.follow(press),),
                trail=(agenda,),
                opened=tuple(map(invited, opened)),
                closed=tuple(map(invited, closed)),
                calendar=calendar.follow(press),
            )

        told = [outcomes[b.path].outside for b in (*opened, *closed) if b.path in outcomes]
        of = (press.marks(opened), press.marks(closed), told)
        edition = press.edition
        every = [b for b in (*edition.bulletins, *edition.gone) if b.call]
        over = [b.call.deadline for b in closed if b.call]
        changed = max((*over, *map(edition.changed, every)), default=None)
        return self.frame.page(urls.CALLS, "calls", of, make, changed)

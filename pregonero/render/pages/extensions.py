"""The parts of a site that have a module each: which pages and files they add to it."""

from collections.abc import Iterator

from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.data import calendar, cap, search_volumes, works_tables
from pregonero.render.feeds.answers import answers
from pregonero.render.pages import agenda, broadcasts
from pregonero.render.pages.dialogue import Questions
from pregonero.render.pages.frame import File, Frame, PageOutput
from pregonero.render.sections import Sections


def pages(frame: Frame, sections: Sections, body: Body) -> Iterator[PageOutput]:
    """Their pages, each with an address that is always the same."""
    yield from Questions(frame, body)
    yield from agenda.pages(frame)
    yield from broadcasts.pages(frame, sections, body)
    yield from search_volumes.pages(frame, sections)


def files(press: SiteContext, body: Body) -> Iterator[File]:
    """Their files for programs."""
    yield from works_tables.files(press)
    yield from cap.files(press)
    yield from answers(press, body)
    yield from calendar.files(press)

"""The parts of a site that have a module each: which pages and files they add to it."""

from collections.abc import Iterator

from pregonero.outputs import agenda, broadcasts, calendar, cap, search, works
from pregonero.outputs.answers import answers
from pregonero.outputs.context import Body
from pregonero.outputs.dialogue import Questions
from pregonero.outputs.frame import File, Frame, Page
from pregonero.outputs.press import Press
from pregonero.outputs.sections import Sections


def pages(frame: Frame, sections: Sections, body: Body) -> Iterator[Page]:
    """Their pages, each with an address that is always the same."""
    yield from Questions(frame, body)
    yield from agenda.pages(frame)
    yield from broadcasts.pages(frame, sections, body)
    yield from search.pages(frame, sections)


def files(press: Press, body: Body) -> Iterator[File]:
    """Their files for programs."""
    yield from works.files(press)
    yield from cap.files(press)
    yield from answers(press, body)
    yield from calendar.files(press)

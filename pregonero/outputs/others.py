"""The parts of a site that have a module each: which pages and files they add to it."""

from collections.abc import Iterator

from pregonero.outputs import search
from pregonero.outputs.frame import File, Frame, Page
from pregonero.outputs.press import Body, Press
from pregonero.outputs.sections import Sections


def pages(frame: Frame, sections: Sections, body: Body) -> Iterator[Page]:
    """Their pages, each with an address that is always the same."""
    yield from search.pages(frame, sections)


def files(press: Press) -> Iterator[File]:
    """Their files for programs."""
    yield from ()

"""Everything fits: on the narrowest phone, with text twice as large, with text spread out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser

#: A narrow phone, a phone, and each side of where the theme takes more columns.
_WIDTHS = (320, 360, 640, 768, 1024, 1280)
_TWICE = """
  document.adoptedStyleSheets = [];
  document.documentElement.style.fontSize = '200%';
"""
# WCAG 2.2, 1.4.12. A stylesheet made by script is not one the policy forbids.
_SPREAD = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
"""


def misfits(page: Page, *widths: int) -> dict[int, list[str]]:
    """What does not fit at each width in CSS pixels."""
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate("[...probe.misfits(), ...probe.overlaps()]")
    return {width: faults for width, faults in found.items() if faults}


def test_nothing_scrolls_sideways_or_is_cut(shown: Shown, tab: Tab) -> None:
    page = tab()
    page.goto(shown.url)
    assert misfits(page, 320, 768, 1280) == {}
    page.evaluate(_SPREAD)
    assert ("spread out", misfits(page, 320, 1280)) == ("spread out", {})
    page.evaluate(_TWICE)
    assert ("twice as large", misfits(page, *_WIDTHS)) == ("twice as large", {})


def test_the_longest_words_fit(shown: Shown, tab: Tab) -> None:
    page = tab()
    page.goto(shown.url)
    page.evaluate("probe.lengthen()")
    assert misfits(page, *_WIDTHS) == {}
    page.evaluate(_TWICE)
    assert ("twice as large", misfits(page, *_WIDTHS)) == ("twice as large", {})


@pytest.fixture
def large_text(tab: Tab) -> Iterator[Page]:
    """A browser whose reader asked for letters of 32 pixels, which media queries also know."""
    page = tab()
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    yield page
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    session.detach()


def test_a_reader_may_ask_for_large_text(shown: Shown, large_text: Page) -> None:
    large_text.goto(shown.url)
    assert misfits(large_text, 320, 768, 1280) == {}
    assert large_text.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"

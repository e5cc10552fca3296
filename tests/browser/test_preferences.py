"""A reader's own colours, stillness and lack of JavaScript are respected."""

import re

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser


def test_forced_colours_leave_links_and_focus_visible(shown: Shown, tab: Tab) -> None:
    page = tab(forced_colors="active", reduced_motion="reduce")
    page.goto(shown.url)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.locator("h1").is_visible() and page.locator("main").is_visible()
        for faults in ("faintLinks", "plainLinks", "everyFocus"):
            assert (scheme, page.evaluate(f"probe.{faults}()")) == (scheme, [])


def test_nothing_moves_for_who_asks_for_stillness(shown: Shown, tab: Tab) -> None:
    page = tab(reduced_motion="reduce")
    page.goto(shown.url)
    assert page.evaluate("probe.moving()") == []


def test_javascript_is_not_needed(shown: Shown, tab: Tab) -> None:
    page = tab(java_script_enabled=False)
    page.goto(shown.url)
    name = re.compile("Menú principal|Main menu")
    assert page.get_by_role("navigation", name=name).is_visible()
    assert page.get_by_role("heading", level=1).count() == 1
    assert len(page.locator("main").inner_text()) > 40

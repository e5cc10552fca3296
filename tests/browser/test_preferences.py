"""A reader's own colours, stillness and lack of JavaScript are respected."""

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_links_and_focus_visible(shown: Shown, tab: Tab, scheme: str) -> None:
    page = tab(forced_colors="active", reduced_motion="reduce", color_scheme=scheme)
    page.goto(shown.url)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.locator("h1").is_visible() and page.locator("main").is_visible()
    assert page.evaluate("probe.faintLinks()") == []
    assert page.evaluate("probe.plainLinks()") == []
    assert page.evaluate("probe.everyFocus()") == []


def test_nothing_moves_for_who_asks_for_stillness(shown: Shown, tab: Tab) -> None:
    page = tab(reduced_motion="reduce")
    page.goto(shown.url)
    assert page.evaluate("document.getAnimations().length") == 0
    moving = page.evaluate("""
      [...document.querySelectorAll('*')].filter(element => {
        const style = getComputedStyle(element);
        return style.scrollBehavior !== 'auto' || parseFloat(style.transitionDuration) > 0
          || parseFloat(style.animationDuration) > 0;
      }).map(element => element.outerHTML.slice(0, 80))
    """)
    assert moving == []


def test_javascript_is_not_needed(shown: Shown, tab: Tab) -> None:
    without, usual = tab(java_script_enabled=False), tab()
    for page in (without, usual):
        page.goto(shown.url)
    assert without.get_by_role("navigation", name="Menú principal").is_visible()
    assert without.get_by_role("heading", level=1).count() == 1
    text = without.locator("main").inner_text()
    assert len(text) > 40 and text == usual.locator("main").inner_text()

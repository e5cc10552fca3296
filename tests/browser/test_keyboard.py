"""The keyboard alone is enough, and one can always see where one is."""

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser

#: No page asks for more presses than this.
_MOST = 400


def test_tab_reaches_the_skip_link_and_enter_the_content(shown: Shown, tab: Tab) -> None:
    page = tab(reduced_motion="reduce")
    page.goto(shown.url)

    def press(key: str) -> dict[str, object]:
        page.keyboard.press(key)
        return page.evaluate("probe.focus()") or {}

    assert press("Tab").get("skip")
    assert press("Enter").get("main")
    first = press("Tab")
    if page.locator("main a[href]").count():
        assert first.get("inside"), first
        assert page.evaluate("document.activeElement === document.querySelector('main a[href]')")
        assert press("Shift+Tab").get("before")
        assert press("Tab") == first


def test_every_stop_of_the_tab_key_is_in_sight(shown: Shown, tab: Tab) -> None:
    page = tab(reduced_motion="reduce")
    page.goto(shown.url)
    stops, faults = 0, []
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate("probe.focus()")
        if stop is None or (stops and stop["skip"]):
            break
        stops += 1
        faults += [f"{stop['name']}: {fault}" for fault in stop["faults"]]
    else:
        faults.append("the tab key never leaves the page")
    assert stops >= page.locator("a[href]:visible").count()
    assert not faults, "\n".join(faults)


def test_the_focus_shows_at_night_too(shown: Shown, tab: Tab) -> None:
    page = tab(reduced_motion="reduce", color_scheme="dark")
    page.goto(shown.url)
    assert page.evaluate("probe.everyFocus()") == []

"""The keyboard alone is enough, and one can always see where one is."""

from collections.abc import Callable

import pytest

from .conftest import Tab
from .pages import PAGES, Shown

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
        assert first.get("first"), first
        assert press("Shift+Tab").get("before")
        assert press("Tab") == first


@pytest.mark.parametrize("name", [name for name in PAGES if " " not in name])
def test_every_stop_of_the_tab_key_is_in_sight(
    name: str, look: Callable[[str], Shown], tab: Tab
) -> None:
    page = tab(reduced_motion="reduce")
    page.goto(look(name).url)
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


def test_the_focus_shows_by_day_and_by_night(shown: Shown, tab: Tab) -> None:
    page = tab(reduced_motion="reduce")
    page.goto(shown.url)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert (scheme, page.evaluate("probe.everyFocus()")) == (scheme, [])

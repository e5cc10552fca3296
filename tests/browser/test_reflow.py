"""Everything fits: on the narrowest phone, with text twice as large, with text spread out."""

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser

_TWICE = "document.documentElement.style.fontSize = '200%'"
# WCAG 2.2, 1.4.12. A stylesheet made by script is not one the policy forbids.
_SPREAD = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
"""


def test_nothing_scrolls_sideways_or_is_cut(shown: Shown, tab: Tab) -> None:
    page = tab(width=320)
    page.goto(shown.url)
    found = {"320 px": page.evaluate("probe.misfits()")}
    page.evaluate(_SPREAD)
    found["320 px, spread"] = page.evaluate("probe.misfits()")
    page.evaluate("document.adoptedStyleSheets = []")
    page.evaluate(_TWICE)
    found["320 px, 200 %"] = page.evaluate("probe.misfits()")
    for width in (768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found[f"{width} px, 200 %"] = page.evaluate("probe.misfits()")
    assert not any(found.values()), {how: faults for how, faults in found.items() if faults}

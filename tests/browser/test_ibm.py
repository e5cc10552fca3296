"""IBM's engine, which looks for other things than axe, finds nothing on any page."""

import pytest
from town import absent

from .conftest import Tab
from .pages import IBM, Shown

pytestmark = pytest.mark.browser

_RUN = """
  () => new ace.Checker().check(document, ["WCAG_2_2", "IBM_Accessibility"]).then(report =>
    report.results
      .filter(one => one.value[0] === "VIOLATION" && one.value[1] === "FAIL")
      .map(one => `${one.ruleId}: ${one.path.dom}: ${one.message}`))
"""


@pytest.fixture(scope="module")
def ibm() -> str:
    if not IBM.is_file():
        absent("node_modules/accessibility-checker-engine is absent: npm ci --ignore-scripts")
    # Its name is a constant of its script, which a page would not see.
    return IBM.read_text(encoding="utf-8") + ";globalThis.ace = ace;"


def test_ibms_engine_finds_nothing(shown: Shown, tab: Tab, ibm: str) -> None:
    # As narrow as a page may be: a table wider than it has to be reached by the keyboard.
    page = tab(bypass_csp=True, width=320)
    page.goto(shown.url)
    # What is folded away is looked at as whoever unfolds it sees it.
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(ibm)
    found = page.evaluate(_RUN)
    assert not found, "\n".join(found)

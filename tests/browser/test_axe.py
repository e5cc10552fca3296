"""axe finds nothing on any template, by day and by night, on a phone and on a desk."""

import pytest
from town import absent

from .conftest import Tab
from .pages import AXE, Shown

pytestmark = pytest.mark.browser

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Every template in each way; what else it can carry, in each scheme and each width.
_EACH = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
_CROSSED = [(360, "light"), (1280, "dark")]
_RUN = """
  rules => axe.run({ runOnly: rules, resultTypes: ['violations'] }).then(found =>
    found.violations.flatMap(violation => violation.nodes.map(node =>
      `${violation.id}: ${node.target.join(' ')}: ${node.any.concat(node.all, node.none)
        .map(check => check.message).join('; ')}`)))
"""


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        absent("node_modules/axe-core is absent: npm ci --ignore-scripts")
    return AXE.read_text(encoding="utf-8")


def test_axe_finds_nothing(shown: Shown, tab: Tab, axe: str) -> None:
    page = tab(bypass_csp=True)
    page.goto(shown.url)
    page.evaluate(axe)
    found = []
    for width, scheme in _EACH if " " not in shown.name else _CROSSED:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}, {width} px: {one}" for one in page.evaluate(_RUN, _RULES)]
    assert not found, "\n".join(found)

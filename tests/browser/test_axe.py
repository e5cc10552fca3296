"""axe finds nothing on any template, by day and by night, on a phone and on a desk."""

import re

import pytest
from town import PROGRAM, absent

from .conftest import Tab
from .pages import AXE, Shown

pytestmark = pytest.mark.browser

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Every page in each scheme and each width.
_CROSSED = [(360, "light"), (1280, "dark")]
#: And its colours in the other two ways, if it is of another template: they are all that a scheme
#: changes.
_COLOURS = [(360, "dark"), (1280, "light")]
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
    asked = [(*way, _RULES) for way in _CROSSED]
    if " " not in shown.name:
        asked += [(*way, ["color-contrast"]) for way in _COLOURS]
    found = []
    for width, scheme, rules in asked:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}, {width} px: {one}" for one in page.evaluate(_RUN, rules)]
    assert not found, "\n".join(found)


def test_a_scheme_changes_colours_alone() -> None:
    css = "".join(file.read_text("utf-8") for file in (PROGRAM / "theme/static").rglob("*.css"))
    blocks = re.findall(r"prefers-color-scheme[^{]*{\s*:root {([^}]*)}\s*}", css)
    assert len(blocks) == css.count("prefers-color-scheme") > 0
    for line in "".join(blocks).split(";")[:-1]:
        name, _, value = line.strip().partition(":")
        assert re.fullmatch(r"--[a-z-]+", name), line
        assert re.fullmatch(r" (#[0-9a-f]{3,6}|var\(--(brand|accent)-dark\))", value), line

"""What assistive technology is told: landmarks with names of their own, headings in order."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser

_NAMED = ("navigation", "region", "complementary", "form", "search")


@dataclass(frozen=True)
class Node:
    role: str
    name: str
    level: int


def tree(tab: Tab, shown: Shown) -> list[Node]:
    """The page's accessibility tree as the browser computes it, in reading order."""
    page = tab()
    page.goto(shown.url)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}

    def walk(node: dict) -> list[Node]:
        level = next(
            (p["value"]["value"] for p in node.get("properties", ()) if p["name"] == "level"), 0
        )
        own = Node(node["role"]["value"], node.get("name", {}).get("value", ""), level)
        found = [] if node["ignored"] else [own]
        for child in node.get("childIds", ()):
            found += walk(by_id[child]) if child in by_id else []
        return found

    return walk(nodes[0])


def test_landmarks_are_whole_and_told_apart(shown: Shown, tab: Tab) -> None:
    nodes = tree(tab, shown)
    count = Counter(node.role for node in nodes)
    assert (count["banner"], count["main"], count["contentinfo"]) == (1, 1, 1)
    assert count["navigation"] >= 2
    named = [(node.role, node.name) for node in nodes if node.role in _NAMED]
    assert all(name for _, name in named)
    assert [one for one, times in Counter(named).items() if times > 1] == []


def test_headings_have_one_start_and_no_jumps(shown: Shown, tab: Tab) -> None:
    headings = [node for node in tree(tab, shown) if node.role == "heading"]
    assert all(node.name for node in headings)
    levels = [node.level for node in headings]
    assert levels.count(1) == 1 and levels[0] == 1, headings
    assert all(after - before <= 1 for before, after in pairwise(levels)), headings


def test_what_is_in_another_language_says_so(shown: Shown, tab: Tab) -> None:
    page = tab()
    page.goto(shown.url)
    assert page.locator("html").get_attribute("lang") == "es"
    if shown.name == "bulletin":
        assert page.locator("[lang=nhn]").inner_text().startswith("Tlazohcamati")
        assert page.get_by_role("link", name="Water returns").locator("[lang=en]").count() == 1
    if shown.name == "bulletin translated":
        assert page.locator("h1[lang=en]").count() == page.locator(".prose[lang=en]").count() == 1
    if shown.name == "page in English":
        assert page.locator("h1[lang=en]").count() == 1
        assert page.get_by_role("navigation").locator("a[lang=en]").first.inner_text() == "English"

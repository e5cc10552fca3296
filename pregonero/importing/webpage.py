"""A text that is HTML from beginning to end, as Markdown."""

from typing import Any

from pregonero.importing.found import parts_of
from pregonero.importing.html import DROPPED, FRAMES, GAPS, SCHEME, Walker, tell, walk
from pregonero.importing.instructions import image
from pregonero.problem import Problem


def whole(html: str, source: str) -> tuple[str, list[Problem]]:
    """A text that is HTML from beginning to end, as Markdown."""
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        def convert_table(self, el: Any, text: str, parent_tags: Any) -> str:
            if el.find(attrs={"colspan": True}) or el.find(attrs={"rowspan": True}):
                kept.append("table")
                return "\n\n" + _clean(el) + "\n\n"
            return str(super().convert_table(el, text, parent_tags))  # type: ignore[misc]

        def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
            return image(el.get("src") or "", el.get("alt") or "", el.get("title") or "")

    kept: list[str] = []
    told: list[Problem] = []
    soup = BeautifulSoup(html, "lxml")
    dropped = dict.fromkeys(tag.name for tag in soup.find_all(list(DROPPED - {"head"})))
    framed = {}
    for tag in soup.find_all(list(DROPPED)):
        tag.decompose()
    for tag in soup.find_all(list(FRAMES)):
        src = (
            tag.get("src")
            or tag.get("data")
            or next((s.get("src") for s in tag.find_all("source")), "")
        )
        framed[tag.name] = 1
        if src and not SCHEME.match(str(src)):
            link = soup.new_tag("a", href=f"https:{src}" if str(src).startswith("//") else str(src))
            link.string = parts_of(str(link["href"])).hostname or str(src)
            tag.replace_with(link)
        else:
            tag.decompose()
    made = Converter(heading_style="ATX", bullets="-", escape_misc=False).convert_soup(soup)
    walker = Walker()
    walker.dropped, walker.framed = dict.fromkeys(dropped, 1), framed
    walker.kept = dict.fromkeys(kept, 1)
    walker.turned = {"html": 1} if "<" in html else {}
    told = tell(walker, source, 1)
    return GAPS.sub("\n\n", made).strip() + "\n", told


def _clean(element: Any) -> str:
    return walk(str(element)).text().strip()

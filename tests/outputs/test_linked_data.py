"""Descriptions for machines: true, parsable, and unable to leave their element."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import URL, build, bulletin, pages, photo, standing, write

from pregonero.render.metadata import jsonld

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \\u003c"
FILES: dict[str, str | bytes] = {
    "bulletins/2026/hostil.md": bulletin(
        title=HOSTILE, summary=HOSTILE, tags=[HOSTILE], topic="agua", dateline=HOSTILE,
        photos=[{"file": "a.jpg", "alt": f"Foto {HOSTILE}", "caption": HOSTILE, "credit": HOSTILE}],
        changes=[{"date": "2026-11-21", "note": HOSTILE}],
    ),
    "bulletins/2026/alerta.md": bulletin(type="alerta", title="Lluvia", expires="2026-12-01"),
    "bulletins/2026/feria.md": bulletin(
        type="evento", title="Feria",
        event={"start": "2026-12-01 10:00", "end": "2026-12-01 12:00", "place": "La plaza",
               "state": "postponed"},
    ),
    "bulletins/2026/falso.md": bulletin(
        type="aclaracion", title="No es cierto",
        claim={"claim": "Cierran la escuela", "verdict": "false", "evidence": ["El oficio 3"]},
    ),
    "bulletins/2026/english.md": bulletin(title="Rain", lang="en"),
    "pages/oficina.md": standing(title=HOSTILE),
    "campaigns/limpieza.md": standing(title=HOSTILE, summary=HOSTILE),
    "media/a.jpg": photo(),
}  # fmt: skip


class Scripts(HTMLParser):
    """What a browser takes for scripts: the text of each, by its type."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str | None, str]] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and "/theme/" not in (dict(attrs).get("src") or ""):
            self.inside = True
            self.found.append((dict(attrs).get("type"), ""))

    def handle_data(self, data: str) -> None:
        if self.inside:
            kind, text = self.found[-1]
            self.found[-1] = (kind, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.inside = False


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(write(tmp_path_factory.mktemp("datos"), FILES))


def data(text: str) -> list[tuple[str | None, str]]:
    """The scripts of a page that are data."""
    return [(kind, inside) for kind, inside in Scripts(text).found if kind]


def graph(output: dict[str, bytes], address: str) -> dict[str, Any]:
    """Nodes by their type."""
    ((_, text),) = data(pages(output)[address])
    return {node["@type"]: node for node in json.loads(text)["@graph"]}


def test_what_a_page_has_in_a_script_is_data(
    output: dict[str, bytes],
) -> None:
    described = 0
    for address, text in pages(output).items():
        assert not [inside for kind, inside in Scripts(text).found if not kind and inside]
        for kind, inside in data(text):
            assert kind == "application/ld+json", address
            value = json.loads(inside)
            assert value["@context"] == "https://schema.org" and value["@graph"]
            described += 1
        noindex = '<meta name="robots" content="noindex">' in text
        assert len(data(text)) == (0 if noindex else 1), address
    assert described > 10


def test_a_title_cannot_close_its_element(output: dict[str, bytes]) -> None:
    found = graph(output, "/nota/2026/hostil/")
    assert found["NewsArticle"]["headline"].split() == HOSTILE.split()
    assert found["BreadcrumbList"]["itemListElement"][-1]["name"].split() == HOSTILE.split()
    for text in pages(output).values():
        assert "<script>alert" not in text


@given(
    st.recursive(
        st.text() | st.none() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_escaped_json_is_the_same_json_and_has_no_markup(value: object) -> None:
    text = jsonld.escaped(value)
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_a_bulletin_is_an_article_with_its_dates(output: dict[str, bytes]) -> None:
    article = graph(output, "/nota/2026/hostil/")["NewsArticle"]
    assert article["datePublished"] == "2026-11-20T00:00:00-06:00"
    assert article["dateModified"] == "2026-11-21T00:00:00-06:00"
    assert article["url"] == f"{URL}/nota/2026/hostil/" and article["articleSection"] == "Agua"
    (image,) = article["image"]
    assert image.removeprefix(f"{URL}/") in output
    assert graph(output, "/nota/2026/english/")["NewsArticle"]["inLanguage"] == "en"


def test_an_alert_an_event_and_a_claim_say_what_they_are(output: dict[str, bytes]) -> None:
    alert = graph(output, "/alerta/2026/alerta/")["SpecialAnnouncement"]
    assert alert["expires"] == "2026-12-01T23:59:59-06:00"
    event = graph(output, "/evento/2026/feria/")["Event"]
    assert event["startDate"] == "2026-12-01T10:00:00-06:00"
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["location"]["name"] == "La plaza"
    review = graph(output, "/aclaracion/2026/falso/")["ClaimReview"]
    assert review["claimReviewed"] == "Cierran la escuela"
    assert review["reviewRating"]["ratingValue"] == 1


def test_the_home_page_names_the_institution(output: dict[str, bytes]) -> None:
    found = graph(output, "/")
    assert found["GovernmentOrganization"]["name"] == "Ayuntamiento de San Jacinto de la Loma"
    assert found["WebSite"]["inLanguage"] == "es"
    assert found["GovernmentOrganization"]["logo"].removeprefix(f"{URL}/") in output


def test_the_way_to_a_page_is_made_of_pages(output: dict[str, bytes]) -> None:
    for address, text in pages(output).items():
        for _, inside in data(text):
            for node in json.loads(inside)["@graph"]:
                for step in node.get("itemListElement", ()):
                    assert step["item"].removeprefix(URL) in pages(output), address


def test_a_site_in_a_folder_has_the_same_way_below_it(tmp_path: Path) -> None:
    from town import newsroom

    base = "https://sanjacinto.example/prensa"
    output = build(write(tmp_path, {"bulletins/2026/nota.md": bulletin()}, newsroom(url=base)))
    steps = graph(output, "/nota/2026/nota/")["BreadcrumbList"]["itemListElement"]
    assert [s["item"] for s in steps] == [f"{base}/", f"{base}/nota/", f"{base}/nota/2026/nota/"]

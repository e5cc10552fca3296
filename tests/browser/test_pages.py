"""The site these tests look at is whole, and holds nothing it should not."""

from pathlib import Path

import pytest

from .conftest import Tab
from .pages import BULLETIN, PAGES, PROGRAM, Shown

pytestmark = pytest.mark.browser


def test_every_template_has_a_page() -> None:
    templates = {file.stem for file in (PROGRAM / "theme/templates").glob("*.html")}
    partial = {name for name in templates if name.startswith("_")} | {"base"}
    left_at_once = {"redirect"}
    assert {name.split()[0] for name in PAGES} == templates - partial - left_at_once


def test_a_page_that_moved_leads_to_where_it_is(tab: Tab, origins: dict[str, str]) -> None:
    page = tab()
    page.goto(f"{origins['ordinary']}/noticias/pozo-3.html")
    page.wait_for_url(f"{origins['ordinary']}{BULLETIN}")
    assert "pozo 3" in page.title()


def test_every_page_was_built(shown: Shown) -> None:
    assert shown.file.is_file()


def test_nothing_withheld_is_anywhere(outputs: dict[str, Path]) -> None:
    secrets = [
        b"borradorsecreto",
        b"embargosecreto",
        b"programadosecreto",
        b"paginasecreta",
        b"preguntasecreta",
    ]
    for file in outputs["ordinary"].rglob("*"):
        content = file.read_bytes().lower() if file.is_file() else b""
        for secret in secrets:
            assert secret not in content and secret.decode() not in str(file).lower(), file

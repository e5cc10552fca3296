"""On paper a bulletin is a signed communiqué: no navigation, and its parts in their order."""

from collections.abc import Callable

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser


def test_a_printed_bulletin_reads_from_folio_to_contacts(
    look: Callable[[str], Shown], tab: Tab
) -> None:
    page = tab(width=700)
    page.goto(look("bulletin").url)
    page.emulate_media(media="print")
    parts = [
        page.get_by_text("Boletín No. 004/2026", exact=True),
        page.get_by_role("heading", level=1),
        page.locator("main").get_by_text("San Jacinto de la Loma, Altos de la Loma", exact=True),
        page.get_by_text("--000--", exact=True),
        page.get_by_role("heading", name="Contacto para medios"),
        page.locator("main").get_by_text("Marisol Tecuapacho Luna"),
        page.locator("main").get_by_text("+52 555 010 0101"),
        page.locator("main").get_by_text("prensa@sanjacinto.example"),
    ]
    assert all(part.is_visible() for part in parts)
    tops = [part.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)


def test_corrections_and_withdrawals_are_printed(look: Callable[[str], Shown], tab: Tab) -> None:
    page = tab(width=700)
    page.goto(look("bulletin corrected").url)
    page.emulate_media(media="print")
    for text in ("Corregido", "decía de 9:00 a 15:00", "19 de noviembre de 2026, 12:15"):
        assert page.get_by_text(text).first.is_visible(), text
    assert page.get_by_role("heading", name="Historial").is_visible()
    page.goto(look("withdrawn").url)
    page.emulate_media(media="print")
    for text in ("Retirado", "no estaban verificadas", "11 de noviembre de 2026, 09:00"):
        assert page.get_by_text(text).first.is_visible(), text
    assert page.get_by_text("Lo sustituye:").is_visible()


def test_no_navigation_is_printed(shown: Shown, tab: Tab) -> None:
    page = tab(width=700)
    page.goto(shown.url)
    page.emulate_media(media="print")
    # The home page is nothing but ways to go; of the rest, only the text is wanted.
    banned = ".menu, .skip" if shown.name.startswith("home") else "nav, .skip, audio, video"
    seen = [one.inner_text()[:40] for one in page.locator(banned).all() if one.is_visible()]
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert seen == [] and ink == "rgb(0, 0, 0)"

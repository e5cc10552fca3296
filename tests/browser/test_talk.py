"""Answering and sharing by hand: the button that copies, the form's policy, what is on paper."""

from collections.abc import Callable

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser

Look = Callable[[str], Shown]


def test_the_address_is_copied_and_said_aloud(look: Look, tab: Tab) -> None:
    page = tab(permissions=["clipboard-read", "clipboard-write"])
    page.goto(look("bulletin").url)
    page.get_by_role("button", name="Copiar la dirección").press("Enter")
    status = page.locator(".share").get_by_role("status")
    status.get_by_text("Dirección copiada").wait_for()
    canonical = page.evaluate("document.querySelector('link[rel=canonical]').href")
    assert page.evaluate("navigator.clipboard.readText()") == canonical


def test_a_telephone_that_shares_offers_its_own_way(look: Look, tab: Tab) -> None:
    page = tab(locale="es-ES")
    page.add_init_script(
        "navigator.share = (what) => { window.shared = what; return Promise.resolve(); }"
    )
    page.goto(look("bulletin").url)
    page.get_by_role("button", name="Otras formas…").click()
    shared = page.evaluate("window.shared")
    assert shared["title"] == page.locator("h1").inner_text() and "/pozo" not in shared["url"]
    assert shared["url"].endswith("/rehabilitacion-del-pozo-tres/")


def test_without_script_no_button_promises_anything(look: Look, tab: Tab) -> None:
    page = tab(java_script_enabled=False)
    page.goto(look("bulletin").url)
    assert page.get_by_role("button").count() == 0
    page.get_by_text("Escribir la pregunta aquí").click()
    assert page.get_by_label("Su pregunta").is_visible()
    assert page.get_by_role("button", name="Enviar la pregunta").is_visible()


def test_the_form_may_leave_for_its_place_and_no_other(look: Look, tab: Tab) -> None:
    page = tab(locale="es-CO")
    asked: list[str] = []
    page.route(
        # Nothing to show: where it left from stays, and no page of an error comes late.
        "https://*.example/**",
        lambda route: (asked.append(route.request.url), route.fulfill(status=204)),
    )
    for name, allowed in (("dialogue", True), ("home", False)):
        page.goto(look(name).url)
        page.evaluate(
            """() => { const form = document.createElement('form');
               form.action = 'https://formas.sanjacinto.example/preguntas'; form.method = 'post';
               document.body.append(form); form.submit(); }"""
        )
        page.wait_for_timeout(300)
        assert bool(asked) == allowed, name
        asked.clear()
        page.goto("about:blank")


def test_on_paper_the_ways_to_answer_are_numbers_and_addresses(look: Look, tab: Tab) -> None:
    page = tab(width=700)
    page.goto(look("bulletin").url)
    page.emulate_media(media="print")
    for text in ("+52 555 010 0104", "+52 555 010 0105", "dialogo@sanjacinto.example"):
        assert page.locator(".talk").get_by_text(text).is_visible()
    for gone in (".share", ".talk details", ".talk form"):
        assert not page.locator(gone).first.is_visible()

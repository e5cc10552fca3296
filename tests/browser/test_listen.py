"""A bulletin is read aloud where the device has a voice for it, and only there."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from .pages import Shown

pytestmark = pytest.mark.browser

#: What a browser with voices has, and what it was told to say. Headless Chromium has none.
VOICES = """
{
  const voices = [{ lang: "es_MX", localService: true }, { lang: "en-US", localService: false }];
  const said = (window.said = []);
  let saying = null;
  const synth = {
    getVoices: () => voices,
    speak(one) { said.push([one.lang, one.text]); saying = one; },
    cancel() { const one = saying; saying = null; one?.onerror?.(); },
    addEventListener() {},
  };
  window.finish = () => { const one = saying; saying = null; one?.onend?.(); return said.length; };
  Object.defineProperty(window, "speechSynthesis", { value: synth });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}
"""
BUTTONS = ".listen button:visible"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="es-MX")
    context.add_init_script(VOICES)
    yield context.new_page()
    context.close()


def test_without_a_voice_there_is_no_button(
    look: Callable[[str], Shown], chromium: Browser
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(look("bulletin").url)
    assert page.evaluate("speechSynthesis.getVoices().length") == 0
    assert page.locator(BUTTONS).count() == 0
    context.close()


def test_a_voice_that_would_be_sent_the_text_is_none(
    look: Callable[[str], Shown], page: Page
) -> None:
    page.goto(look("bulletin translated").url)
    assert page.locator(BUTTONS).count() == 0


def test_the_keyboard_starts_pauses_and_stops_the_reading(
    look: Callable[[str], Shown], page: Page
) -> None:
    page.goto(look("bulletin").url)
    assert page.locator(BUTTONS).all_inner_texts() == ["Escuchar"]
    page.locator(BUTTONS).focus()
    page.keyboard.press("Enter")
    assert page.locator(BUTTONS).all_inner_texts() == ["Pausar la lectura", "Detener"]
    title = page.locator("h1").inner_text()
    assert page.evaluate("said[0]") == ["es_MX", title]
    for _ in range(4):
        page.evaluate("finish()")
    before = page.evaluate("said.at(-1)")
    page.keyboard.press("Space")
    assert page.locator(BUTTONS).all_inner_texts() == ["Seguir escuchando", "Detener"]
    page.keyboard.press("Space")
    assert page.evaluate("said.at(-1)") == before
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(BUTTONS).all_inner_texts() == ["Escuchar"]
    assert page.evaluate("document.activeElement.innerText") == "Escuchar"


def test_all_of_the_text_is_read_once_in_short_pieces(
    look: Callable[[str], Shown], page: Page
) -> None:
    page.goto(look("bulletin").url)
    page.locator(BUTTONS).click()
    while (count := page.evaluate("said.length")) != page.evaluate("finish()"):
        assert count < 400
    pieces = [text for _, text in page.evaluate("said")]
    assert max(map(len, pieces)) <= 200
    words = " ".join("".join(pieces).split())
    for part in (".lead:not(figure)", ".deck li:last-child", ".body > p:last-of-type"):
        told = " ".join(page.locator(part).last.inner_text().split())
        assert words.replace(" ", "").count(told.replace(" ", "")[:60]) == 1, told
    assert page.locator(BUTTONS).all_inner_texts() == ["Escuchar"]

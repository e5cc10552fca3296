"""No stranger in the page: no other origin, no script inside, nothing for the console to say."""

import re
from urllib.parse import urlsplit

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)


def test_the_console_is_silent_and_every_request_stays_home(shown: Shown, tab: Tab) -> None:
    page = tab(locale="es-MX")
    said: list[str] = []
    asked: list[str] = []
    listeners = {
        "console": lambda message: said.append(f"{message.type}: {message.text}"),
        "pageerror": lambda error: said.append(f"{error}"),
        "requestfailed": lambda request: said.append(f"failed: {request.url}"),
        "request": lambda request: asked.append(request.url),
    }
    page.goto("about:blank")  # what the page before still asked for is not this one's
    for event, listener in listeners.items():
        page.on(event, listener)
    page.goto(shown.url)
    broken = page.evaluate("probe.unseenPhotos()")
    said += page.evaluate("probe.forbidden")
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    origin = "{0.scheme}://{0.netloc}/".format(urlsplit(shown.url))
    assert shown.url in asked and [url for url in asked if not url.startswith(origin)] == []
    assert broken == [] and said == []


def test_the_policy_is_there_and_lets_nothing_inline(shown: Shown) -> None:
    html = shown.file.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy and "default-src 'self'" in policy[1]
    # WebAssembly of this origin is compiled where somebody searches, and nowhere else.
    assert ("wasm-unsafe-eval" in policy[1]) == (shown.name == "search")
    assert "unsafe" not in policy[1].replace("wasm-unsafe-eval", "")
    assert not re.search(r"\s(style|on\w+)=|<style", html)
    for attributes, inside in _SCRIPT.findall(html):
        own = re.fullmatch(r' src="/theme/[\w.]+" defer', attributes) and not inside
        assert own or "application/ld+json" in attributes

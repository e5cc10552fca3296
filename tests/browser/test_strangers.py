"""No stranger in the page: no other origin, no script, and nothing for the console to say."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from .pages import Shown

pytestmark = pytest.mark.browser

_SCRIPT = re.compile(r"<script\b([^>]*)>")


def test_the_console_is_silent_and_every_request_stays_home(
    shown: Shown, chromium: Browser
) -> None:
    said: list[str] = []
    asked: list[str] = []
    context = chromium.new_context()
    context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: said.append(f"{error.error}"))
    context.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e =>"
        " console.log('policy', e.violatedDirective, e.blockedURI))"
    )
    page.goto(shown.url)
    # Photographs wait for the reader to come near.
    page.evaluate("document.querySelectorAll('[loading]').forEach(i => { i.loading = 'eager' })")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    broken = page.evaluate(
        "[...document.images].filter(i => !i.naturalWidth).map(i => i.currentSrc)"
    )
    context.close()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(shown.url))
    assert [url for url in asked if not url.startswith((f"{origin}/", "data:"))] == []
    assert f"{origin}/" in "".join(asked) and broken == [] and said == []


def test_the_policy_is_there_and_lets_nothing_inline(shown: Shown) -> None:
    html = shown.file.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy and "default-src 'self'" in policy[1] and "unsafe" not in policy[1]
    assert not re.search(r"\s(style|on\w+)=|<style", html)
    assert all("application/ld+json" in attributes for attributes in _SCRIPT.findall(html))

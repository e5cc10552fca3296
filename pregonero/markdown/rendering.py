"""A Markdown text as safe HTML, by the shortest way that gives it."""

from html import escape

from pregonero.invisible_characters import FORBIDDEN, all_seen, visible
from pregonero.markdown.bounds import excess
from pregonero.markdown.fast_path import plain


def safe(text: str, back: str = "") -> str:
    """A Markdown text as sanitised HTML, whatever the place; `back` names the way back of notes.

    One that would take too long (`bounds`) is given as it was typed: `check` refuses it.
    """
    html = plain(text)
    if html is None:
        html = _typed(text) if excess(text) else _converted(text, back)
    # Whatever the check of texts let through, as what a reference (`&#xFDD0;`) stands for.
    return html if all_seen(html) else visible(FORBIDDEN.sub("", html))[0]


def _converted(text: str, back: str) -> str:
    # Python-Markdown: most texts need none of it.
    from pregonero.markdown.convert import sanitised
    from pregonero.markdown.intent import as_meant

    return sanitised(as_meant(text), back)


def _typed(text: str) -> str:
    return f"<pre>{escape(text, quote=False)}</pre>"

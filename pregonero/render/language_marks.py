"""A whole page whose texts carry their language, as HTML that says so with `lang`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pregonero.newsroom.language_tags import TAG
from pregonero.render.babel_locale import attributes
from pregonero.render.translations import CLOSE, NAMED, OPEN

#: Elements without content, those that hold text alone, and those that are not for readers.
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|title|textarea|option)\b[^>]*>.*?</(?P=raw)\s*>"
    r"|<(?P<end>/)?(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:[^<>\"]|\"[^\"]*\")*)>|[^<]+|<",
    re.DOTALL,
)
#: A language is believed only if it can be one: whatever else stands between marks goes with them.
_MARK = re.compile(f"{OPEN}({TAG.pattern}){NAMED}|[{OPEN}{NAMED}{CLOSE}]")
#: The same in the parameters of an address.
_CODED = re.compile("%EF%B7%90[A-Za-z0-9-]*%EF%B7%91|%EF%B7%92", re.IGNORECASE)
#: An attribute that is nothing but a text of another language.
_WHOLE = re.compile(f'="{OPEN}({TAG.pattern}){NAMED}[^{OPEN}{NAMED}{CLOSE}"]*{CLOSE}"')
_LANG = re.compile(r'\slang="([^"]*)"')
_HREF = re.compile(r'\shref="([^"]*)"')


@dataclass
class _Open:
    """An element, or a text (`name` is empty), that is not closed yet: the language of what is in
    it, and the one its children have to say because its own attributes are in another."""

    name: str
    lang: str
    inside: str = ""
    shown: bool = True


def settle(html: str, lang: str, leads: Callable[[str], str] = lambda href: "") -> str:
    """A page in a language, with `lang` on each text of it that carries another.

    A text among others becomes a `span`. For one in an attribute its element says the language, as
    HTML has it, and the children of the element say theirs. `leads` gives the language of what
    is at an `href`, where that is known and another: the link then has its `hreflang`.
    """
    out: list[str] = []
    opened = [_Open("", lang)]
    for token in _TOKEN.finditer(html):
        text = token[0]
        if token["name"] is None:
            if token["raw"] or text.startswith("<"):
                out.append(without(text))
            else:
                _text(text, opened, out)
        elif token["end"]:
            out.append(text)
            _close(token["name"].lower(), opened)
        else:
            out.append(_tag(token["name"], token["rest"], opened, leads))
    return "".join(out)


def without(text: str) -> str:
    """A text without the languages it carries."""
    if OPEN in text or NAMED in text or CLOSE in text:
        text = _MARK.sub("", text)
    return _CODED.sub("", text) if "%EF%B7%9" in text else text


def _text(text: str, opened: list[_Open], out: list[str]) -> None:
    at = 0
    for mark in _MARK.finditer(text):
        _words(text[at : mark.start()], opened, out)
        at = mark.end()
        if mark[0] == CLOSE:
            if not opened[-1].name and len(opened) > 1 and opened.pop().shown:
                out.append("</span>")
        elif lang := mark[1]:
            shown = lang != (opened[-1].inside or opened[-1].lang)
            if shown:
                around = opened[-1].inside or opened[-1].lang
                out.append(f"<span{attributes(lang, around)}>")
            opened.append(_Open("", lang, shown=shown))
    _words(text[at:], opened, out)


def _words(text: str, opened: list[_Open], out: list[str]) -> None:
    inside = opened[-1].inside
    if inside and text.strip():
        text = f"<span{attributes(inside, opened[-1].lang)}>{text}</span>"
    out.append(text)


def _close(name: str, opened: list[_Open]) -> None:
    for at in range(len(opened) - 1, 0, -1):
        if opened[at].name == name:
            del opened[at:]
            return


def _tag(name: str, rest: str, opened: list[_Open], leads: Callable[[str], str]) -> str:
    """A start tag, its language said."""
    around = opened[-1]
    said = _LANG.search(rest)
    within = said[1] if said else around.inside or around.lang
    lang, inside = within, ""
    if OPEN in rest:
        foreign = _WHOLE.search(rest)
        if foreign and not said and foreign[1] != within:
            lang, inside = foreign[1], within
    rest = without(rest)
    if not said and lang != around.lang:
        rest = f"{attributes(lang, around.lang)}{rest}"
    href = _HREF.search(rest) if name == "a" and "hreflang" not in rest else None
    if href and (there := leads(href[1])):
        rest = f'{rest} hreflang="{there}"'
    if name.lower() not in _VOID:
        opened.append(_Open(name.lower(), lang, inside))
    return f"<{name}{rest}>"

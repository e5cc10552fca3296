"""Which signs in a text are tags of HTML, and which are words between signs: `<su nombre>`."""

import re
from collections.abc import Iterator

#: Every element of HTML, those of old too (WHATWG HTML, 3 and 16.2).
ELEMENTS = frozenset(
    """a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big
    blink blockquote body br button canvas caption center cite code col colgroup data datalist dd
    del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins isindex kbd keygen
    label legend li link listing main map mark marquee math menu menuitem meta meter nav nobr
    noembed noframes noscript object ol optgroup option output p param picture plaintext pre
    progress q rb rp rt rtc ruby s samp script search section select slot small source span strike
    strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr
    track tt u ul var video wbr xmp""".split()  # noqa: SIM905
)
#: Those whose names are also words that somebody puts between signs, and that mean nothing alone.
_WORDS = frozenset(
    """address applet area article audio base big body button canvas caption center cite code data
    dialog dir embed figure font footer form frame head header html iframe input label legend link
    listing main map mark menu meter nav object option output picture plaintext progress search
    section select slot source style summary svg template textarea time title track var video
    """.split()  # noqa: SIM905
)
#: Elements that begin and end lines.
BLOCKS = frozenset(
    """address article aside blockquote br caption center dd details dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol option p pre
    section summary table tbody td tfoot th thead title tr ul""".split()  # noqa: SIM905
)
#: A whole tag as a browser ends it: a quotation mark after `=` has to be closed. No part of it is
#: looked at twice.
TAG = re.compile(
    r"<(?P<end>/)?(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)"
    r"(?P<rest>(?:(?=[\s/])(?:[^<>=]|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'\s])))*+)?)>"
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: `<!-->` ends where it begins.
#: Attributes of HTML that stand without a value.
_ALONE = frozenset(
    """allowfullscreen async autofocus autoplay checked compact controls default defer disabled
    download formnovalidate hidden inert ismap itemscope loop multiple muted nohref nomodule
    noshade novalidate nowrap open playsinline readonly required reversed selected""".split()  # noqa: SIM905
)
_COMMENTED = re.compile(r"<!--(?!-?>)")
_CLOSED = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]*)")


#: Before and after the address of a link that is written between signs, `[acta](<acta 1.pdf>)`, or
#: of one that a reference has, `[acta]: <acta 1.pdf>`.
_LINKED = re.compile(r"\[[^\]\n]*(?:\](\()[ \t]*|(?<=[^\\])\]:[ \t]*)$")
_CLOSES = re.compile(r"[ \t]*[)\"']")
_ENDS = re.compile(r"[ \t]*(?:[\"'(]|$)", re.MULTILINE)
_LABEL = 300


def tags(text: str) -> Iterator[re.Match[str]]:
    """The tags of a text that are HTML."""
    closed = {name.lower() for name in _CLOSED.findall(text)}
    for found in between_signs(text):
        if is_element(found, closed):
            yield found


def between_signs(text: str) -> Iterator[re.Match[str]]:
    """What a Markdown text has between signs as a tag has it, HTML or not, and is no address."""
    for found in TAG.finditer(text):
        at = text.rfind("[", max(found.start() - _LABEL, 0), found.start())
        link = _LINKED.match(text, at, found.start()) if at >= 0 else None
        after = link and (_CLOSES if link[1] else _ENDS).match(text, found.end())
        if not after:
            yield found


def is_element(tag: re.Match[str], closed: set[str]) -> bool:
    """Whether a tag is HTML, and no word between signs; `closed` are the elements that end."""
    name = tag["name"].lower()
    if name not in ELEMENTS:
        return False
    if "=" not in tag["rest"] and not _ALONE.issuperset(tag["rest"].lower().strip(" /").split()):
        return False
    return name not in _WORDS or name in closed or "=" in tag["rest"]


def others_escaped(html: str) -> str:
    """HTML in which every sign that begins no tag and no comment is text."""
    if "<" not in html:
        return html
    closed = {name.lower() for name in _CLOSED.findall(html)}
    parts: list[str] = []
    done = 0
    at = html.find("<")
    last_comment = html.rfind("-->")
    while at >= 0:
        whole = TAG.match(html, at)
        if whole and is_element(whole, closed):
            next_ = whole.end()
        elif _COMMENTED.match(html, at) and at + 4 <= last_comment:
            next_ = html.find("-->", at + 4) + 3
        else:
            parts += html[done:at], "&lt;"
            done = next_ = at + 1
        at = html.find("<", next_)
    return "".join((*parts, html[done:]))

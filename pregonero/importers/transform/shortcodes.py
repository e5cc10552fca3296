"""Shortcodes, Liquid and components of other generators: those that only stand for a link, a figure
or a recording become Markdown; the rest stay as they are and are told, for a person to decide."""

import re
from collections.abc import Callable

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import TEXT, mended, undecided
from pregonero.markdown.links import without_code

_TARGET = r"[\"'“”]?([^\s\"'“”{}<>]+)[\"'“”]?"
_FIGURE = re.compile(
    r"\{\{[<%]\s*figure\s+([^{}]*?)\s*/?[>%]\}\}(?:\s*\{\{[<%]\s*/figure\s*[>%]\}\})?"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([^\s\"'>]+))")
_VIDEO = re.compile(
    r"\{\{[<%]\s*(youtube|vimeo)\s+(?:id=)?[\"'“]?([\w-]+)[^{}]*?[>%]\}\}", re.IGNORECASE
)
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_CAPTION = re.compile(r"\[caption([^\]]*)\](.*?)\[/caption\]", re.DOTALL)
_EMBED = re.compile(r"\[embed[^\]]*\]([^\[\]]*)\[/embed\]")
_RECORDING = re.compile(r"\[(video|audio)\b([^\[\]]*)\](?:([^\[\]]*)\[/\1\])?", re.IGNORECASE)
_FILE = re.compile(r"(?:https?:)?//[^\s\"'<>\[\]]+|/[^\s\"'<>\[\]]+")
#: An address that stands alone, in a line or a paragraph: WordPress shows what it leads to.
_LONE = re.compile(
    r"(?:^[ \t]*|(?<=>)\s*)(https?://[^\s<>\"'\[\]]+)(?=[ \t]*$|\s*</(?:p|div|figure)>)",
    re.MULTILINE,
)
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)

_SHORTCODES = {"gallery", "playlist", "embed", "caption", "audio", "video", "sitemap", "mapa",
               "form", "slider"}  # fmt: skip
_SAID = {"sic", "risas", "aplausos", "nota", "ndr", "inaudible", "silencio", "laughter", "applause",
         "cita", "traducción", "traduccion", "continúa", "continua", "pausa"}  # fmt: skip

#: What becomes plain text with no loss: a pattern, and what is put in its place.
_PLAIN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"\{{\{{[<%]\s*(?:rel)?(?:ref|link)\s+{_TARGET}[^{{}}]*?[>%]\}}\}}"), r"\1"),
    (re.compile(rf"\{{%-?\s*post_url\s+{_TARGET}\s*-?%\}}"), r"\1.md"),
    (re.compile(rf"\{{%-?\s*link\s+{_TARGET}\s*-?%\}}"), r"/\1"),
    (re.compile(rf"\{{\{{-?\s*{_TARGET}\s*\|\s*(?:relative|absolute)_url\s*-?\}}\}}"), r"\1"),
    (re.compile(r"\{\{-?\s*site\.(?:base)?url\s*-?\}\}"), ""),
    (re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}"), ""),
)
#: A component of MDX: a tag that no HTML has.
COMPONENT = (
    r"</?(?!(?:Div|Center|Font|Table|Span|Strong|Img|Body|Html|Tbody|Blockquote)\b)"
    r"[A-Z][a-z]\w*(?:\.\w+)*\b[^<>]*>"
)
_LEFT = re.compile(
    r"\{\{[<%].{0,500}?[>%]\}\}|\{%.{0,500}?%\}|\{\{.{0,500}?\}\}"
    r"|^(?:import|export)\s+(?:[\w{}*,\s]+\sfrom\s|const\s|default\s|[\"']).*$|"
    + COMPONENT
    # Those that go on over lines, as comments do, and comments of kramdown, Nunjucks and MDX.
    + r"|\{\{.{0,60}|\{%.{0,60}|\{::/?[a-z].{0,60}|\{#(?=[^{}\n]*(?:#\}|$)).{0,60}|\{/\*.{0,60}",
    re.MULTILINE,
)
#: In MDX what stands between braces is a program's.
_EXPRESSION = re.compile(r"(?<!\\)\{[^{}\n]{0,60}")
_BRACKETED = re.compile(r"(?<!\!)\[(/?[a-z][a-z0-9_-]+)((?:\s+[\w-]+=[^\[\]]*)?)/?\](?![(\[:])")


def settled(
    text: str, source: str, line: int, *, wordpress: bool = False
) -> tuple[str, list[Problem]]:
    """A text without the instructions that Markdown can say, and what was told."""
    told: list[Problem] = []
    if "{" in text:
        text = _braces(text, source, line, told)
    if wordpress and "[" in text:
        text = _CAPTION.sub(_captioned, text)
        text = _EMBED.sub(lambda m: f"\n\n{m[1].strip()}\n\n", text)
        text = _RECORDING.sub(_recorded, text)
    if wordpress and "://" in text:
        text = _LONE.sub(lambda m: f'<a href="{m[1]}">{m[1]}</a>', text)
    if "{" in text or "<" in text or "import" in text or "export" in text or wordpress:
        plain = without_code(text)
        found = list(_LEFT.finditer(plain))
        if not found and source.lower().endswith(".mdx"):
            found = list(_EXPRESSION.finditer(plain))
        if wordpress:
            found += (m for m in _BRACKETED.finditer(plain) if _orders(m, plain))
        if found:
            first = min(found, key=lambda m: m.start())
            wrong = InvalidValue(
                N_("hay instrucciones del sitio anterior: {value}"),
                N_("Quítelas o escriba en su lugar lo que mostraban."),
                value=list(dict.fromkeys(" ".join(m[0].split())[:80] for m in found))[:12],
            )
            at = line + plain.count("\n", 0, first.start())
            told.append(undecided(source, at, TEXT, wrong))
    return text, told


def _braces(text: str, source: str, line: int, told: list[Problem]) -> str:
    plain = without_code(text)

    def change(pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str]) -> None:
        nonlocal text, plain
        found = list(pattern.finditer(plain))
        if not found:
            return
        wrong = InvalidValue(
            N_("había instrucciones que son un enlace o una imagen: {value}"),
            N_("Se escribieron en Markdown."),
            value=found[0][0],
        )
        told.append(mended(source, line + plain.count("\n", 0, found[0].start()), TEXT, wrong))
        for one in reversed(found):
            made = one.expand(by) if isinstance(by, str) else by(one)
            text = text[: one.start()] + made + text[one.end() :]
        plain = without_code(text)

    change(_FIGURE, _figure)
    change(_VIDEO, lambda m: f"[{m[1]}]({_VIDEOS[m[1].lower()]}{m[2]})")
    for pattern, by in _PLAIN:
        change(pattern, by)
    return text


def _figure(found: re.Match[str]) -> str:
    given = {
        m[1]: (m[2] or m[3] or m[4] or "").replace('\\"', '"')
        for m in _ATTRIBUTE.finditer(found[1])
    }
    if not given.get("src"):
        return found[0]
    return image(
        given["src"],
        given.get("alt", ""),
        given.get("caption") or given.get("title", ""),
        given.get("attr", ""),
    )


def _recorded(found: re.Match[str]) -> str:
    """WordPress's player, as the tag of HTML for the same: what is done with those is done."""
    file = _FILE.search(found[2]) or _FILE.search(found[3] or "")
    tag = found[1].lower()
    return f'\n\n<{tag} src="{file[0]}"></{tag}>\n\n' if file else found[0]


def _orders(found: re.Match[str], text: str) -> bool:
    """Whether a word in brackets is an instruction. One that stands in a sentence is the author's:
    [sic], [risas]; so are those that transcripts use."""
    name = found[1]
    if found[2] or name[0] == "/" or set(name) & set("_-0123456789") or name in _SHORTCODES:
        return True
    if f"[/{name}]" in text:
        return True
    if name in _SAID:
        return False
    before = re.search(r"(?:^|[\n>])[ \t]*$", text[max(found.start() - 80, 0) : found.start()])
    after = re.match(r"[ \t]*(?:$|[\n<])", text[found.end() : found.end() + 80])
    return bool(before and after)


def _captioned(found: re.Match[str]) -> str:
    """WordPress's photograph with its caption."""
    picture = _IMG.search(found[2])
    if picture is None:
        return found[2]
    caption = (
        re.sub(r"<[^>]+>", "", found[2].replace(picture[0], "")).strip().replace('"', "&quot;")
    )
    return f'\n\n{picture[0][:-1].rstrip("/")} title="{caption}">\n\n'


def image(src: str, alt: str, caption: str = "", credit: str = "") -> str:
    """An image in Markdown: its caption as title, its credit where people put it, in the alt."""
    alt = " ".join(alt.replace("[", "(").replace("]", ")").split())
    if credit:
        alt = (
            f"{alt} (Foto: {' '.join(credit.replace('[', '(').replace(']', ')').split())})".strip()
        )
    title = " ".join(caption.replace('"', "'").split())
    return f"![{alt}]({address(src)}" + (f' "{title}")' if title else ")")


def address(target: str) -> str:
    """A target that Markdown takes whole."""
    return target.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")

"""Bytes into characters, and characters that no reader should meet into those meant."""

import re
import unicodedata

from pregonero.content.scan import LARGEST
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import CONTROL, FILE, TEXT, Refused, mended
from pregonero.invisible_characters import (
    all_seen,
    references,
    visible,
    without_references,
)
from pregonero.markdown import cleanup

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MATHEMATICAL = re.compile("[\U0001d400-\U0001d7ff]+")
_BULLET = re.compile(r"^[ \t]*[■•●▪◦‣➢✓►][ \t\u00a0]*", re.MULTILINE)
_STAR = re.compile(r"(?<![\w*\\])\*(?![\s*])([^*\n]+?)(?<![\s*\\])\*(?![\w*])")
_STRUCK = re.compile(r"(?<![\w~])~(?![\s~])([^~\n]+?)(?<!\s)~(?![\w~])")
_SLANTED = re.compile(r"(?<![\w_])_(?![\s_])[^_\n]+?(?<!\s)_(?![\w_])")
_MONO = re.compile(r"```(?!\n)([^`\n]+)```")


def decode(raw: bytes, source: str) -> tuple[str, list[Problem]]:
    """A file's bytes as text, its characters mended. Raises `Refused`."""
    if len(raw) > LARGEST:
        raise too_large(len(raw))
    told: list[Problem] = []
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError:
            raise _binary() from None
        told.append(_encoding(source, "UTF-16"))
    else:
        if _BINARY.search(raw):
            raise _binary()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            try:
                text = raw.decode("cp1252")
            except UnicodeDecodeError:
                raise _binary() from None
            told.append(_encoding(source, "Windows-1252"))
    text, more = mend(text, source)
    return text, told + more


def too_large(size: int) -> Refused:
    return Refused(
        InvalidValue(
            N_("pesa {size} MB; el máximo de un texto es {most} MB"),
            N_("Deje en el archivo solo el texto y repita la importación."),
            size=f"{size / 1e6:.1f}",
            most=f"{LARGEST / 1e6:g}",
        )
    )


def _binary() -> Refused:
    return Refused(
        InvalidValue(
            N_("no es un texto, aunque su nombre lo diga"),
            N_("Ábralo con su programa y guarde el texto aparte."),
        )
    )


def _encoding(source: str, name: str) -> Problem:
    wrong = InvalidValue(N_("estaba guardado como {name}"), N_("Se pasó a UTF-8."), name=name)
    return mended(source, 1, FILE, wrong)


def mend(text: str, source: str) -> tuple[str, list[Problem]]:
    """A text without what Word leaves in it: as every text of the site, and mathematical letters
    and invisible characters too."""
    text, found = cleanup.mend(text)
    told = [mended(source, line, FILE, wrong) for line, wrong in found]
    if letters := _MATHEMATICAL.search(text):
        wrong = InvalidValue(
            N_("había letras matemáticas: {value}"),
            N_("Se escribieron «{plain}»."),
            value=letters[0],
            plain=unicodedata.normalize("NFKC", letters[0]),
        )
        told.append(mended(source, text.count("\n", 0, letters.start()) + 1, TEXT, wrong))
        text = _MATHEMATICAL.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    if "\u00a0" in text:
        wrong = InvalidValue(N_("había espacios duros"), N_("Se escribieron espacios normales."))
        told.append(mended(source, text.count("\n", 0, text.index("\u00a0")) + 1, TEXT, wrong))
        text = text.replace("\u00a0", " ")
    text, more = seen_only(text, source)
    return text, told + more


def seen_only(
    text: str, source: str, line: int = 1, field: str = TEXT
) -> tuple[str, list[Problem]]:
    """A text without characters that nobody sees, nor references of HTML to them.

    `line` is where it begins in its source."""
    unseen = references(text)
    if all_seen(text) and not unseen:
        return text, []
    told: list[Problem] = []

    def tell(at: int, code: str) -> None:
        wrong = InvalidValue(
            N_("había caracteres invisibles ({code})"), N_("Se quitaron."), code=code
        )
        told.append(mended(source, line + text.count("\n", 0, at), field, wrong))

    if unseen:
        tell(unseen[0][0], unseen[0][1])
        text = without_references(text)
    mended_text, silent = visible(text)
    if silent >= 0:
        tell(silent, f"U+{ord(text[silent]):04X}")
        text = mended_text
    if bad := CONTROL.search(text):
        tell(bad.start(), f"U+{ord(bad[0]):04X}")
        text = CONTROL.sub("", text)
    return text, told


def unmarked(text: str, source: str, line: int, *, chat: bool) -> tuple[str, list[Problem]]:
    """A text with the marks of WhatsApp and Word's bullets as Markdown.

    One star is bold in WhatsApp and slanted in Markdown. In a `chat` it is WhatsApp's; elsewhere
    only where a text slants with `_` and never writes two stars.
    """
    told: list[Problem] = []

    def change(pattern: re.Pattern[str], by: str, message: str) -> None:
        nonlocal text
        if found := pattern.search(text):
            at = line + text.count("\n", 0, found.start())
            wrong = InvalidValue(message, N_("Se pasó a Markdown."), value=found[0].strip())
            told.append(mended(source, at, TEXT, wrong))
            text = pattern.sub(by, text)

    change(_BULLET, "- ", N_("había viñetas pegadas: {value}"))
    whatsapp = chat or (
        "**" not in text
        and "*" in text
        and (_SLANTED.search(text) is not None or _STRUCK.search(text) is not None)
    )
    if whatsapp:
        change(_STAR, r"**\1**", N_("había negritas de WhatsApp: {value}"))
        change(_STRUCK, r"<del>\1</del>", N_("había un tachado de WhatsApp: {value}"))
        change(_MONO, r"`\1`", N_("había letra de máquina de WhatsApp: {value}"))
    return text, told

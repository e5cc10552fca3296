"""An XML file as it should have been written: one bad character is no reason to refuse an export.

XML admits no control character, no `&` that opens nothing and no entity that it does not declare
(XML 1.0, 2.2 and 4.1). What is put right leaves a mark, so that it can be told in which text.
"""

import codecs
import re
from html.entities import html5
from typing import BinaryIO

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

#: Stands behind or instead of what was put right: a character for private use, at the very end.
MARK = "\U0010fffd"
_BLOCK = 1 << 16
#: Characters at the end of a block that wait for the next: no token is longer.
_HELD = 64
_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_TOKEN = re.compile(rf"<!\[CDATA\[|\]\]>|&(?:(#?\w{{1,40}});)?|<(?![a-zA-Z/!?_])|[{_ILLEGAL}]")
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.-]+)")
_ENCODINGS = {"utf-8", "iso8859-1", "cp1252", "ascii", "iso8859-15"}
_OWN = {"lt", "gt", "amp", "quot", "apos"}


class CleanXml:
    """A stream of XML that can be parsed, in UTF-8 and without its declaration. Nothing of it is
    kept but the block in hand."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw
        head = raw.read(_BLOCK).removeprefix(b"\xef\xbb\xbf")
        declared = _DECLARATION.match(head)
        body = head[declared.end() :] if declared else head.lstrip()
        self.decoder = codecs.getincrementaldecoder(_encoding(declared))("surrogateescape")
        self.literal = False  # inside CDATA, where `&` and `<` are themselves
        self.pending = ""
        self.ready = bytearray()
        self.done = False
        self._take(body)

    def read(self, size: int = -1) -> bytes:
        while not self.done and (size < 0 or len(self.ready) < size):
            self._take(self.raw.read(_BLOCK))
        size = len(self.ready) if size < 0 else size
        given = bytes(self.ready[:size])
        del self.ready[:size]
        return given

    def _take(self, block: bytes) -> None:
        self.done = not block
        text = self.pending + self.decoder.decode(block, final=self.done)
        end = len(text) if self.done else max(len(text) - _HELD, 0)
        made: list[str] = []
        at = 0
        for token in _TOKEN.finditer(text):
            if token.start() >= end:
                break
            made += text[at : token.start()], self._mended(token)
            at = token.end()
        made.append(text[at : max(at, end)])
        self.pending = text[max(at, end) :]
        self.ready += "".join(made).encode("utf-8")

    def _mended(self, token: re.Match[str]) -> str:
        sign = token[0]
        if sign == "<![CDATA[":
            self.literal = True
            return sign
        if sign == "]]>":
            literal, self.literal = self.literal, False
            return sign if literal else "]]&gt;"
        if sign[0] == "<":
            return sign if self.literal else "&lt;"
        if sign[0] == "&":
            return sign if self.literal else _reference(token[1])
        code = ord(sign)
        if 0xDC80 <= code <= 0xDCFF:  # a byte that is not of this encoding
            return bytes([code - 0xDC00]).decode("cp1252", "replace") + MARK
        return MARK


def _encoding(declared: re.Match[bytes] | None) -> str:
    """The encoding that a file declares, of those that hide no sign of XML; else UTF-8."""
    named = _ENCODING.search(declared[0]) if declared else None
    try:
        name = codecs.lookup(named[1].decode()).name if named else "utf-8"
    except LookupError:
        name = "utf-8"
    return name if name in _ENCODINGS - {"ascii"} else "utf-8"


def _reference(name: str | None) -> str:
    """A reference that XML knows: HTML's own become characters, one that is none becomes a sign."""
    if name is None:
        return "&amp;"
    if name in _OWN:
        return f"&{name};"
    if name[0] != "#":
        return html5.get(f"{name};", f"&amp;{name};")
    try:
        code = int(name[2:], 16) if name[1:2] in "xX" else int(name[1:])
        char = chr(code)
    except (ValueError, OverflowError):
        return f"&amp;{name};"
    return MARK if re.match(f"[{_ILLEGAL}]", char) else f"&#{code};"


def marked(text: str) -> bool:
    return MARK in text


def unmarked(text: str) -> str:
    return text.replace(MARK, "")


def put_right() -> InvalidValue:
    """What is told of a text in which something was put right."""
    return InvalidValue(
        N_("la exportación traía caracteres que XML no admite en este texto"),
        N_("Se quitaron o se escribieron como se leen: compárelo con el original."),
    )


def broken(reason: str, texts: int) -> InvalidValue:
    """Why what comes after some texts of an export cannot be read."""
    return InvalidValue(
        N_("el XML está incompleto o dañado después de {count} textos ({reason})"),
        N_("Esos vinieron enteros. Para los demás, expórtelo de nuevo desde WordPress."),
        count=texts,
        reason=reason,
    )

"""What Word and WhatsApp leave in a text: mended where it is certain, and always told."""

import re
import unicodedata
from collections.abc import Iterator

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.invisible_characters import all_seen, removal, visible
from pregonero.markdown.links import without_code

_C1 = re.compile(r"[\x80-\x9f]")
_MATHEMATICAL = re.compile(
    r"[\U0001d400-\U0001d7ff]+(?:[\s\U0001d400-\U0001d7ff]*[\U0001d400-\U0001d7ff])?"
)
_BOLD = re.compile(r"\*(?<![\w*\\]\*)(?![\s*])([^*\n]+?)(?<![\s*\\])\*(?![\w*])")
_STRUCK = re.compile(r"~(?<![\w~]~)(?![\s~])([^~\n]+?)(?<!\s)~(?![\w~])")
#: Signs that Word and WhatsApp put before an item, those of its fonts of pictures too (Symbol and
#: Wingdings, at U+F000); an `o` is Word's circle, dashes go in rows.
BULLET = re.compile(
    r"^[ \t]*+(?:([■●•▪◦‣➢✓►·§\uf02d\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc])|(o)(?:\t| {2,})(?=\S)"
    r"|([–—])[ \t]++(?=\S.*\n[ \t]*+[–—][ \t]))",
    re.MULTILINE,
)
_BULLETS = ("·", "§", "o  ", "o\t", "–", "—")
_DANGEROUS = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|input|style|link|meta|svg)\b|<[^<>]*?\son[a-z]+\s*=",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}")

#: What a find must hold: a sign, or for the rest of the patterns one of the rare characters.
_SIGNS = {_BOLD: "*", _STRUCK: "~", _DANGEROUS: "<", _TEMPLATE: "{"}
_RARE = re.compile("[\u00a0■●▪◦‣➢✓►•\ue000-\uf8ff\ufffd\U0001d400-\U0001d7ff]")

Finding = tuple[int, InvalidValue]


def mend(text: str) -> tuple[str, list[Finding]]:
    """A text without byte-order mark, Windows-1252 control characters, CRLF, loose accents or
    characters that say nothing.

    Gives the text and, with the line counted from 1, what was mended: one finding a kind.
    """
    found: list[Finding] = []
    if text.startswith("\ufeff"):
        text = text[1:]
        found.append(
            (
                1,
                InvalidValue(
                    N_("el archivo empieza con una marca BOM"),
                    N_("Guárdelo como «UTF-8» sin BOM. Se publica sin ella."),
                ),
            )
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not all_seen(text):
        text, more = _unseen(text)
        found += more
    # Letters of Latin-1 are whole: none is made of two.
    if not _latin(text) and not unicodedata.is_normalized("NFC", text):
        normal = unicodedata.normalize("NFC", text)
        lines = zip(text.split("\n"), normal.split("\n"), strict=False)
        at = next((i for i, (a, b) in enumerate(lines, 1) if a != b), 1)
        found.append(
            (
                at,
                InvalidValue(
                    N_("hay acentos separados de su letra (no NFC)"),
                    N_("Escriba la palabra de nuevo. Se publica corregida."),
                ),
            )
        )
        text = normal
    return text, found


def _unseen(text: str) -> tuple[str, list[Finding]]:
    """A text without control characters of Windows-1252 or what says nothing."""
    found: list[Finding] = []
    if bad := _C1.search(text):
        found.append(
            (
                _line(text, bad.start()),
                InvalidValue(
                    N_("hay caracteres de control de Windows-1252 ({code})"),
                    N_("Escriba «{good}» en su lugar. Se publica así."),
                    code=f"U+{ord(bad[0]):04X}",
                    good=_windows(bad).strip() or "…",
                ),
            )
        )
        text = _C1.sub(_windows, text)
    whole = text
    text, silent = visible(text)
    if silent >= 0:
        found.append((_line(whole, silent), removal(whole[silent])))
    return text, found


def _windows(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("cp1252", "ignore")


#: What is told of any line, and of a text: pattern, message and remedy.
_Told = tuple[re.Pattern[str], str, str]

_LINE: tuple[_Told, ...] = (
    (
        _MATHEMATICAL,
        N_("hay letras matemáticas que los lectores de pantalla no leen: {value}"),
        N_("Escriba «{plain}»."),
    ),
    (
        re.compile("\u00a0"),
        N_("hay un espacio duro pegado desde Word"),
        N_("Bórrelo y escriba un espacio normal."),
    ),
    (
        re.compile("\ufffd"),
        N_("hay un signo � donde se perdió una letra"),
        N_("Escriba la letra que falta."),
    ),
    (
        re.compile("[\ue000-\uf8ff]"),
        N_("hay un signo que solo se ve con las letras de Word ({value})"),
        N_("Bórrelo; si era una viñeta, escriba un guion."),
    ),
    (
        _TEMPLATE,
        N_("«{value}» parece una instrucción de plantilla"),
        N_("Se publica tal cual, como texto. Si no es lo que quiere, bórrelo."),
    ),
)
_TEXT: tuple[_Told, ...] = (
    *_LINE,
    (
        _BOLD,
        N_("*{value}* es negrita en WhatsApp, pero aquí sale en cursiva"),
        N_("Para negrita escriba **{value}**; para cursiva, _{value}_."),
    ),
    (
        _STRUCK,
        N_("~{value}~ es tachado en WhatsApp, pero aquí no"),
        N_("Borre lo que sobra o escriba una corrección en changes."),
    ),
    (
        BULLET,
        N_("la línea empieza con «{value}», que no hace una lista"),
        N_("Empiece cada elemento con un guion y un espacio."),
    ),
    (
        _DANGEROUS,
        N_("el código «{value}» no se admite y se quitará"),
        N_("Bórrelo. Para un video use video o live en el encabezado."),
    ),
)


def in_line(text: str) -> Iterator[InvalidValue]:
    """What a value of one line carries that should be written otherwise."""
    for pattern, message, remedy in _LINE:
        if found := pattern.search(text):
            yield _told(found, message, remedy)


def in_text(text: str, *, seen: bool) -> Iterator[Finding]:
    """What a Markdown text carries that should be written otherwise, one finding a kind; `seen`
    if it is `all_seen`."""
    plain = without_code(text)
    rare = not (seen and _latin(plain)) and _RARE.search(plain)
    for pattern, message, remedy in _TEXT:
        # Most texts lack the sign without which there is nothing to find.
        if pattern is BULLET:
            if not rare and not any(sign in plain for sign in _BULLETS):
                continue
        elif not (_SIGNS[pattern] in plain if pattern in _SIGNS else rare):
            continue
        if pattern is _BOLD and "*" not in plain.replace("**", ""):
            continue  # every star is one of two
        if found := pattern.search(plain):
            yield _line(plain, found.start()), _told(found, message, remedy)


def _latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _told(found: re.Match[str], message: str, remedy: str) -> InvalidValue:
    plain = unicodedata.normalize("NFKC", found[0])
    value = next(filter(None, found.groups()), found[0])
    return InvalidValue(message, remedy, value=value, plain=plain)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1

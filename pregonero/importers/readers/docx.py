"""A Word document, read by mammoth once it is known that it unpacks to something reasonable."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import TEXT, HeaderPair, Refused, mended, undecided
from pregonero.importers.transform import characters

#: What a document may be once unpacked, in bytes, parts, and times its packed size.
LARGEST = 100_000_000
MOST = 5_000
RATIO = 200
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML = (".xml", ".rels")
_DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HIDDEN_TEXT = N_("el documento tiene texto oculto, que Word no muestra: {value}")
_HIDDEN_REMEDY = N_("No se trajo; si debe leerse, escríbalo.")
_FORMULAS = N_("el documento tiene fórmulas, y quedaron sus signos seguidos: {value}")
_FORMULAS_REMEDY = N_("Léalas y escríbalas con palabras.")


def docx(raw: bytes, source: str) -> tuple[str, tuple[HeaderPair, ...], list[Problem]]:
    """A document's text as HTML, its title and what was told. Raises `Refused`."""
    import mammoth
    from bs4 import BeautifulSoup

    pictures = _unpacked(raw)
    raw, hidden, formulas = _plain(raw)

    def named(image: Any) -> dict[str, str]:
        with image.open() as stream:
            digest = hashlib.sha256(stream.read()).hexdigest()
        return {"src": f"docx:{pictures.get(digest, '')}"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(raw), convert_image=mammoth.images.img_element(named)
        )
    except Exception as error:  # mammoth raises nearly anything on a damaged document
        raise _damaged(error) from None
    text, told = characters.mend(result.value, source)
    soup = BeautifulSoup(text, "lxml")
    blocks = soup.body.find_all(True, recursive=False) if soup.body else []
    first = next((block for block in blocks if block.get_text(strip=True)), None)
    if first is None:
        raise Refused(InvalidValue(N_("el archivo está vacío"), N_("Bórrelo si no hace falta.")))
    head = first if first.name not in ("ul", "ol", "table") else first.find(["li", "tr"]) or first
    title = " ".join(head.get_text(" " if head.name == "tr" else "").split())
    pictures_in = head.find_all("img")
    head.replace_with(*pictures_in)
    told.append(
        mended(
            source,
            1,
            "title",
            InvalidValue(
                N_("el título es la primera línea del documento"), N_("Si no lo es, corríjalo.")
            ),
        )
    )
    for found, message, remedy in (
        (hidden, _HIDDEN_TEXT, _HIDDEN_REMEDY), (formulas, _FORMULAS, _FORMULAS_REMEDY)
    ):  # fmt: skip
        if found:
            told.append(undecided(source, 1, TEXT, InvalidValue(message, remedy, value=found[:3])))
    return soup.body.decode_contents() if soup.body else "", (HeaderPair("title", title),), told


def _plain(raw: bytes) -> tuple[bytes, list[str], list[str]]:
    """A document whose fields and formulas are runs of text as any other, which is what mammoth
    reads; without what Word does not show, which is told, and with the formulas it has."""
    from lxml import etree

    out, hidden, formulas = io.BytesIO(), list[str](), list[str]()
    changed = False
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        try:
            root = etree.fromstring(packed.read(_DOCUMENT), parser)
        except (KeyError, etree.XMLSyntaxError):
            return raw, [], []  # mammoth says what is wrong with it
        for run in list(root.iter(f"{_W}r")):
            if any(_is_on(run.find(f"{_W}rPr/{_W}{name}")) for name in ("vanish", "webHidden")):
                hidden.append("".join(text.text or "" for text in run.iter(f"{_W}t")))
                _unwrapped(run, ())
                changed = True
        for field in list(root.iter(f"{_W}fldSimple")):
            _unwrapped(field, list(field))
            changed = True
        for formula in list(root.iter(f"{_M}oMath")):
            words = "".join(text.text or "" for text in formula.iter(f"{_M}t"))
            formulas.append(words)
            changed = True
            run = etree.Element(f"{_W}r")
            etree.SubElement(run, f"{_W}t").text = words
            above = formula.getparent()
            whole = above is not None and above.tag == f"{_M}oMathPara"
            _unwrapped(formula, [run])
            if whole:
                _unwrapped(above, list(above))
        if not changed:
            return raw, [], []
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as again:
            for part in packed.infolist():
                made = etree.tostring(root) if part.filename == _DOCUMENT else packed.read(part)
                again.writestr(part.filename, made)
    return out.getvalue(), [words for words in hidden if words.strip()], formulas


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in ("0", "false", "off")


def _unwrapped(element: Any, inside: Sequence[Any]) -> None:
    """Others in the place of an element."""
    above = element.getparent()
    if above is not None:
        at = above.index(element)
        above[at : at + 1] = inside


def picture(raw: bytes, member: str) -> bytes:
    """The bytes of one picture of a document that was read before."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return packed.read(member)


def _unpacked(raw: bytes) -> dict[str, str]:
    """The pictures of a document: for the digest of each, where it is. Raises `Refused`.

    Sizes are first those that the document declares, then those that come out.
    """
    pictures: dict[str, str] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            declared = sum(part.file_size for part in parts)
            if len(parts) > MOST or declared > LARGEST or declared > RATIO * max(len(raw), 10_000):
                raise _bomb(declared)
            for part in parts:
                if part.flag_bits & 1:
                    raise Refused(
                        InvalidValue(N_("tiene contraseña"), N_("Guárdelo sin contraseña."))
                    )
                digest, size, head = hashlib.sha256(), 0, b""
                with packed.open(part) as stream:
                    while block := stream.read(1 << 20):
                        size += len(block)
                        if total + size > LARGEST:
                            raise _bomb(total + size)
                        if part.filename.endswith(_XML) and _DECLARES.search(head[-20:] + block):
                            raise Refused(entities())
                        digest.update(block)
                        head = block
                total += size
                if part.filename.startswith("word/media/"):
                    pictures[digest.hexdigest()] = part.filename
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise _damaged(error) from None
    return pictures


def entities() -> InvalidValue:
    return InvalidValue(
        N_("declara entidades XML, que ningún programa de oficina escribe"),
        N_("No lo abra: pida el archivo de nuevo a quien lo hizo."),
    )


def _bomb(size: int) -> Refused:
    return Refused(
        InvalidValue(
            N_("al descomprimirlo ocuparía {size} MB: parece una bomba"),
            N_("No lo abra: pida el archivo de nuevo a quien lo hizo."),
            size=size // 1_000_000,
        )
    )


def _damaged(error: Exception) -> Refused:
    return Refused(
        InvalidValue(
            N_("no se puede leer como documento de Word ({reason})"),
            N_("Ábralo en Word o LibreOffice y guárdelo de nuevo como DOCX."),
            reason=str(error) or type(error).__name__,
        )
    )

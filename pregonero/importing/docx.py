"""A Word document, read by mammoth once it is known that it unpacks to something reasonable."""

import hashlib
import io
import re
import zipfile
import zlib
from typing import Any

from pregonero.importing import characters
from pregonero.importing.found import Pair, Refused, mended
from pregonero.problem import Problem, Wrong
from pregonero.words import N_

#: What a document may be once unpacked, in bytes, parts, and times its packed size.
LARGEST = 100_000_000
MOST = 5_000
RATIO = 200
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML = (".xml", ".rels")


def docx(raw: bytes, source: str) -> tuple[str, tuple[Pair, ...], list[Problem]]:
    """A document's text as HTML, its title and what was told. Raises `Refused`."""
    import mammoth
    from bs4 import BeautifulSoup

    pictures = _unpacked(raw)

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
        raise Refused(Wrong(N_("el archivo está vacío"), N_("Bórrelo si no hace falta.")))
    head = first if first.name not in ("ul", "ol", "table") else first.find(["li", "tr"]) or first
    title = " ".join(head.get_text(" " if head.name == "tr" else "").split())
    pictures_in = head.find_all("img")
    head.replace_with(*pictures_in)
    told.append(
        mended(
            source,
            1,
            "title",
            Wrong(N_("el título es la primera línea del documento"), N_("Si no lo es, corríjalo.")),
        )
    )
    return soup.body.decode_contents() if soup.body else "", (Pair("title", title),), told


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
                    raise Refused(Wrong(N_("tiene contraseña"), N_("Guárdelo sin contraseña.")))
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


def entities() -> Wrong:
    return Wrong(
        N_("declara entidades XML, que ningún programa de oficina escribe"),
        N_("No lo abra: pida el archivo de nuevo a quien lo hizo."),
    )


def _bomb(size: int) -> Refused:
    return Refused(
        Wrong(
            N_("al descomprimirlo ocuparía {size} MB: parece una bomba"),
            N_("No lo abra: pida el archivo de nuevo a quien lo hizo."),
            size=size // 1_000_000,
        )
    )


def _damaged(error: Exception) -> Refused:
    return Refused(
        Wrong(
            N_("no se puede leer como documento de Word ({reason})"),
            N_("Ábralo en Word o LibreOffice y guárdelo de nuevo como DOCX."),
            reason=str(error) or type(error).__name__,
        )
    )

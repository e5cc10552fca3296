"""One file of a folder as what is found in it."""

from pathlib import Path

from pregonero.content.scan import LARGEST
from pregonero.fingerprint import digest
from pregonero.importers.placement import source_addresses
from pregonero.importers.readers import headers
from pregonero.importers.readers.folder import Folder
from pregonero.importers.source_item import Refused, SourceItem
from pregonero.importers.transform import characters, dates

#: Bytes of a Word document: most of them are its photographs.
LARGEST_DOCX = 50_000_000


def read(folder: Folder, path: str) -> SourceItem:
    """A text as it is in its file. Raises `Refused`, OSError."""
    file = folder.root / path
    ending = file.suffix.lower()
    largest = LARGEST_DOCX if ending == ".docx" else LARGEST
    raw = contents(file, largest)
    lang, alike = folder.languages.of(path)
    claims = tuple(dates.of_path(source_addresses.inner(folder, alike)))
    raw_digest = digest(raw)
    if ending == ".docx":
        from pregonero.importers.readers.docx import docx

        body, title, told = docx(raw, path)
        return SourceItem(
            path,
            pairs=title,
            body=body,
            markup="html",
            claims=claims,
            told=tuple(told),
            raw=raw_digest,
        )
    text, told = characters.decode(raw, path)
    header = headers.read(text, path)
    if ending == ".txt" and not header.pairs:
        from pregonero.importers.readers.whatsapp import pasted

        return pasted(text, path, claims, tuple(told), raw_digest)
    signs = (*header.before, *folder.inherited.pairs(path, header.pairs))
    return SourceItem(
        path,
        source_addresses.kind(folder, path),
        tuple(header.pairs),
        header.body,
        header.body_line,
        "html" if ending in (".html", ".htm") else "markdown",
        claims=claims,
        told=(
            *told,
            *header.told,
            *folder.inherited.reasons(path),
            *folder.languages.reasons(path, lang),
        ),
        raw=digest(raw + repr(signs).encode()) if signs else raw_digest,
        signs=signs,
        reader="markdown" if folder.style == "pelican" or header.plain else "commonmark",
        lang=lang,
        group=alike,
    )


def contents(file: Path, largest: int) -> bytes:
    """The bytes of a file, of which no more than `largest` are ever read. Raises `Refused`."""
    with file.open("rb") as stream:
        raw = stream.read(largest + 1)
        if len(raw) > largest:
            raise characters.too_large(file.stat().st_size)
    return raw


__all__ = ["Refused", "contents", "read"]

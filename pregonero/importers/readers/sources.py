"""What an import is given: a folder, an export of WordPress, a document, or pasted text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pregonero.content.scan import LARGEST
from pregonero.diagnostics import InvalidValue
from pregonero.fingerprint import digest
from pregonero.i18n import N_
from pregonero.importers.readers import folder
from pregonero.importers.readers.folder import Folder
from pregonero.importers.source_item import Refused, SourceItem
from pregonero.importers.transform import characters

#: Bytes of pasted text: a chat of years.
LARGEST_CHAT = 20_000_000


@dataclass
class ImportSource:
    """A source whose texts are counted and not yet read."""

    name: str
    style: str
    folder: Folder
    count: int = 0
    others: dict[str, int] = field(default_factory=dict)
    home: str = ""
    ready: list[tuple[str, SourceItem | InvalidValue]] = field(default_factory=list)
    exports: list[tuple[str, object]] = field(default_factory=list)

    @property
    def attachments(self) -> dict[str, str]:
        """The addresses of exports' files, by the path of the export and their number."""
        from pregonero.importers.readers import wordpress

        return {
            f"{path}#{number}": picture[0]
            for path, export in self.exports
            if isinstance(export, wordpress.Export)
            for number, picture in export.pictures.items()
        }

    def works(self) -> Iterator[tuple[str, SourceItem | InvalidValue | None]]:
        """Each text by its path: with what was found, why it is refused, or None if it is a file
        that is still to be read."""
        from pregonero.importers.readers import wordpress

        for path in self.folder.texts:
            yield path, None
        yield from self.ready
        for path, export in self.exports:
            assert isinstance(export, wordpress.Export)
            for found in wordpress.read(self.folder.root / path, path, export):
                yield (found.source, found) if isinstance(found, SourceItem) else found


def opened(path: Path, told: BinaryIO | None = None) -> ImportSource:
    """A source, surveyed. `told` is the text itself for `-`. Raises OSError."""
    if told is not None:
        raw = told.read(LARGEST_CHAT + 1)
        return _pasted(raw, "pegado.txt", Folder(Path(), "pegado"))
    if path.is_dir():
        return _folder(path)
    found = Folder(path.absolute().parent, path.name)
    if path.suffix.lower() == ".txt":
        with path.open("rb") as file:
            return _pasted(file.read(LARGEST_CHAT + 1), path.name, found)
    source = ImportSource(path.name, "text", found)
    if path.suffix.lower() == ".xml":
        near = folder.survey(found.root)  # its photographs may lie beside it
        found.others = [p for p in near.others if p != path.name]
        _exported(source, path.name)
    elif path.suffix.lower() in (*folder.MARKDOWN, ".docx", ".html", ".htm"):
        found.texts = [path.name]
        source.style = "docx" if path.suffix.lower() == ".docx" else "text"
    else:
        found.refused[path.name] = folder.unread(path.name) or InvalidValue(
            N_("no es de un tipo que se pueda traer"),
            N_("Traiga una carpeta, un archivo .xml de WordPress, .docx, .md, .html o .txt."),
        )
    source.count += len(found.texts) + len(found.refused)
    return source


def _folder(path: Path) -> ImportSource:
    from pregonero.importers.readers import wordpress

    found = folder.survey(path)
    source = ImportSource(found.name, "folder", found, home=found.home)
    for name in [p for p in found.others if p.endswith(".xml") and "/" not in p]:
        if wordpress.is_export(path / name):
            found.others.remove(name)
            _exported(source, name)
    source.count += len(found.texts) + len(found.refused)
    endings = Counter(Path(p).suffix.lower() or Path(p).name for p in found.others)
    source.others |= dict(sorted(endings.items()))
    return source


def _exported(source: ImportSource, name: str) -> None:
    """Count an export's texts, or say why it cannot be read."""
    from pregonero.importers.readers import wordpress

    path = source.folder.root / name
    try:
        wordpress.check(path)
        export = wordpress.survey(path)
    except Refused as refusal:
        source.folder.refused[name] = refusal.wrong
        return
    if source.style != "folder":
        source.style = "wordpress"
    source.home = source.home or export.home
    source.exports.append((name, export))
    source.count += export.texts
    for kind, number in export.others.items():
        source.others[f"wordpress {kind}"] = source.others.get(f"wordpress {kind}", 0) + number


def _pasted(raw: bytes, name: str, found: Folder) -> ImportSource:
    from pregonero.importers.readers import whatsapp

    source = ImportSource(found.name, "whatsapp", found)
    try:
        if len(raw) > LARGEST_CHAT:
            raise characters.too_large(len(raw))
        head = raw.decode("utf-8", "replace")
        if whatsapp.is_chat(head):
            for one in whatsapp.chat(head, name):
                source.ready.append((one.source, one) if isinstance(one, SourceItem) else one)
        else:
            text, told = characters.decode(raw[: LARGEST + 1], name)
            one = whatsapp.pasted(text, name, (), tuple(told), digest(raw))
            source.ready.append((name, one))
    except Refused as refusal:
        found.refused[name] = refusal.wrong
    source.count = len(source.ready) + len(found.refused)
    return source

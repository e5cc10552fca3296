"""Everything under content/, read and validated once."""

import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from pregonero import document
from pregonero.bulletin import Bulletin, kind_of
from pregonero.entry import Entry
from pregonero.newsroom import FILE, Newsroom
from pregonero.photograph import NotAPhoto, Shape, probe
from pregonero.problem import Problem, ProblemsFound, Wrong
from pregonero.rules.together import absent, together
from pregonero.words import N_

MEDIA = "media"


@dataclass(frozen=True)
class Archive:
    """The content as it stands: records by path, media, and what is wrong.

    `media` maps a path from content/media/ to its file; `photos` gives the shape of those that a
    record shows. `ignored` are files that are never published, each with its reason;
    `count` is how many texts there are, those that cannot be read included.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    media: Mapping[str, Path] = field(default_factory=dict)
    photos: Mapping[str, Shape] = field(default_factory=dict)
    ignored: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    count: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")

    @cached_property
    def bulletins(self) -> tuple[Bulletin, ...]:
        return tuple(e.document for e in self.entries.values() if isinstance(e.document, Bulletin))

    def raise_errors(self) -> None:
        if self.errors:
            raise ProblemsFound(self.errors)


def load(
    content: Path,
    newsroom: Newsroom,
    progress: Callable[[int, int], None] | None = None,
) -> Archive:
    """Read every file under a content folder. Raises OSError; content faults are `problems`."""
    problems: list[Problem] = []
    ignored: list[tuple[str, str]] = []
    media: dict[str, Path] = {}
    texts: list[str] = []
    for path in _walk(content, problems):
        first, _, rest = path.partition("/")
        if any(part.startswith(".") for part in path.split("/")) or path.endswith(("~", ".tmp")):
            ignored.append((path, N_("archivo oculto o temporal")))
        elif first == MEDIA and rest:
            # A Mac writes accents apart in file names; headers have them joined.
            media[unicodedata.normalize("NFC", rest)] = content / path
        elif path.endswith(".md") and kind_of(path):
            texts.append(path)
        elif path.lower().endswith((".md", ".markdown")):
            problems.append(
                Wrong(
                    N_("el texto está donde no se publica"),
                    N_("Muévalo a content/bulletins/, pages/ o campaigns/, con el final .md."),
                ).at(f"content/{path}", 1, N_("archivo"))
            )
        else:
            ignored.append((path, N_("no es un texto .md ni está en content/media/")))
            if kind_of(path):
                problems.append(
                    Wrong(
                        N_("no es un texto .md y no se publica"),
                        N_("Pase el texto a un archivo .md, o el documento a content/media/."),
                    ).at(f"content/{path}", 1, N_("archivo"), "warning")
                )
    entries: dict[str, Entry] = {}
    for done, path in enumerate(texts, 1):
        entry, found = document.read((content / path).read_bytes(), path, newsroom)
        problems += found
        if entry:
            entries[path] = entry
        if progress:
            progress(done, len(texts))
    photos = _probe(entries, media, newsroom, problems)
    problems += together(entries, media, newsroom)
    return Archive(entries, media, photos, tuple(ignored), tuple(sorted(problems)), len(texts))


def _walk(content: Path, problems: list[Problem]) -> Iterator[str]:
    """Every file under a folder as a POSIX path from it, in a fixed order.

    A symbolic link that leaves the folder is a problem, never followed.
    """
    root = content.resolve(strict=True)

    def walk(folder: Path, prefix: str) -> Iterator[str]:
        with os.scandir(folder) as found:
            items = sorted(found, key=lambda item: item.name)
        for item in items:
            path = prefix + item.name
            if not item.name.isprintable() or "\udc80" <= max(item.name) <= "\udcff":
                shown_ = path.encode("utf-8", "backslashreplace").decode()
                problems.append(
                    Wrong(
                        N_("el nombre tiene caracteres que no se pueden leer"),
                        N_("Cámbielo por uno con letras, números y guiones."),
                    ).at(f"content/{shown_}", 1, N_("archivo"))
                )
                continue
            if item.is_symlink() and not _within(Path(item.path), root):
                problems.append(
                    Wrong(
                        N_("es un enlace simbólico que sale de content/ o no lleva a nada"),
                        N_("Bórrelo y copie el archivo verdadero."),
                    ).at(f"content/{path}", 1, N_("archivo"))
                )
            elif item.is_dir(follow_symlinks=False):
                yield from walk(Path(item.path), f"{path}/")
            elif item.is_file():
                yield path

    yield from walk(content, "")


def _within(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root) and link.is_file()
    except (OSError, RuntimeError):
        return False


def _probe(
    entries: Mapping[str, Entry],
    media: Mapping[str, Path],
    newsroom: Newsroom,
    problems: list[Problem],
) -> dict[str, Shape]:
    """The shape of each picture that a record or the institution shows, measured once."""
    shapes: dict[str, Shape | NotAPhoto] = {}

    def probed(file: str, tell: Callable[[Wrong], Problem]) -> None:
        if file not in shapes:
            try:
                shapes[file] = probe(media[file])
            except NotAPhoto as error:
                shapes[file] = error
        shape = shapes[file]
        if isinstance(shape, NotAPhoto):
            problems.append(
                tell(
                    Wrong(
                        N_("{file} no se puede abrir como fotografía ({reason})"),
                        N_("Guárdela de nuevo como JPEG o PNG."),
                        file=file,
                        reason=shape.reason,
                    )
                )
            )

    for entry in entries.values():
        for index, photo in enumerate(entry.document.photos):
            if photo.file in media:
                probed(photo.file, partial(_of_photo, entry, index))
    for name, file in newsroom.images.model_dump().items():
        tell = partial(Wrong.at, file=FILE, line=1, name=f"images.{name}")
        if file in media:
            probed(file, tell)
        elif file:
            problems.append(tell(absent(file)))
    return {file: shape for file, shape in shapes.items() if isinstance(shape, Shape)}


def _of_photo(entry: Entry, index: int, wrong: Wrong) -> Problem:
    return entry.problem(wrong, "photos", index, "file")

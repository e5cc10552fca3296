"""What files are under content/, what each is for, and which are new since they were last read."""

import hashlib
import os
import time
import unicodedata
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from pregonero.content.cache import ContentCache, Row
from pregonero.diagnostics import Approval, InvalidValue, Problem, warned
from pregonero.files import contents
from pregonero.fingerprint import digest
from pregonero.i18n import N_

MEDIA = "media"
#: Names and other words of the office, for the rules of spelling.
WORDS = "dictionary.txt"
#: Where texts are, by the first folder of their path.
FOLDERS = ("bulletins", "pages", "campaigns", "questions")

#: Bytes that are read of a file that is no text of ours, to learn whether somebody approved it.
_MOST = 2_000_000

_OF_MEDIA = f"{MEDIA}/"
#: Bytes a Markdown file may have: the longest real communiqués are near 100 kB.
LARGEST = 1_000_000
#: Permissions of a file that anybody may read, as nearly all are: no need to ask.
_OPEN = 0o444

#: Nanoseconds in which a file may be written twice and bear the same time.
_SETTLED = 2_000_000_000


@dataclass
class ContentScan:
    """The files under a content folder, each by its POSIX path from it.

    `texts` maps each text to what is known of it: a row without digest is of a file that has to be
    read. `media` maps a path from content/media/ to its file; `stamps` gives theirs by the same
    path. `gone` are the paths of earlier readings that are no more.
    """

    root: Path
    texts: dict[str, Row] = field(default_factory=dict)
    media: dict[str, Path] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    prints: dict[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    #: Texts that are to be taken otherwise than they are on disk.
    replaced: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """The bytes of a text; of one that is too large, those that show it. Raises OSError."""
        if path in self.replaced:
            return self.replaced[path]
        return contents(f"{self.root}/{path}", LARGEST + 1)

    @property
    def changed(self) -> list[str]:
        return [path for path, row in self.texts.items() if not row.digest]

    def tell(self, problem: Problem, state: Approval, path: str) -> None:
        """Note what is wrong with a file that is none of ours, by what it says of its approval."""
        if state != "approved":
            problem = warned(problem, state)
            self.ignored.append((path, N_("no se puede publicar y nadie lo aprobó")))
        self.problems.append(problem)

    def outline(self) -> str:
        """A digest of everything but texts and the bytes of media."""
        parts = [*sorted(self.media), repr(self.ignored), repr(self.problems)]
        return digest("\n".join(parts).encode("utf-8", "surrogatepass"))

    def lines(self) -> str:
        """Every text: its path, and the digests of what others may show of it and of its words."""
        return "\n".join([f"{path}\0{row.outside}\0{row.text}" for path, row in self.texts.items()])

    def fingerprints(self, files: Iterable[str], shelf: ContentCache) -> Mapping[str, str]:
        """SHA-256 of media files, in hexadecimal; those seen before are not read again."""
        new = sorted({file for file in files if file not in self.prints})
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = dict(zip(new, pool.map(fingerprint, map(self.media.get, new)), strict=True))
        self.prints |= found
        shelf.keep({f"{MEDIA}/{file}": Row(self.stamps[file], found[file]) for file in new})
        return self.prints


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def survey(content: Path, shelf: ContentCache) -> ContentScan:
    """Look at every file under a content folder. Raises OSError.

    A file whose stamp is the one it had is what it was. Any other is read, and only one whose
    digest is new counts as changed: copies, checkouts and restored caches change stamps.
    """
    known = shelf.rows()
    seen = ContentScan(content)
    mended: dict[str, Row] = {}
    found: set[str] = set()
    for path, stamp in _walk(content, seen):
        first, _, rest = path.partition("/")
        if passing(path):
            seen.ignored.append((path, N_("archivo oculto o temporal")))
        elif path == WORDS:
            seen.ignored.append((path, N_("palabras que conoce el corrector")))
        elif first == MEDIA and rest:
            # A Mac writes accents apart in file names; headers have them joined.
            file = unicodedata.normalize("NFC", rest)
            if file in seen.media:
                seen.problems.append(_twice(path))
            seen.media[file] = content / path
            seen.stamps[file] = stamp
            row = known.get(f"{MEDIA}/{file}")
            found.add(f"{MEDIA}/{file}")
            if row and row.stamp == stamp != "":
                seen.prints[file] = row.digest
        elif path.endswith(".md") and rest and first in FOLDERS:
            found.add(path)
            row = known.get(path)
            if row and (not stamp or row.stamp != stamp):
                if digest(contents(content / path, LARGEST + 1)) == row.digest:
                    row = row._replace(stamp=stamp)
                    if stamp:
                        mended[path] = row
                else:
                    row = None
            seen.texts[path] = row or Row(stamp, "")
        else:
            _unpublished(path, rest and first in FOLDERS, seen)
    seen.gone = tuple(known.keys() - found)
    if mended:
        shelf.keep(mended)
    return seen


def passing(path: str) -> bool:
    """Whether a file is hidden or temporary by its name: nobody's text or picture."""
    return path[0] == "." or "/." in path or path.endswith(("~", ".tmp"))


def _twice(path: str) -> Problem:
    return InvalidValue(
        N_("hay otro archivo del mismo nombre, con los acentos escritos de otro modo"),
        N_("Borre uno, o cámbiele el nombre."),
    ).at(f"content/{path}", 1, N_("archivo"))


def _unpublished(path: str, among_texts: object, seen: ContentScan) -> None:
    if path.lower().endswith((".md", ".markdown")):
        astray = InvalidValue(
            N_("el texto está donde no se publica"),
            N_("Muévalo a content/bulletins/, pages/, campaigns/ o questions/, con el final .md."),
        ).at(f"content/{path}", 1, N_("archivo"))
        seen.tell(astray, _approval(seen.root / path), path)
        return
    seen.ignored.append((path, N_("no es un texto .md ni está en content/media/")))
    if among_texts:
        seen.problems.append(
            InvalidValue(
                N_("no es un texto .md y no se publica"),
                N_("Pase el texto a un archivo .md, o el documento a content/media/."),
            ).at(f"content/{path}", 1, N_("archivo"), "warning")
        )


def _walk(content: Path, seen: ContentScan) -> list[tuple[str, str]]:
    """Every file under a folder as a POSIX path from it, in a fixed order, with its stamp.

    A symbolic link that leaves its part of the folder is a problem, never followed, and so is what
    is no file: what is in content/media/ may be published as it is, and no draft nor any other file
    is to be by a link. One that no approved text can be behind is a warning.
    """
    root = content.resolve(strict=True)
    files: list[tuple[str, str]] = []
    shared: dict[tuple[int, int], list[str]] = {}
    settled = time.time_ns() - _SETTLED

    def look(folder: str, prefix: str) -> None:
        try:
            with os.scandir(folder) as found:
                items = sorted(found, key=attrgetter("name"))
        except PermissionError:
            if not prefix:
                raise
            seen.tell(_closed().at(f"content/{prefix[:-1]}", 1, N_("archivo")), "approved", prefix)
            return
        for item in items:
            path = prefix + item.name
            if not item.name.isprintable():
                legible = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)
                wrong = InvalidValue(
                    N_("el nombre tiene caracteres que no se pueden leer"),
                    N_("Cámbielo por uno con letras, números y guiones."),
                ).at(f"content/{legible}", 1, N_("archivo"))
                seen.tell(wrong, _approved_within(item, prefix), legible)
            elif item.is_file(follow_symlinks=False):
                about = item.stat(follow_symlinks=False)
                if about.st_mode & _OPEN == _OPEN or passing(path) or os.access(item, os.R_OK):
                    files.append((path, _stamp(about, settled)))
                    if about.st_nlink > 1:
                        shared.setdefault((about.st_dev, about.st_ino), []).append(path)
                else:
                    wrong = _closed().at(f"content/{path}", 1, N_("archivo"))
                    seen.tell(wrong, "unsaid" if path.startswith(_OF_MEDIA) else "approved", path)
            elif item.is_dir(follow_symlinks=False):
                if path.endswith(".md") and not path.startswith(_OF_MEDIA):
                    wrong = InvalidValue(
                        N_("es una carpeta con el nombre de un texto"),
                        N_("Cámbiele el nombre; si era un texto, cópielo otra vez."),
                    ).at(f"content/{path}", 1, N_("archivo"))
                    seen.tell(wrong, "unsaid", path)
                look(item.path, f"{path}/")
            elif item.is_symlink() and not _within(Path(item.path), root, path):
                wrong = InvalidValue(
                    N_("es un enlace simbólico que sale de {folder} o no lleva a un archivo"),
                    N_("Bórrelo y copie ahí el archivo verdadero."),
                    folder=f"content/{_part(path)}",
                ).at(f"content/{path}", 1, N_("archivo"))
                seen.tell(wrong, _approved_beyond(Path(item.path), root), path)
            elif item.is_file():
                files.append((path, _stamp(item.stat(), settled)))
            elif not passing(path):  # a pipe, a socket, a device: reading one may never end
                wrong = InvalidValue(
                    N_("no es un archivo, sino una tubería o un dispositivo del sistema"),
                    N_("Bórrelo y copie el archivo verdadero."),
                ).at(f"content/{path}", 1, N_("archivo"))
                seen.tell(wrong, "unsaid", path)

    look(str(content), "")
    texts = {path for paths in shared.values() for path in _published_by_link(paths)}
    for path in texts:
        wrong = InvalidValue(
            N_("es el mismo archivo que un texto, con otro nombre (un enlace duro)"),
            N_("Bórrelo; lo que se enlaza ha de ser un documento aparte."),
        ).at(f"content/{path}", 1, N_("archivo"))
        seen.tell(wrong, "unsaid", path)
    return [one for one in files if one[0] not in texts] if texts else files


def _published_by_link(paths: list[str]) -> list[str]:
    """Which names of one file, under content/media/, would publish what is no media."""
    media = [path for path in paths if path.startswith(_OF_MEDIA)]
    return media if len(media) < len(paths) else []


def _closed() -> InvalidValue:
    return InvalidValue(
        N_("no se puede abrir, por sus permisos"),
        N_("Déle permiso de lectura a quien construye el sitio."),
    )


def _approved_within(item: "os.DirEntry[str]", prefix: str) -> Approval:
    """What a file whose name nobody can read, or the texts in such a folder, say of approval."""
    if prefix.startswith(f"{MEDIA}/"):
        return "unsaid"
    if item.is_file(follow_symlinks=False):
        texts = [item.path]
    elif item.is_dir(follow_symlinks=False):
        texts = [f"{above}/{name}" for above, _, names in os.walk(item.path) for name in names]
    else:
        texts = []
    readable = (Path(text) for text in texts if text.endswith(".md"))
    files = [path for path in readable if path.is_file() and not path.is_symlink()]
    return "approved" if any(_approval(path) == "approved" for path in files) else "unsaid"


def _approved_beyond(link: Path, root: Path) -> Approval:
    """What is known of a link's target: a folder may hold all that is public, unless it
    is of content/ and read at its own place; a text is asked."""
    if link.is_dir():
        return "unsaid" if link.resolve().is_relative_to(root) else "approved"
    return _approval(link) if link.suffix == ".md" and link.is_file() else "unsaid"


def _approval(path: Path) -> Approval:
    from pregonero.content.approval import approval  # nearly no survey needs to read a header

    try:
        with path.open("rb") as file:
            return approval(file.read(_MOST), "")
    except PermissionError:
        return "approved"  # it may be


def _stamp(stat: os.stat_result, settled: int) -> str:
    """What a file cannot change without changing: the kernel sets `st_ctime`, nobody else can.

    Empty for one so new that it could change again within the same tick of the clock.
    """
    written, changed = stat.st_mtime_ns, stat.st_ctime_ns
    if written > settled or changed > settled:
        return ""
    return f"{stat.st_ino}.{stat.st_size}.{written}.{changed}"


def _part(path: str) -> str:
    """The part of content/ that a file is in, as `media/` or `bulletins/`; empty if none."""
    first, slash, _ = path.partition("/")
    return f"{first}/" if slash else ""


def _within(link: Path, root: Path, path: str) -> bool:
    """Whether a link leads to a file of its own part of content/ that is not hidden."""
    try:
        real = link.resolve(strict=True)
        inside = real.relative_to(root).as_posix()
        return inside.startswith(_part(path)) and not passing(inside) and real.is_file()
    except (OSError, RuntimeError, ValueError):
        return False

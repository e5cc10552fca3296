"""Where a newsroom is: its newsroom.toml, and beside it content, theme and settings."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pregonero.cli.errors import CallError
from pregonero.i18n import FILE, N_
from pregonero.newsroom.catalogs import FOLDER

if TYPE_CHECKING:
    from pregonero.newsroom.model import Newsroom

PROGRAM = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """The folders a command works on. `root` is where messages' paths start."""

    config: Path
    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def theme(self) -> Path:
        return self._own("theme")

    @property
    def settings(self) -> Path:
        """The Pelican settings: the newsroom's, or the program's where it has none."""
        return self._own("pelicanconf.py")

    @property
    def publishing(self) -> Path:
        """The Pelican settings of what is shipped."""
        return self._own("publishconf.py")

    @property
    def catalogs(self) -> Path:
        """The words that the office has translated itself."""
        return self.config.parent / FOLDER

    def newsroom(self) -> "Newsroom":
        from pregonero.lint.loading import load_newsroom

        return load_newsroom(self.config)

    def _own(self, name: str) -> Path:
        own = self.root / name
        return own if own.exists() else PROGRAM / name


def find(config: Path | None) -> Project:
    """The newsroom of a newsroom.toml: of the one given, of this folder or one above it, or the
    program's own.

    content/ is beside the file; where there is none, the current folder's is used, so that
    another newsroom.toml can be tried on the same content.
    """
    here = Path.cwd()
    if config is None:
        folders = (here, *here.parents, PROGRAM)
        config = next((f / FILE for f in folders if os.path.lexists(f / FILE)), here / FILE)
    if os.path.lexists(config) and not config.is_file():
        raise CallError(
            N_("{file} no es un archivo, o su enlace no lleva a ninguno"),
            N_("Bórrelo y copie ahí el verdadero."),
            file=config,
        )
    if not config.is_file():
        raise CallError(
            N_("no existe {file}"), N_("Escriba la ruta de un newsroom.toml."), file=config
        )
    config = config.absolute()
    root = config.parent
    if not (root / "content").is_dir():
        root = next((f for f in (here, PROGRAM) if (f / "content").is_dir()), root)
    place = Project(config, root)
    if not place.content.is_dir():
        raise CallError(
            N_("no existe la carpeta {path}"),
            N_("Créela, o ejecute la orden en la carpeta del sitio."),
            path=place.content,
        )
    _clear(place.cache)
    return place


def _clear(cache: Path) -> None:
    """Take away what the program never puts in its cache, and would write or read through: links,
    pipes, devices. A cache may come from elsewhere.

    Below the folders of targets and outputs are only copies of sites, which are believed by their
    digests.
    """
    level = [str(cache)]
    for _ in range(3):
        below = []
        for folder in level:
            with suppress(OSError), os.scandir(folder) as items:
                for item in items:
                    if item.is_dir(follow_symlinks=False):
                        below.append(item.path)
                    elif not item.is_file(follow_symlinks=False):
                        Path(item.path).unlink()
        level = below


def moment(text: str | None, newsroom: "Newsroom") -> datetime:
    """`--at` as an instant in the newsroom's zone; now if it was not given."""
    from pregonero import moments
    from pregonero.diagnostics import InvalidValue

    if text is None:
        return datetime.now(newsroom.zone).replace(microsecond=0)
    try:
        return moments.moment(text, newsroom.zone)
    except InvalidValue as wrong:
        raise CallError(wrong.message, wrong.remedy, **dict(wrong.values)) from None

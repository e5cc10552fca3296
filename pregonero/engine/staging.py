"""A Pelican run writes beside the live site, and takes its place whole or not at all."""

import atexit
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pregonero.engine.incremental import directories
from pregonero.engine.incremental.directories import Trees
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.engine.incremental.up_to_date import UpToDateCheck
from pregonero.engine.output_writer import everything_in
from pregonero.i18n import N_


class NotOurs(Exception):
    """The output folder holds files that this program did not make."""

    message = N_("la carpeta {path} tiene archivos que este programa no hizo")
    remedy = N_("Elija otra con --output, o vacíela usted.")

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class PelicanComplained(Exception):
    """Pelican logged warnings or errors: the site may lack something."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@dataclass
class Stage:
    """One run: the folders it works on, and, once everything is written, the ledger of it.

    Without a ledger there is nothing to put in place: the live site is as it would be.
    """

    live: Path
    trees: Trees
    #: Whether others write to this site too, or are told of what is written.
    shared: bool = False
    made: BuildManifest | None = None
    complaints: _Complaints = field(default_factory=_Complaints)
    #: Our generator, once there is one.
    generator: Any = None
    #: The content objects that others are told of, by the file of their page.
    objects: dict[str, Any] = field(default_factory=dict)

    def read(self) -> Any:
        """The builder, which has read what is new. Raises ProblemsFound."""
        return self.generator.read()

    def note(self, generator: Any, objects: Iterable[Any]) -> None:
        """Have content objects known to Pelican by their source, and to us by their page."""
        for one in objects:
            generator.add_source_path(one)
            self.objects[one.save_as] = one


def of(settings: Mapping[str, Any]) -> Stage:
    """The stage of the run of these settings."""
    stage: Stage = settings["STAGE"]
    return stage


_stages: dict[int, Stage] = {}


def begin(pelican: Any, *, shared: bool = False) -> None:
    """Point a Pelican run at a folder beside its output. Its generator finds the `STAGE`.

    A folder that is `shared` with others is begun empty: what they may write to can be no link to
    a file of the live site, and what they do not write any more must not stay.
    """
    stage = _stages.pop(id(pelican), None)
    live = stage.live if stage else Path(pelican.output_path).absolute()
    if stage:
        _drop(stage, failed=True)
    if not directories.ours(live):
        raise NotOurs(live)
    settings = pelican.settings
    looked: UpToDateCheck | None = settings.get("LOOKED")
    trees = directories.begin(
        live,
        directories.room_of(live, Path(settings["CACHE_PATH"])),
        cold=bool(settings.get("COLD")),
        known=looked and looked.ledger,
        looked=looked and looked.files,
        waiting=settings.get("WAITING"),
    )
    stage = settings["STAGE"] = _stages[id(pelican)] = Stage(live, trees, shared)
    logging.getLogger("pelican").addHandler(stage.complaints)
    pelican.output_path = str(trees.work)
    pelican.delete_outputdir = False
    if shared:
        directories.empty(trees)
        settings["OUTPUT_PATH"] = pelican.output_path


def finish(pelican: Any) -> None:
    """Put a finished run in place of the live output. Raises PelicanComplained, OSError."""
    stage = _stages.pop(id(pelican))
    _point_back(pelican, stage)
    failed = True
    try:
        if stage.complaints.lines:
            raise PelicanComplained(stage.complaints.lines)
        if stage.made:
            if stage.shared:
                stage.made.made = everything_in(stage.trees.work, stage.made.made)
            directories.finish(stage.trees, stage.made, pelican.output_retention)
        failed = False
    finally:
        _drop(stage, failed=failed)


def abandon(pelican: Any) -> None:
    """Forget a run that failed and remove what it made."""
    stage = _stages.pop(id(pelican), None)
    if stage:
        _point_back(pelican, stage)
        _drop(stage, failed=True)


def _point_back(pelican: Any, stage: Stage) -> None:
    pelican.output_path = str(stage.live)
    if stage.shared:
        pelican.settings["OUTPUT_PATH"] = pelican.output_path


@atexit.register
def _abandon_all() -> None:
    """The `pelican` command ends when a run fails, and tells nobody."""
    while _stages:
        _drop(_stages.popitem()[1], failed=True)


def _drop(stage: Stage, *, failed: bool) -> None:
    logging.getLogger("pelican").removeHandler(stage.complaints)
    stage.trees.close(failed=failed)

"""`import`: bring an old archive in, or show what of it waits for a person."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pregonero.cli.content_lock import writing
from pregonero.cli.errors import CONTENT, INTERRUPTED, CallError, tell
from pregonero.cli.import_report import show, show_plan, show_queue
from pregonero.cli.messages import say
from pregonero.cli.progress import watching
from pregonero.cli.project import Project, moment
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.importers.outcome import Outcome
from pregonero.importers.placement import state
from pregonero.newsroom.model import Newsroom

if TYPE_CHECKING:
    from pregonero.importers.download.downloading import Download
    from pregonero.importers.pipeline import Import


def run(
    place: Project,
    source: str | None,
    into: Path | None,
    mapping: Path | None,
    shape: str,
    *,
    dry: bool,
    queue: bool,
    download: bool = False,
) -> None:
    content = (into or place.content).absolute()
    if not content.is_dir():
        raise CallError(
            N_("no existe la carpeta {path}"), N_("Créela, o escriba otra en --into."), path=content
        )
    newsroom = place.newsroom()
    if queue:
        show_queue(content, shape)
    if source is not None:
        _import(place, newsroom, source, content, mapping, shape, dry=dry, download=download)
    elif not queue:
        raise CallError(
            N_("falta la fuente"),
            N_("Escriba una carpeta o un archivo, o «-» para lo que pegue en la terminal."),
        )


def _import(
    place: Project,
    newsroom: Newsroom,
    typed: str,
    content: Path,
    mapping: Path | None,
    shape: str,
    *,
    dry: bool,
    download: bool,
) -> None:
    from filelock import FileLock

    from pregonero.content.archive import shelf_in
    from pregonero.importers.pipeline import Import
    from pregonero.importers.readers.sources import opened
    from pregonero.importers.transform import mapping as mappings
    from pregonero.lint.loading import load
    from pregonero.markdown.rendering import safe

    path = Path(typed)
    if typed != "-" and not path.exists():
        raise CallError(
            N_("no existe {path}"), N_("Revise la ruta de la fuente y repita."), path=typed
        )
    if typed != "-" and (
        path.resolve() == content.resolve() or content.resolve() in path.resolve().parents
    ):
        raise CallError(
            N_("la fuente {path} está dentro de la carpeta de destino"),
            N_("Elija la carpeta del archivo anterior."),
            path=typed,
        )
    place.cache.mkdir(exist_ok=True)
    with FileLock(place.cache / "import.lock"), watching() as progress:
        source = opened(path, sys.stdin.buffer if typed == "-" else None)
        own = content / state.mapping_path(source.name)
        default = mappings.usual(newsroom)
        chosen = mapping or own
        if mapping is not None and not mapping.is_file():
            raise CallError(N_("no existe {path}"), N_("Revise la ruta y repita."), path=mapping)
        read = (
            mappings.read(chosen, newsroom) if chosen.is_file() else mappings.Mapping(type=default)
        )
        shelf = shelf_in(place.cache, newsroom) if content == place.content.absolute() else None
        archive = load(content, newsroom, None, shelf)
        known = state.load(content)
        kind = read.type or default
        asked = _download(place.cache, read.old_url, dry=dry) if download else None
        now = moment(None, newsroom)
        with Import(
            source,
            content,
            newsroom,
            archive,
            read,
            known,
            progress,
            kind,
            now,
            safe,
            asked,
        ) as work:
            outcome = work.plan()
            outcome.dry, outcome.mapping = dry, _shown(chosen, content)
            if not dry:
                with writing(place):
                    _write(work, outcome, own, mapping)
    if known.damaged:
        tell(say(N_("content/import/state.json no se puede leer: lo que ya estaba se conserva.")))
    show(outcome, kind, shape)
    if outcome.fates["refused"]:
        sys.exit(CONTENT)


def _download(cache: Path, own: str, *, dry: bool) -> "Download":
    """What brings photographs of other machines; `own` is the site that the editor names, which may
    be one of the office's own network."""
    from pregonero.importers.download.downloading import Download
    from pregonero.importers.download.fetching import Fetcher
    from pregonero.importers.download.remote import Reachable, RemoteHost

    try:
        site = RemoteHost.of(own) if own else None
    except InvalidValue:
        site = None
    return Download(cache / "import-pictures", Fetcher(Reachable(site)), show_plan, dry)


def _write(work: "Import", outcome: Outcome, own: Path, given: Path | None) -> None:
    """Write what was planned, and the mapping if this source has none yet or another is `given`."""
    from pregonero.importers.transform import mapping as mappings

    try:
        if given is not None or not own.exists():
            made = mappings.text(work.mapping, work.newsroom.lang).encode()
            made = given.read_bytes() if given is not None else made
            state.put(work.into, state.mapping_path(work.source.name), made)
        work.write(outcome)
    except KeyboardInterrupt:
        tell(say(N_("Interrumpido: cada archivo ya escrito está completo. Repita para terminar.")))
        sys.exit(INTERRUPTED)
    except state.LeadsOut as error:
        raise CallError(
            N_("{path} sale de la carpeta de destino por un enlace simbólico"),
            N_("Quite ese enlace y repita: lo ya escrito se queda."),
            path=error,
        ) from None


def _shown(path: Path, content: Path) -> str:
    return (
        f"content/{path.relative_to(content).as_posix()}"
        if path.is_relative_to(content)
        else str(path)
    )

"""What the photographs of other machines are for an import: named by texts, known from before,
fetched now, each with its place under content/media/ as if its file were in the source."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pregonero.fingerprint import digest
from pregonero.importers.download import remote
from pregonero.importers.download.downloading import Download
from pregonero.importers.placement import link_rewriting, link_targets
from pregonero.importers.placement.link_targets import Reach
from pregonero.importers.placement.resolved_links import elsewhere
from pregonero.importers.placement.state import ImportState, Remote
from pregonero.importers.transform.draft import Draft


def named(reach: Reach, draft: Draft) -> list[str]:
    """The addresses of the photographs that a text shows and the source has not."""
    targets = [picture.target for picture in draft.pictures]

    def seen(alt: str, target: str, _title: str, _linked: bool) -> str:
        targets.append(target)
        return alt

    link_rewriting.images(draft.body, seen)
    return [where for where in _absent(reach, draft, targets) if where]


def _absent(reach: Reach, draft: Draft, targets: Iterable[str]) -> Iterator[str]:
    for target in targets:
        goal = reach.goal(draft.source, target)
        if goal.kind != "file" or not link_targets.is_picture(goal.where):
            yield elsewhere(reach, draft, target)


def known(state: ImportState, into: Path) -> dict[str, Path]:
    """The photographs that came before and are still there, by address."""
    came = ((where, one.file) for where, one in state.pictures.items() if one.file)
    paths = ((where, into / "media" / file) for where, file in came)
    return {where: path for where, path in paths if path.is_file()}


def settle(
    reach: Reach, state: ImportState, into: Path, name: str, download: Download | None
) -> dict[str, Path]:
    """Tell a reach of every photograph that came before or now. Gives the file of each, by address;
    `name` is that of the source. Raises OSError."""
    files = known(state, into)
    if download is not None and not download.dry:
        _place(reach, state, into, name, download, files)
    for where, one in state.pictures.items():
        if where in files:
            reach.pictures[where] = one.file
        elif one.reason:
            reach.failed[where] = one.reason
    return files


def _place(
    reach: Reach,
    state: ImportState,
    into: Path,
    name: str,
    download: Download,
    files: dict[str, Path],
) -> None:
    """Give each photograph that was fetched a place, the same in every run; equal ones share it."""
    same = {state.pictures[where].digest: state.pictures[where].file for where in files}
    taken = {_stem(file) for file in reach.files.values()}
    taken |= {_stem(one.file) for one in state.pictures.values()}
    for where in download.named:
        if where in files:
            continue
        own = remote.name(where, reach.home)
        own = own if link_targets.is_picture(own) else f"{own}."
        stem, _, ending = link_targets.media_path(name, own).rpartition(".")
        stem = f"{stem}-{remote.digest(where)}" if stem in taken else stem
        taken.add(stem)
        path = download.found.get(where)
        if path is None:
            state.pictures[where] = Remote("", "", download.failed[where])
            continue
        print_ = digest(path.read_bytes())
        target = same.get(print_) or f"{stem}.{ending or path.suffix[1:]}"
        there = into / "media" / target
        if print_ not in same and there.is_file() and digest(there.read_bytes()) != print_:
            target = f"{stem}-{remote.digest(where)}.{ending or path.suffix[1:]}"
        same[print_] = target
        state.pictures[where] = Remote(target, print_)
        files[where] = path


def _stem(file: str) -> str:
    return file.rpartition(".")[0]


def forget(download: Download, state: ImportState, into: Path) -> None:
    """Remove what waited and is under content/media/ now."""
    there = known(state, into)
    for where, path in download.found.items():
        if where in there:
            path.unlink(missing_ok=True)

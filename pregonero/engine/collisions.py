"""No two outputs of a site are one file: whoever was written last would stand for both."""

from collections.abc import Iterable, Iterator

from pregonero.content.archive import Archive
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.engine.incremental.manifest import folders_of
from pregonero.engine.planner import Output
from pregonero.i18n import N_
from pregonero.newsroom.site_files import FileOwners, disk_name


def collisions(outputs: Iterable[Output], others: Iterable[str], archive: Archive) -> list[Problem]:
    """A problem for each output whose file is another's too, or has to be a folder of another's.

    `others` are the names of files that are no outputs of a desk. What a release adds, as the
    compressed form of a file, counts as the file (`site_files`). Linear in the outputs.
    """
    outputs, others = list(outputs), list(others)
    names = [disk_name(name) for name in (*others, *(output.name for output in outputs))]
    single = set(names)
    if len(single) == len(names) and single.isdisjoint(folders_of(names)):
        return []  # nearly always, and there are thousands
    owners: FileOwners[Output] = FileOwners()
    for name in others:
        owners.add(name, Output(name, "", _nothing))
    return [
        problem
        for output in outputs
        if (other := owners.add(output.name, output))
        for problem in _told(output, other, archive)
    ]


def _told(one: Output, other: Output, archive: Archive) -> Iterator[Problem]:
    wrong = InvalidValue(
        N_("dos archivos del sitio chocan: /{name}, de {whose}, y /{taken}, de {other}"),
        N_("Cambie la dirección o el nombre de una de las dos."),
        name=one.name,
        whose=_whose(one),
        taken=other.name,
        other=_whose(other),
    )
    entry = archive.entries.get(one.source)
    if entry is None:
        yield wrong.at(_file(one), 1, N_("archivo"))
        return
    answering = (f"/{one.name}", f"/{one.name.removesuffix('index.html')}")
    aliases = [n for n, alias in enumerate(entry.document.aliases) if alias in answering]
    yield entry.problem(wrong, *(("aliases", aliases[0]) if aliases else ("slug",)))


def _whose(output: Output) -> str:
    return f"content/{output.source}" if output.source else N_("este sitio")


def _file(output: Output) -> str:
    return f"content/{output.source}" if output.source else "newsroom.toml"


def _nothing(_: object) -> None:
    """Is never written."""

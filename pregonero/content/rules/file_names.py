"""The rule for media files of nearly one name: a disk that ignores capitals keeps one of them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from pregonero.content.model.bulletin import Bulletin
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Path_, Problem
from pregonero.i18n import N_
from pregonero.markdown.links import targets
from pregonero.newsroom.site_files import disk_name


def twins(
    entries: Mapping[str, SourceDocument], media: Mapping[str, Path], home: str
) -> Iterator[Problem]:
    """Files that are published as they are and would be one file on some disk: told of the second.

    Photographs are not: what is published of them is named by their contents.
    """
    names: dict[str, str] = {}
    near: set[str] = set()
    for file in media:
        name = disk_name(file)
        if names.setdefault(name, file) is not file:
            near.add(name)
    if not near:  # nearly always
        return
    first: dict[str, tuple[str, SourceDocument]] = {}
    for entry in entries.values():
        for file, problem in _used(entry, home):
            if (name := disk_name(file)) in near and file in media:
                other, user = first.setdefault(name, (file, entry))
                if other != file:
                    yield problem(
                        InvalidValue(
                            N_("el archivo {value} se llama casi igual que {near}, de {other}"),
                            N_("Cambie el nombre de uno: en algunos discos serían el mismo."),
                            value=file,
                            near=other,
                            other=user.file,
                        )
                    )


def _used(
    entry: SourceDocument, home: str
) -> Iterator[tuple[str, Callable[[InvalidValue], Problem]]]:
    """The media files that a record names but its photographs, with what tells of each."""
    document = entry.document
    if isinstance(document, Bulletin):
        for place, file in document.attached():
            yield file, partial(_in_header, entry, place)
    for link, target in targets(document.links, document.path, home):
        if target.kind == "media" and not link.image:
            yield target.where, partial(entry.body_problem, line=link.line)


def _in_header(entry: SourceDocument, place: Path_, wrong: InvalidValue) -> Problem:
    return entry.problem(wrong, *place)

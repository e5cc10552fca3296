"""`withdraw`: a public bulletin taken back in public, at its address, with its reason."""

from pregonero.cli.content_lock import writing
from pregonero.cli.edit_bulletin import Subject, note, put, remind, subject, tell, unread, write
from pregonero.cli.errors import CallError
from pregonero.cli.lookup import named
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.cli.target import remembers
from pregonero.content.frontmatter_edit import amended
from pregonero.content.model.bulletin import Bulletin
from pregonero.diagnostics import InvalidValue, ProblemsFound
from pregonero.i18n import N_


def run(place: Project, name: str, reason: str, replaced_by: str | None, at: str | None) -> None:
    with writing(place):
        _run(place, name, reason, replaced_by, at)


def _run(place: Project, name: str, reason: str, replaced_by: str | None, at: str | None) -> None:
    found = subject(place, name, at)
    public = note(reason, found)
    values = {"status": "withdrawn"}
    other = _replacement(found, replaced_by) if replaced_by is not None else None
    if other:
        values["replaced_by"] = str(other.id)
    try:
        raw = amended(found.raw, values, public)
    except InvalidValue as wrong:
        raise ProblemsFound([wrong.at(found.entry.file, 1, N_("encabezado"))]) from None
    put(found, raw)
    write(found.entry.file)
    tell(found, N_("Retirado"), public)
    if other:
        url = found.newsroom.url + other.address
        write(say(N_("  Lo sustituye: {title} ({url})"), title=other.title, url=url))
    write(
        say(N_("El texto y las fotos ya no se publican; la dirección, el título y el motivo sí."))
    )
    for target_name, target in found.newsroom.targets.items():
        if notice := remembers(target_name, target):
            write(notice)
    versions = [
        b.path
        for b in found.archive.bulletins
        if b.translation_of == found.bulletin.id and b.status == "approved"
    ]
    for path in versions:
        write(say(N_("Sigue pública su versión content/{path}: retírela también."), path=path))
    remind(found)


def _replacement(subject: Subject, name: str) -> Bulletin:
    """What takes the place of the bulletin. Raises CallError."""
    entry = named(name, subject.place, subject.newsroom, subject.archive)
    other = entry.document
    assert isinstance(other, Bulletin)
    if other.id == subject.bulletin.id:
        raise CallError(
            N_("un boletín no se sustituye a sí mismo"), N_("Escriba el folio del nuevo.")
        )
    if other.status == "withdrawn":
        raise CallError(
            N_("{file} también está retirado"), N_("Escriba el que vale ahora."), file=entry.file
        )
    unread(subject, entry)
    return other

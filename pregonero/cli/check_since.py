"""What changed in public bulletins since a revision of git, without a word to their readers."""

from collections.abc import Iterator
from datetime import datetime

from pregonero.cli.errors import CallError
from pregonero.cli.project import Project
from pregonero.content import reader
from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.rules.edit_notes import noted, vanished
from pregonero.content.text_diff import BulletinState, read_state
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.git import repository
from pregonero.newsroom.model import Newsroom

_FOLDER = f"content/{Bulletin.folder}"


def silent(
    place: Project, newsroom: Newsroom, archive: Archive, since: str, moment: datetime
) -> Iterator[Problem]:
    """A warning for each change of meaning, in the working tree, of a bulletin that was public as
    it stands in a revision. Raises CallError or Outside."""
    try:
        commit = repository.revision(place.root, since)
    except InvalidValue as wrong:
        raise CallError(wrong.message, wrong.remedy, **dict(wrong.values)) from None
    files = [
        file
        for file in repository.changed_since(place.root, commit, _FOLDER)
        if file.before and file.before.endswith(".md")
    ]
    contents = repository.contents(place.root, (file.old for file in files))
    by_id = {one.id: one.path for one in archive.bulletins} if files else {}
    for file in files:
        assert file.before
        path = file.before.removeprefix("content/")
        before = read_state(contents[file.old], path, newsroom.zone)
        if not before or before.bulletin.status == "draft" or before.bulletin.published > moment:
            continue
        # A file that git does not follow yet may be the same bulletin under another name.
        now = by_id.get(before.bulletin.id, "")
        entry = archive.entries.get(now)
        if entry and isinstance(entry.document, Bulletin):
            text = reader.words((place.root / entry.file).read_bytes(), entry.body_line)
            yield from noted(before, entry, BulletinState(entry.document, text), since)
        elif not (file.after and (place.root / file.after).is_file()):
            yield vanished(path, since)

"""What of a newsroom is public at this moment, to compare releases with."""

from collections.abc import Mapping
from datetime import datetime

from pregonero.cli.build import because
from pregonero.cli.project import Project
from pregonero.content.archive import shelf_in
from pregonero.content.scan import survey
from pregonero.edition.compose import compose
from pregonero.edition.report import Withheld
from pregonero.lint.loading import load
from pregonero.newsroom.model import DeployTarget, Newsroom
from pregonero.release.visible_records import Today


def today(
    place: Project,
    newsroom: Newsroom,
    target: DeployTarget,
    now: datetime,
    renamed: Mapping[str, str],
) -> Today:
    """The edition of now, composed from content/ as it is. `renamed` says which brief id was once
    at an address."""
    shelf = shelf_in(place.cache, newsroom)
    seen = survey(place.content, shelf)
    archive = load(seen.root, newsroom, None, shelf, seen)
    edition = compose(archive, newsroom.at(target.url), now, renamed=renamed)
    return Today(archive, edition, seen.fingerprints(edition.media, shelf))


def reasons(found: list[Withheld]) -> list[str]:
    """A line for each thing that may not be public, with why."""
    return [f"{one.path}: {because(one)}" for one in found]

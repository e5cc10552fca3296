"""What git remembers of files that say nothing of themselves any more."""

from collections.abc import Collection
from pathlib import Path

from pregonero.content.approval import approval
from pregonero.diagnostics import ExternalError
from pregonero.git import checkout


def once_approved(content: Path, paths: Collection[str]) -> frozenset[str]:
    """Those of some texts, by their paths from content/, of which git has an approved or withdrawn
    state. None where there is no repository, or one that was cloned without its past."""
    if not checkout.head(content):
        return frozenset()
    from pregonero.git import repository  # nearly every build needs none of it

    try:
        names = repository.versions(content, paths)
        known = repository.contents(content, {name for every in names.values() for name in every})
    except ExternalError:  # a damaged past is no reason not to publish
        return frozenset()
    return frozenset(
        path
        for path, every in names.items()
        if any(approval(known[name], path) == "approved" for name in every)
    )

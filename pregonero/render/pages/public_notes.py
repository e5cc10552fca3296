"""The public notes of a bulletin's edits, in the order in which they are shown."""

from pregonero.content.model.bulletin import Bulletin, Change


def newest_first(bulletin: Bulletin) -> list[Change]:
    """The notes by their dates, in whichever order the office keeps them; of two with the same
    date, the one further down was written later."""
    changes = list(reversed(bulletin.changes))
    return sorted(changes, key=lambda change: change.date, reverse=True)


def last_change(bulletin: Bulletin) -> Change | None:
    """The latest note: of a withdrawn bulletin, when and why it was withdrawn; None until that
    moment comes, if it was given one that has not."""
    return next(iter(newest_first(bulletin)), None)

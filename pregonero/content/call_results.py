"""What came out of a call: which bulletin gives its result, or the words that do."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.diagnostics import InvalidValue
from pregonero.markdown.links import composed, resolve


class Named(NamedTuple):
    """The bulletin that a result names, by its id or by its path from content/."""

    id: UUID | None = None
    path: str = ""


def named(result: str, path: str) -> Named | None:
    """The bulletin that the result of the call at a path names; None if it is given in words."""
    try:
        return Named(id=UUID(result))
    except ValueError:
        pass
    if not result.endswith(".md") or " " in result:
        return None
    try:
        return Named(path=resolve(result, path).where)
    except InvalidValue:  # it climbs out of content/
        return Named(path=result)


class Results(NamedTuple):
    """The bulletin with the result of each call, by the path of the call, and the calls that each
    such bulletin answers, by its own."""

    of: Mapping[str, Bulletin]
    answers: Mapping[str, tuple[Bulletin, ...]]

    def kin(self, path: str) -> tuple[str, ...]:
        """The paths of what the page of a bulletin names by this."""
        found = self.of.get(path)
        calls = self.answers.get(path, ())
        return (*((found.path,) if found else ()), *(one.path for one in calls))


def results(bulletins: Iterable[Bulletin], documents: Mapping[str, Document]) -> Results:
    """What is known of results among public bulletins; `documents` are all records by path."""
    of: dict[str, Bulletin] = {}
    answers: dict[str, list[Bulletin]] = {}
    asked = [b for b in bulletins if b.call and b.call.result]
    by_id = {d.id: d for d in documents.values() if d.id} if asked else {}
    apart = composed(documents) if asked else {}
    for call in asked:
        assert call.call
        if name := named(call.call.result, call.path):
            found = (
                by_id.get(name.id) if name.id else documents.get(apart.get(name.path, name.path))
            )
            if isinstance(found, Bulletin) and found.status != "withdrawn" and found is not call:
                of[call.path] = found
                answers.setdefault(found.path, []).append(call)
    return Results(of, {path: tuple(calls) for path, calls in answers.items()})

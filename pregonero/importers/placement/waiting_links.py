"""Public texts that link to what may not be public yet: they wait with it."""

from collections.abc import Iterable, Sequence

from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import Bulletin
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import TEXT

#: Path, whether it is public, when it was published, and the paths it links to.
Node = tuple[str, bool, str, tuple[str, ...]]


def early(nodes: Sequence[Node], archive: Archive, held: Iterable[str]) -> dict[str, Problem]:
    """For each public text that has to wait, why. Linear in texts and links."""
    from datetime import datetime

    public: dict[str, bool] = {}
    when: dict[str, datetime] = {}
    edited = set(held)
    for path, entry in archive.entries.items():
        public[path] = entry.document.status != "draft"
        if isinstance(entry.document, Bulletin):
            when[path] = entry.document.published
    for path, approved, published, _ in nodes:
        if path in edited:
            continue
        public[path] = approved
        when.pop(path, None)
        if published:
            when[path] = datetime.fromisoformat(published)
    linking: dict[str, list[str]] = {}
    found: dict[str, Problem] = {}
    for path, approved, _, leads in nodes:
        for other in leads:
            linking.setdefault(other, []).append(path)
            if approved and path not in found and path not in edited:
                if public.get(other) is False:
                    found[path] = _draft(path, other)
                elif path in when and other in when and when[path] < when[other]:
                    found[path] = _later(path, other)
    waiting = list(found)
    while waiting:
        other = waiting.pop()
        public[other] = False
        for path in linking.get(other, ()):
            if public.get(path) and path not in found and path not in edited:
                found[path] = _draft(path, other)
                waiting.append(path)
    return found


def _draft(path: str, other: str) -> Problem:
    return InvalidValue(
        N_("enlaza {other}, que espera como borrador"),
        N_("Apruebe antes ese, o quite el enlace."),
        other=other,
    ).at(path, 1, TEXT)


def _later(path: str, other: str) -> Problem:
    return InvalidValue(
        N_("enlaza {other}, que es posterior"),
        N_("Quite el enlace: un boletín no puede anunciar uno que vino después."),
        other=other,
    ).at(path, 1, TEXT)

"""The file of a draft: a header as `new` writes them, its text, in comments what is undecided."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pregonero.diagnostics import Problem
from pregonero.i18n import N_, catalog
from pregonero.importers.placement.placing import Placed
from pregonero.importers.source_item import CONTROL
from pregonero.importers.transform.draft import Draft
from pregonero.importers.transform.pictures import SourcePicture

_ORDER = (
    "folio",
    "summary",
    "deck",
    "modified",
    "embargo",
    "expires",
    "dateline",
    "lang",
    "topic",
    "tags",
)
#: Reasons told in a file, and letters of photographs that wait there: a header has an end, and the
#: queue has them all.
_MOST, _ROOM = 10, 6_000


@dataclass
class DraftFile:
    """Everything of one file; `waiting` are photographs that a person has to describe."""

    draft: Draft
    place: Placed
    body: str
    photos: dict[str, SourcePicture]
    waiting: Mapping[str, SourcePicture]
    lang: str

    def set_aside(self, name: str) -> None:
        """Move a datum that cannot stand into the comments."""
        if name in self.draft.values:
            value = json.dumps(self.draft.values.pop(name), ensure_ascii=False)
            self.draft.rest.append(f"{name}: {value}")
        elif name == "aliases":
            self.draft.rest.append(f"aliases: {', '.join(self.place.aliases)}")
            self.place.aliases = ()
        elif name == "translation_of":
            self.place.translation_of = ""
        elif name == "photos":
            self.waiting = {**self.photos, **self.waiting}
            self.photos = {}

    def write(self, reasons: Iterable[Problem], *, approved: bool) -> bytes:
        """The bytes of the file, `reasons` above its data."""
        say = catalog(self.lang).gettext
        draft, place = self.draft, self.place
        lines = [_comment(say(N_("Importado de {source}")).format(source=draft.source))]
        for problem in list(reasons)[:_MOST]:
            lines.append(_reason(problem, self.lang))
        lines.append(f"id: {place.id}")
        if draft.kind == "bulletin":
            lines.append(f"type: {draft.type}")
        lines += [f"title: {_quoted(draft.title)}", f"slug: {_quoted(place.slug)}"]
        if draft.kind == "bulletin" and draft.date:
            lines.append(f"date: {_quoted(draft.date)}")
        lines.append(f"status: {'approved' if approved else 'draft'}")
        if place.translation_of and "lang" in draft.values:
            lines.append(f"translation_of: {place.translation_of}")
        for name in _ORDER:
            if name in draft.values:
                lines += _datum(name, draft.values[name])
        if place.aliases:
            lines += _datum("aliases", list(place.aliases))
        lines += self._pictured()
        if draft.rest:
            lines.append(_comment(say(N_("Datos del archivo anterior que aquí no tienen lugar:"))))
            lines += [_comment(f"  {line}") for line in draft.rest]
        body = CONTROL.sub("", self.body).strip("\n")
        page = "\n".join(["---", *lines, "---", "", body, ""])
        return unicodedata.normalize("NFC", page).encode()

    def _pictured(self) -> list[str]:
        lines = ["photos:"] if self.photos else []
        for file, picture in self.photos.items():
            lines += _picture(file, picture)
        if self.waiting:
            lines += [] if self.photos else ["# photos:"]
            room = _ROOM
            for file, picture in self.waiting.items():
                commented = [f"# {line}" for line in _picture(file, picture)]
                room -= sum(map(len, commented))
                lines += commented if room > 0 else []
        return lines


def demoted(data: bytes, problem: Problem, lang: str) -> bytes:
    """A file that was written as public, as a draft with one more reason."""
    note = _reason(problem, lang)
    old, new = b"\nstatus: approved\n", f"\n{note}\nstatus: draft\n".encode()
    return data.replace(old, new, 1)


def _reason(problem: Problem, lang: str) -> str:
    """Why a text waits, as a line of comment."""
    message, remedy = problem.text(lang)
    undecided = catalog(lang).gettext(N_("Por decidir"))
    return _comment(f"{undecided}: {message}. {remedy}")


def _picture(file: str, picture: SourcePicture) -> list[str]:
    given = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    lines = [f"  - file: {_quoted(file)}"]
    lines += [
        f"    {name}: {_quoted(v)}".rstrip() for name, v in given.items() if v or name == "alt"
    ]
    return lines


def _datum(name: str, value: Any) -> list[str]:
    if isinstance(value, list):
        return [f"{name}:", *(f"  - {_quoted(item)}" for item in value)]
    if value is False:
        return [f"{name}: no"]
    return [f"{name}: {value if name == 'folio' else _quoted(value)}"]


def _comment(text: str) -> str:
    """A line of comment: no word of a source can end it."""
    return "# " + " ".join(
        CONTROL.sub("", text).replace("\u2028", " ").replace("\u2029", " ").split()
    )


def _quoted(text: str) -> str:
    """A YAML double-quoted string on one line: JSON's are."""
    return json.dumps(CONTROL.sub("", text), ensure_ascii=False)

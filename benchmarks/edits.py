"""Changes to a site under measurement, and what its pages must show once each is taken up."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from benchmarks.dialects import Dialect, ours
from benchmarks.generate import TOPICS, WORD, Bulletin
from benchmarks.measure import Failed


@dataclass(frozen=True)
class Shown:
    """A text that some page must hold; `pages` is a pattern from the output folder."""

    pages: str
    text: str

    def check(self, output: Path) -> None:
        """Raises Failed if no page holds it."""
        if not any(self.text in page.read_text("utf-8") for page in output.glob(self.pages)):
            raise Failed(f"{self.pages} lacks «{self.text}»")


class Edits:
    """Changes to one site, each unlike all before it: none can be taken up without work."""

    def __init__(self, site: Path, archive: Sequence[Bulletin], dialect: Dialect = ours) -> None:
        self.site = site
        self.one = middle(archive)
        self.file = site / dialect(self.one)[0]
        self.page = f"{self.one.address[1:]}index.html"
        self.newest = archive[0]
        year = self.newest.date.year
        self.folio = max(one.folio or 0 for one in archive if one.date.year == year)
        self.number = 0
        self.word = WORD

    def nothing(self) -> Shown:
        return Shown(self.page, self.word)

    def body(self) -> Shown:
        new = f"cambiada{self._next()}"
        self._edit(self.file, rf"versión {self.word} está", f"versión {new} está")
        self.word = new
        return self.nothing()

    def title(self) -> Shown:
        title = f"{self.one.title} {self._next()}"
        self._edit(self.file, r"^title: .*", f"title: {title}")
        return Shown(self.page, title)

    def topic(self) -> Shown:
        topics = list(TOPICS)
        topic = topics[(topics.index(self.one.topic) + self._next()) % len(topics)]
        self._edit(self.file, r"^topic: .*", f"topic: {topic}")
        return Shown(f"temas/{topic}/**/index.html", self.one.address)

    def date(self) -> Shown:
        """A day later, over four others, and back."""
        number = self._next()
        late = Shown(self.page, (self.one.date + timedelta(days=1)).isoformat()[:10])
        moved = self.one.date + timedelta(days=1, minutes=number % 360)
        if f"date: {late.text}" in self.file.read_text("utf-8"):
            moved -= timedelta(days=1)
        self._edit(self.file, r"^date: .*", f"date: {moved:%Y-%m-%d %H:%M}")
        return Shown(self.page, moved.isoformat())

    def added(self) -> Shown:
        number = self._next()
        title = f"{self.newest.title} {number}"
        one = replace(
            self.newest,
            id=f"{self.newest.id[:-6]}{number:06}",
            type="comunicado",
            folio=self.folio + 1,
            title=title,
            slug=f"{self.newest.slug}-{number}",
            date=self.newest.date + timedelta(minutes=number),
        )
        self.folio += 1
        name, text = ours(one)
        self._save(self.site / name, text)
        return Shown("index.html", title)

    def template(self) -> Shown:
        note = f"<!-- cambio {self._next()} -->"
        self._edit(
            self.site / "theme/templates/bulletin.html",
            r"{% block main %}(\n<!-- .* -->)?",
            f"{{% block main %}}\n{note}",
        )
        return Shown(self.page, note)

    def newsroom(self) -> Shown:
        text = f"Los boletines de San Jacinto, {self._next()}."
        self._edit(
            self.site / "newsroom.toml", r"^description = .*", f'description = "{text}"', count=1
        )
        return Shown("index.html", text)

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _edit(self, path: Path, pattern: str, new: str, count: int = 1) -> None:
        before = path.read_text("utf-8")
        after = re.sub(pattern, lambda _: new, before, count=count, flags=re.MULTILINE)
        if after == before:
            raise Failed(f"nothing to change in {path.name}: {pattern}")
        self._save(path, after)

    def _save(self, path: Path, text: str) -> None:
        """At once, as editors of text do."""
        aside = self.site / "being-saved"
        aside.write_text(text, "utf-8")
        aside.replace(path)


Edit = Callable[[], Shown]


def middle(archive: Sequence[Bulletin]) -> Bulletin:
    """The nearest to the middle that no other links to and that a day later is of the same year:
    any edit of it leaves the archive sound."""
    linked = {one.related.id for one in archive if one.related}
    half = len(archive) // 2
    for one in archive[half:]:
        if one.id not in linked and (one.date + timedelta(days=1)).year == one.date.year:
            return one
    raise Failed("no bulletin can be edited: the archive is too small")

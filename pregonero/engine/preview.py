"""A site in memory: each file made when it is asked for, and again when what it shows changes."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pelican
from jinja2 import Template
from pelican.log import console
from pelican.settings import read_settings

from pregonero.content.scan import passing, survey
from pregonero.diagnostics import Problem, ProblemsFound
from pregonero.engine.collisions import collisions
from pregonero.engine.generator import NewsroomGenerator
from pregonero.engine.planner import Output
from pregonero.engine.site_builder import Builder
from pregonero.fingerprint import digest
from pregonero.lint.loading import load, records
from pregonero.render.feeds.all_feeds import Feeds
from pregonero.render.feeds.entries import Feed
from pregonero.render.images import photos
from pregonero.render.images.renditions import PhotoSet, Rendition


class Shown:
    """Stands where Pelican's writer does; what would be written is in `data`."""

    data = b""

    def write_page(self, name: str, template: Template, values: Mapping[str, Any]) -> None:
        self.data = template.render(values).encode()

    def write_site_feed(self, name: str, kind: str, feeds: Feeds, feed: Feed) -> None:
        self.data = feeds.make(feed, kind)

    def write_bytes(self, name: str, data: bytes) -> None:
        self.data = data

    def copy_file(self, name: str, source: Path) -> None:
        self.data = source.read_bytes()


class PreviewSite:
    """The site that a settings file and its overrides make, drafts and all if they say so.

    Asked by many threads, changed by one.
    """

    def __init__(self, settings_file: Path, **overrides: Any) -> None:
        self.settings_file, self.overrides = settings_file, overrides
        self.builder: Builder | None = None
        self._lock = threading.RLock()
        self._made: dict[str, bytes] = {}
        self._outputs: dict[str, Output] = {}
        self._pending: Sequence[Problem] = ()

    @property
    def published(self) -> int:
        assert self.builder
        return len(self.builder.desk.press.edition.documents)

    @property
    def pending(self) -> tuple[Problem, ...]:
        """What hinders the approval of drafts."""
        return tuple(p for p in self._pending if p.unapproved)

    def refresh(self, changed: Iterable[Path] = ()) -> None:
        """Take in what changed; everything, if it is not said what. Raises ProblemsFound."""
        paths = list(changed)
        with self._lock:
            if self.builder and paths and self._words(self.builder, paths):
                self._made.clear()
                return
            before, self.builder = self.builder, None
            builder = before if before and paths and self._inside(before, paths) else self._open()
            builder.asked = replace(builder.asked, moment=builder.moment())
            builder.seen = survey(builder.path, builder.shelf)
            archive = load(
                builder.seen.root,
                builder.asked.newsroom,
                None,
                builder.shelf,
                builder.seen,
            )
            archive.raise_errors()
            builder.show(archive.apart())
            self._pending = archive.problems
            self._made.clear()
            self.__dict__.pop("_places", None)
            outputs = list(builder.desk.outputs())
            if told := collisions(outputs, (), archive):
                raise ProblemsFound(told)
            self._outputs = {output.name: output for output in outputs}
            self.builder = builder

    def get(self, name: str) -> bytes | None:
        """The bytes of a file, by its path from the root of the site; None if there is none."""
        with self._lock:
            if self.builder is None:
                return None
            if name not in self._made:
                found = self._make(self.builder, name)
                if found is None:
                    return None
                self._made[name] = found
            return self._made[name]

    def _make(self, builder: Builder, name: str) -> bytes | None:
        if name in self._places:
            file, photo, rendition = self._places[name]
            cache = Path(builder.settings["CACHE_PATH"]) / "photos"
            source = builder.desk.press.edition.media[file]
            return photos.rendered(source, photo, rendition, cache).read_bytes()
        output = self._outputs.get(name)
        if output is None:
            return None
        shown: Any = Shown()
        output.put(shown)
        builder.keep()
        return bytes(shown.data)

    @cached_property
    def _places(self) -> dict[str, tuple[str, PhotoSet, Rendition]]:
        assert self.builder
        return {
            rendition.address[1:]: (file, photo, rendition)
            for file, photo in self.builder.desk.photos.items()
            for rendition in photo.every
        }

    def _open(self) -> Builder:
        console.quiet = True
        site = pelican.Pelican(read_settings(str(self.settings_file), override=self.overrides))
        generator = NewsroomGenerator(
            context=site.settings.copy(),
            settings=site.settings,
            path=site.path,
            theme=site.theme,
            output_path=site.output_path,
        )
        builder = generator.open()
        builder.size = lambda address: len(self.get(address[1:]) or b"")
        return builder

    def _inside(self, builder: Builder, paths: list[Path]) -> bool:
        """Whether all that changed is content."""
        return all(path.is_relative_to(builder.path) for path in paths)

    def _words(self, builder: Builder, paths: list[Path]) -> bool:
        """Take in texts of which only the words changed: nothing else has to be thought of."""
        seen = builder.seen
        root = builder.path
        if not all(path.is_relative_to(root) for path in paths):
            return False
        # Text editors leave files for an instant, of names that are nobody's.
        names = [
            name
            for path in paths
            if not passing(name := path.relative_to(root).as_posix())
            and (name in seen.texts or path.exists())
        ]
        if any(name not in seen.texts or not (root / name).is_file() for name in names):
            return False
        before = {name: seen.texts[name] for name in names}
        for name, row in before.items():
            if digest((root / name).read_bytes()) != row.digest:
                seen.texts[name] = row._replace(stamp="", digest="")
        read = records(seen, builder.asked.newsroom, builder.shelf, names)
        if any(seen.texts[name].outside != row.outside for name, row in before.items()):
            return False
        problems: list[Problem] = []
        for name, (_, entry, own) in read.items():
            problems += (problem for problem in own if problem.severity == "error")
            if entry:
                builder.archive.entries[name] = entry
        if problems:
            self.builder = None
            raise ProblemsFound(problems)
        feeds = builder.desk.feed_outputs()
        self._outputs |= {output.name: output for output in feeds}
        return True

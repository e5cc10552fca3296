"""The whole site: archive to edition to outputs, and only what changed. Pelican is not needed."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template

from pregonero.content.archive import MEDIA, Archive, shelf_in
from pregonero.content.history import chronicle
from pregonero.content.model.bulletin import Document
from pregonero.content.reader import words
from pregonero.content.scan import ContentScan, survey
from pregonero.diagnostics import InvalidValue, ProblemsFound
from pregonero.edition.compose import premature
from pregonero.edition.fallback import Holding
from pregonero.edition.report import Report
from pregonero.edition.schedule import overdue
from pregonero.engine.collisions import collisions
from pregonero.engine.incremental import directories, text_edit
from pregonero.engine.incremental.manifest import BuildManifest, Made, Recipe
from pregonero.engine.incremental.up_to_date import UpToDateCheck
from pregonero.engine.output_writer import Files
from pregonero.engine.page_renderer import Compiled, PageRenderer
from pregonero.engine.photo_files import photographs
from pregonero.engine.planner import BuildOptions, Output, OutputPlanner, edit
from pregonero.engine.search_index import indexed, planned
from pregonero.engine.staging import Stage
from pregonero.fingerprint import contents, digest, key
from pregonero.i18n import N_
from pregonero.lint.loading import load
from pregonero.markdown import rendering, to_html
from pregonero.moments import moment
from pregonero.newsroom.model import Newsroom
from pregonero.parallel import aside, spread
from pregonero.render import filters
from pregonero.render.assets import assets
from pregonero.render.images import renditions

#: Told what is being done, how much of it, and of how much.
Progress = Callable[[str, int, int], None]

#: Outputs from which other processes win, and how many are taken in one hand.
WORTH = 64
HANDFUL = 16


def _silent(what: str, done: int, total: int) -> None:
    """Nobody is watching."""


class Builder:
    """Makes every file of the site that the last build did not leave as it would be.

    `settings` are Pelican's, of which these are read: NEWSROOM, SITEURL, MOMENT (a datetime, ISO
    8601 text, or None for now), UNAPPROVED (let drafts in, for a preview), NOTICE, INDEX (whether
    search engines may come), RENAMED (brief ids by old address), PROGRESS, COLD (nothing is kept),
    CALL (its name for this call),
    LOOKED (what was looked at), WAITING (called if another build has to end first), HOLDING (takes
    out what is wrong, so that the rest can be made) and CACHE_PATH.
    `surroundings` stands for all else in them, and `recipe`, if there is one, for what builds this
    site again without Pelican.
    """

    desk: OutputPlanner
    report: Report

    def __init__(
        self,
        settings: Mapping[str, Any],
        env: Environment,
        template: Callable[[str], Template],
        theme: Path,
        templates: Sequence[Path],
        output: Path,
        surroundings: str,
        recipe: Recipe | None = None,
    ) -> None:
        self.settings, self.env, self.template = settings, env, template
        self.theme, self.templates, self.output = theme, templates, output
        self.surroundings, self.recipe = surroundings, recipe
        self.path = Path(settings["PATH"])
        self._open()

    def _open(self) -> None:
        """Take in what the settings say."""
        settings = self.settings
        newsroom: Newsroom = settings["NEWSROOM"]
        if settings["SITEURL"]:
            newsroom = newsroom.at(settings["SITEURL"])
        self.asked = BuildOptions(
            newsroom,
            None,
            assets(self.theme / "static", newsroom.colours),
            bool(settings.get("UNAPPROVED")),
            settings.get("INDEX", True),
            settings.get("NOTICE") or "",
            tuple(sorted((settings.get("RENAMED") or {}).items())),
        )
        self.progress: Progress = settings.get("PROGRESS") or _silent
        folders = {self.theme / "templates", *self.templates}
        self.holding: Holding | None = settings.get("HOLDING")
        templates = contents(file for folder in folders for file in folder.rglob("*.html"))
        self.asked_key = key(self.surroundings, self.asked, templates)  # whatever the moment is
        if self.holding:
            self.asked_key = key(self.asked_key, "holding")  # such a site is no start for another
        cold = bool(settings.get("COLD"))
        self.shelf = shelf_in(Path(settings["CACHE_PATH"]), newsroom, cold=cold)
        #: The bytes of a file of the site, by its address.
        self.size: Callable[[str], int] = self._size
        self.chronicle = chronicle(self.path, newsroom.zone, self.shelf)
        self.env.bytecode_cache = self.env.bytecode_cache or Compiled(self.shelf)
        self._unkept: list[tuple[str, str, str]] = []
        #: The texts on the shelf, if it is worth knowing before asking for each.
        self._kept: frozenset[tuple[str, str]] | None = None
        self.env.auto_reload = False  # a template that changed is another build's
        translated: Any = self.env
        translated.install_null_translations(newstyle=True)  # `trans` as `speak` says it
        filters.speak(translated, newsroom, newsroom.lang)

    def moment(self) -> datetime:
        """The moment asked for; now if there is none."""
        value, zone = self.settings.get("MOMENT"), self.asked.newsroom.zone
        if isinstance(value, datetime):
            return value
        return moment(value, zone) if value else datetime.fromtimestamp(time.time(), zone)

    def show(self, archive: Archive) -> None:
        """Have every output of an archive, or of a part of it, on the desk."""
        self.archive = archive
        past = self.chronicle
        press = edit(self.asked, archive, self.seen, self.shelf, past.edits, past.revised)
        printer = PageRenderer(self.env, self.template, press, self.surroundings)
        self.desk = OutputPlanner(self.asked, press, printer, self.body, self.size)

    def read(self) -> None:
        """Read and check what is new. Raises ProblemsFound before anything is written."""
        self.stage: Stage = self.settings["STAGE"]
        self.asked = replace(self.asked, moment=self.moment())
        looked: UpToDateCheck | None = self.settings.get("LOOKED")
        self.seen = (looked and looked.seen) or survey(self.path, self.shelf)
        archive = self._archive()
        self.show(archive)
        try:
            self._plan()
        except Exception:
            archive.raise_errors()  # of which planning may have failed
            raise
        archive.raise_errors()  # another process looked for them meanwhile
        edition = self.desk.press.edition
        if self.rewritten is None:
            told = (*premature(archive, edition), *overdue(archive, edition))
            wrong = [p for p in told if p.severity == "error"]
            if wrong and not self.asked.unapproved and not self.holding:
                raise ProblemsFound(wrong)
            warnings = (*archive.warnings, *(p for p in told if p.severity == "warning"))
            self.report = Report(len(edition.documents), edition.withheld, tuple(sorted(warnings)))

    def _archive(self) -> Archive:
        """All of it, or when only words changed the part that shows them."""
        trees, newsroom, seen = self.stage.trees, self.asked.newsroom, self.seen
        before, asked = trees.ledger, (self.asked_key, self.chronicle.digest, self.asked.moment)
        self.rewritten = (
            text_edit.rewritten(before, *asked, seen, self.shelf, newsroom)
            if len(trees.intact) == len(before.made) > 0 and not self.holding
            else None
        )
        if newsroom.search and (self.rewritten or not indexed(before)):
            self.rewritten = None  # what is to be indexed takes more than what changed
        if self.rewritten is None:
            archive = load(
                seen.root, newsroom, partial(self.progress, N_("Leyendo")), self.shelf, seen
            ).meanwhile()
            if self.holding:
                archive = self._held(archive, self.holding)
        else:
            archive = text_edit.load_for(self.rewritten, before, seen, self.shelf, newsroom)
            self.report = text_edit.report(archive, self.rewritten, before)
        return archive

    def _held(self, archive: Archive, holding: Holding) -> Archive:
        """The archive without what is wrong in it."""
        newsroom = self.asked.newsroom

        def again(seen: ContentScan, first: Collection[str]) -> Archive:
            return load(seen.root, newsroom, None, self.shelf, seen, None, first)

        assert self.asked.moment
        archive, self.seen = holding(archive, self.seen, newsroom, self.asked.moment, again)
        ids = {str(e.document.id) for p, e in archive.entries.items() if p in holding.held}
        edits = {one: told for one, told in self.chronicle.edits.items() if one not in ids}
        if len(edits) < len(self.chronicle.edits):  # what git has by now may be of a later state
            self.chronicle = self.chronicle._replace(
                edits=edits, digest=key(self.chronicle.digest, sorted(edits.items()))
            )
        return archive

    def _plan(self) -> None:
        """Every output that may have to be written, and the key that each file is to have."""
        before = self.stage.trees.ledger
        if self.rewritten is None:
            self.outputs = list(self.desk.outputs())
            self.pictures = {
                rendition.address[1:]: renditions.key(photo, rendition)
                for photo in self.desk.photos.values()
                for rendition in photo.every
            }
            self.wanted = dict(self.pictures)
        else:
            self.outputs = list(self.desk.rewritten(self.rewritten, before))
            self.pictures = {}
            self.wanted = {name: made.key for name, made in before.made.items()}
        self.indexing = planned(self.desk, self.rewritten, self.stage.trees)
        self.outputs += self.indexing.outputs()
        self.wanted = self.indexing.among(self.wanted)
        if self.rewritten is None:  # the others are named as they were
            told = collisions(self.outputs, self.wanted, self.archive)
            if told:
                raise ProblemsFound(told)
        self.wanted |= {output.name: output.key for output in self.outputs}

    def write(self, writer: Files) -> None:
        """Write what is not in its place as it would be, and leave word of it for the next time."""
        trees, wanted = self.stage.trees, self.wanted
        before = trees.ledger
        keep = {n for n in trees.intact if before.made[n].key == wanted.get(n)}
        ledger = self._ledger(before)
        if len(keep) == len(wanted) == len(before.made) and not self.indexing.due:
            # The live site is as it would be.
            ledger.save(trees.room / "ledger")
            return
        trees.strays = aside(trees.strays)
        made = directories.lay(trees, keep)
        missing = self.pictures.keys() - keep
        if missing:
            report = partial(self.progress, N_("Preparando fotos"))
            cache = Path(self.settings["CACHE_PATH"])
            photographs(self.desk.press, missing, self.path, cache, self.output, report)
            for name in missing:
                writer.note(name)
        made |= {name: one._replace(key=wanted[name]) for name, one in writer.made.items()}
        todo = [output for output in self.outputs if output.name not in keep]
        todo.sort(key=lambda output: not output.name.startswith(f"{MEDIA}/"))
        media = sum(output.name.startswith(f"{MEDIA}/") for output in todo)
        if len(todo) >= WORTH:
            self._kept = self.shelf.texts()
        made |= self._written(writer, todo[:media])  # feeds say how large they are
        made |= self._written(writer, todo[media:])
        made |= self.indexing.write(self.body, writer)
        ledger.made = made
        self.stage.made = ledger

    def _ledger(self, before: BuildManifest) -> BuildManifest:
        """The ledger of this build; its files are still those of the one before."""
        clock = self.desk.press.edition.clock
        ledger = replace(
            before,
            call=self.settings.get("CALL") or "",
            volumes=self.indexing.rows(),
            report=self.report,
            recipe=self.recipe,
            texts=self.seen.lines(),
            commit=self.chronicle.commit,
            chronicle=self.chronicle.digest,
        )
        if self.rewritten is None:
            ledger.asked, ledger.content = self.asked_key, self.seen.outline()
            ledger.since, ledger.until = clock.since, clock.until
            ledger.zone, ledger.own = self.asked.newsroom.timezone, self.archive.own
            ledger.prints = dict(self.seen.prints)
            self.desk.note(ledger, self.archive)
        else:
            own = {path: self.archive.own.get(path, ()) for path in self.rewritten}
            ledger.own = {**before.own, **own}
        return ledger

    def _written(self, writer: Files, outputs: Sequence[Output]) -> dict[str, Made]:
        """Write outputs on every core."""
        total = len(outputs)
        hands = [outputs[at : at + HANDFUL] for at in range(0, total, HANDFUL)]

        def write(hand: Sequence[Output]) -> dict[str, Made]:
            for output in hand:
                output.put(writer)
            self.keep()
            return {one.name: writer.made[one.name]._replace(key=one.key) for one in hand}

        def tell(done: int, hands: int) -> None:
            self.progress(N_("Escribiendo páginas"), total * done // hands, total)

        # Whoever is told of each file has to be in this process, and hear of them in order.
        worth = total >= WORTH and not self.stage.shared
        done = spread(hands, write, tell, worth=worth)
        return {name: made for hand in done for name, made in hand.items()}

    def body(self, document: Document) -> str:
        """A record's text as HTML for its place; made safe once, however many builds show it."""
        press = self.desk.press.within(document.lang)
        row = self.seen.texts[document.path]
        name = f"{row.text} {press.tongue}" if document.lang else row.text
        asked = self._kept is None or (document.path, name) in self._kept
        safe = self.shelf.html(document.path, name) if asked else None
        if safe is None:
            raw = self.seen.read(document.path)
            if digest(raw) != row.digest:
                raise ProblemsFound(
                    [
                        InvalidValue(
                            N_("cambió mientras se construía el sitio"), N_("Construya de nuevo.")
                        ).at(f"content/{document.path}", 1, N_("archivo"))
                    ]
                )
            line = self.archive.entries[document.path].body_line
            safe = rendering.safe(words(raw, line), press.place(document).back)
            self._unkept.append((document.path, name, safe))
        return to_html.placed(safe, press.place(document))

    def keep(self) -> None:
        """Put away the texts that were made safe since the last time."""
        if self._unkept:
            self.shelf.keep_html(self._unkept)
            self._unkept = []

    def _size(self, address: str) -> int:
        return (self.output / address.lstrip("/")).stat().st_size

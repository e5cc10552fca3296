"""A placed draft as the bytes of its file: links rewritten, photographs declared, and read again by
the site's own reader, so that nothing is written that `check` would refuse."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pregonero.content import reader
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.rules.newsroom_refs import declared
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.placement import link_rewriting, writing
from pregonero.importers.placement.link_targets import Reach
from pregonero.importers.placement.placing import Placed
from pregonero.importers.placement.resolved_links import Showing
from pregonero.importers.readers.folder import Folder
from pregonero.importers.source_item import FILE, TEXT, Refused, is_pending, undecided
from pregonero.importers.transform.draft import Draft
from pregonero.lint.loading import checks
from pregonero.markdown import links
from pregonero.newsroom.model import Newsroom

#: Errors of one text that are told: a text of nothing else has thousands.
_MOST = 50


@dataclass
class Finished:
    """A file to write. `media` are the files it shows, each with its place under content/media/;
    `leads` the paths of ours that it links to; `published` is empty for a page or a draft."""

    source: str
    path: str
    id: str = ""
    data: bytes = b""
    told: list[Problem] = field(default_factory=list)
    media: list[tuple[str, str]] = field(default_factory=list)
    leads: tuple[str, ...] = ()
    approved: bool = False
    published: str = ""
    raw: str = ""
    refused: Problem | None = None

    @property
    def reasons(self) -> list[Problem]:
        return [problem for problem in self.told if problem.severity == "error"]

    @property
    def notes(self) -> list[Problem]:
        """What a person has to do, which is above the data of the file."""
        return [*self.reasons, *(problem for problem in self.told if is_pending(problem))]


class Finisher:
    """Finishes the drafts of one source."""

    def __init__(
        self, newsroom: Newsroom, folder: Folder, reach: Reach, known: frozenset[str]
    ) -> None:
        """`known` are the paths of texts that links may lead to."""
        self.newsroom, self.folder, self.reach, self.known = newsroom, folder, reach, known

    def finish(self, draft: Draft, place: Placed) -> Finished:
        done = Finished(draft.source, place.path, place.id, raw=draft.raw)
        done.told = [*draft.told, *place.told]
        if place.held:  # a person's file: nothing of it is written
            done.approved = True
            return done
        work = Showing(self.reach, self.folder, draft)
        for picture in draft.pictures:
            work.announce(picture)
        body = link_rewriting.images(draft.body, work.show)
        body = link_rewriting.links(body, work.lead)
        work.wait()
        done.told += work.told
        done.media = work.media
        done.told.sort(key=lambda problem: problem.line)
        done.leads = tuple(dict.fromkeys(work.leads))
        page = writing.DraftFile(draft, place, body, work.photos, work.waiting, self.newsroom.lang)
        if not draft.day and draft.kind == "bulletin":
            wrong = InvalidValue(
                N_("no se sabe su fecha"),
                N_("Escríbala en [dates] de la correspondencia y repita la importación."),
            )
            done.told.append(undecided(draft.source, 1, "date", wrong))
            done.data = page.write(done.notes, approved=False)
            return done
        try:
            self._written(page, draft, done)
        except Refused as refusal:
            done.refused = undecided(draft.source, 1, FILE, refusal.wrong)
        return done

    def _written(self, page: writing.DraftFile, draft: Draft, done: Finished) -> None:
        """Try the file as it was public, then as a draft, then without what cannot stand."""
        done.approved = draft.approved and not done.reasons
        done.data = page.write(done.notes, approved=done.approved)
        entry, errors = self._read(done)
        if errors and done.approved:
            done.approved = False
            done.told += [undecided(draft.source, 1, e.field, _wrong(e)) for e in errors[:_MOST]]
            done.data = page.write(done.notes, approved=False)
            entry, errors = self._read(done)
        if errors:
            done.approved = False
            for name in dict.fromkeys(error.field.split(".")[0] for error in errors):
                if name in (TEXT, FILE):  # marks of a conflict are told of the whole file
                    page.body = _defused(page.body)
                else:
                    page.set_aside(name)
            known = {(reason.field, reason.message, reason.values) for reason in done.reasons}
            done.told += [
                undecided(draft.source, 1, error.field, _wrong(error))
                for error in errors[:_MOST]
                if (error.field, error.message, error.values) not in known
            ]
            done.data = page.write(done.notes, approved=False)
            entry, errors = self._read(done)
        if errors and all(error.field in (TEXT, FILE) for error in errors):
            page.body = _fenced(page.body)
            done.data = page.write(done.notes, approved=False)
            entry, errors = self._read(done)
        if errors or entry is None:
            raise Refused(
                _wrong(errors[0])
                if errors
                else InvalidValue(N_("no se puede leer"), N_("Tráigalo a mano."))
            )
        if done.approved and isinstance(entry.document, Bulletin):
            done.published = entry.document.published.astimezone(self.newsroom.zone).isoformat()

    def _read(self, done: Finished) -> tuple[SourceDocument | None, list[Problem]]:
        room = self.newsroom
        entry, problems = reader.read(done.data, done.path, room.zone, checks(room))
        errors = [problem for problem in problems if problem.severity == "error"]
        if entry is not None:
            errors += [p for p in declared(entry, self.newsroom) if p.severity == "error"]
            errors += self._astray(entry, done)
        return entry, errors

    def _astray(self, entry: SourceDocument, done: Finished) -> Iterable[Problem]:
        """Links of a finished text that lead nowhere: none should be left."""
        home = self.newsroom.url
        shown = {photo.file for photo in entry.document.photos}
        carried = {target for _, target in done.media}
        for link in entry.document.links:
            try:
                target = links.resolve(link.target, done.path, home)
                good = (
                    target.kind == "anchor"
                    or (target.kind in ("external", "forbidden") and not link.image)
                    or (target.kind == "document" and target.where in self.known)
                    or (target.kind == "media" and target.where in shown)
                    or (target.kind == "media" and not link.image and target.where in carried)
                )
            except InvalidValue:
                good = False
            if not good:
                wrong = InvalidValue(
                    N_("el enlace «{value}» no lleva a nada"), N_("Corríjalo."), value=link.target
                )
                yield entry.body_problem(wrong, link.line)


def _wrong(problem: Problem) -> InvalidValue:
    return InvalidValue(problem.message, problem.remedy, **dict(problem.values))


def _fenced(body: str) -> str:
    """A text that is shown as it was typed, sign by sign: no reader loses a word of it."""
    longest = max(map(len, re.findall(r"`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{body.strip(chr(10))}\n{fence}\n"


def _defused(body: str) -> str:
    """A text in which no link is left, as a last resort: every word stays."""
    body = body.replace("](", "] (")
    body = re.sub(r"<(?=[^<>]*(?:<|$))", "&lt;", body)
    body = re.sub(r"^(?=>{7}|={7}|\|{7})", r"\\", body, flags=re.MULTILINE)
    body = re.sub(r"^( {0,3}\[[^\]\n]+\]):", r"\1 :", body, flags=re.MULTILINE)
    return re.sub(r"\b(href|src)(\s*)=", r"data_\1\2=", body, flags=re.IGNORECASE)

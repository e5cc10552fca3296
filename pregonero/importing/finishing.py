"""A placed draft as the bytes of its file: links rewritten, photographs declared, and read again by
the site's own reader, so that nothing is written that `check` would refuse."""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pregonero import document, links
from pregonero.bulletin import Bulletin
from pregonero.entry import Entry
from pregonero.importing import reaching, relinking, writing
from pregonero.importing.draft import Draft
from pregonero.importing.folder import Folder
from pregonero.importing.found import TEXT, Refused, mended, tidy, undecided
from pregonero.importing.pictures import Picture, describes, opens, parted
from pregonero.importing.placing import Placed
from pregonero.importing.reaching import Reach
from pregonero.newsroom import Newsroom
from pregonero.problem import Problem, Wrong
from pregonero.rules.declared import declared
from pregonero.words import N_


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
    refused: Wrong | None = None

    @property
    def reasons(self) -> list[Problem]:
        return [problem for problem in self.told if problem.severity == "error"]


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
        work = _Work(self, draft, done)
        for picture in draft.pictures:
            work.announce(picture)
        body = relinking.images(draft.body, work.show)
        body = relinking.links(body, work.lead)
        work.wait()
        done.told.sort(key=lambda problem: problem.line)
        done.leads = tuple(dict.fromkeys(work.leads))
        page = writing.Sheet(draft, place, body, work.photos, work.waiting, self.newsroom.lang)
        if not draft.day and draft.kind == "bulletin":
            wrong = Wrong(
                N_("no se sabe su fecha"),
                N_("Escríbala en [dates] de la correspondencia y repita la importación."),
            )
            done.told.append(undecided(draft.source, 1, "date", wrong))
            done.data = page.write(done.reasons, approved=False)
            return done
        try:
            self._written(page, draft, done)
        except Refused as refusal:
            done.refused = refusal.wrong
        return done

    def _written(self, page: writing.Sheet, draft: Draft, done: Finished) -> None:
        """Try the file as it was public, then as a draft, then without what cannot stand."""
        done.approved = draft.approved and not done.reasons
        done.data = page.write(done.reasons, approved=done.approved)
        entry, errors = self._read(done)
        if errors and done.approved:
            done.approved = False
            done.told += [undecided(draft.source, 1, e.field, _wrong(e)) for e in errors]
            done.data = page.write(done.reasons, approved=False)
            entry, errors = self._read(done)
        if errors:
            done.approved = False
            for error in errors:
                name = error.field.split(".")[0]
                if name == "texto":
                    page.body = _defused(page.body)
                else:
                    page.set_aside(name)
                done.told.append(undecided(draft.source, 1, error.field, _wrong(error)))
            done.data = page.write(done.reasons, approved=False)
            entry, errors = self._read(done)
        if errors or entry is None:
            raise Refused(
                _wrong(errors[0])
                if errors
                else Wrong(N_("no se puede leer"), N_("Tráigalo a mano."))
            )
        if done.approved and isinstance(entry.document, Bulletin):
            done.published = entry.document.published.astimezone(self.newsroom.zone).isoformat()

    def _read(self, done: Finished) -> tuple[Entry | None, list[Problem]]:
        entry, problems = document.read(done.data, done.path, self.newsroom.zone)
        errors = [problem for problem in problems if problem.severity == "error"]
        if entry is not None:
            errors += [p for p in declared(entry, self.newsroom) if p.severity == "error"]
            errors += self._astray(entry, done)
        return entry, errors

    def _astray(self, entry: Entry, done: Finished) -> Iterable[Problem]:
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
            except Wrong:
                good = False
            if not good:
                wrong = Wrong(
                    N_("el enlace «{value}» no lleva a nada"), N_("Corríjalo."), value=link.target
                )
                yield entry.body_problem(wrong, link.line)


Tell = Callable[[str, int, str, Wrong], Problem]

_VIDEO = re.compile(r"(?:youtube\.com|youtu\.be|vimeo\.com)/")


class _Work:
    """One text's links and photographs while they are settled."""

    def __init__(self, finisher: Finisher, draft: Draft, done: Finished) -> None:
        self.reach, self.folder, self.draft, self.done = (
            finisher.reach,
            finisher.folder,
            draft,
            done,
        )
        self.photos: dict[str, Picture] = {}
        self.waiting: dict[str, Picture] = {}
        self.alts: dict[str, str] = {}
        self.leads: list[str] = []
        self.typed: dict[str, str] = {}
        self.missing: set[str] = set()
        self.damaged: set[str] = set()

    def show(self, alt: str, target: str, title: str, linked: bool) -> str:
        """An image of the text: a declared photograph, or words until a person decides."""
        said, credit = parted(tidy(alt))
        picture = Picture(target, said, tidy(title), credit)
        if credit:
            wrong = Wrong(N_("el crédito estaba en el texto alternativo: {value}"),
                          N_("Pasó a credit."), value=credit)  # fmt: skip
            self.tell(mended, target, wrong)
        file = self.announce(picture)
        if file in self.photos:
            return f"![]({file})"
        if file:
            return relinking.comment(f"foto: {file}")
        goal = self.reach.goal(self.draft.source, target)
        words = said.replace("[", "(").replace("]", ")")
        if linked:
            return words or "…"
        if goal.kind in ("outside", "old"):
            return f"[{words or 'Fotografía'}]({goal.where})"
        return f"{words} {relinking.comment(f'foto: {target}')}".strip()

    def announce(self, picture: Picture) -> str:
        """Declare a photograph, or say why it waits. Its place under content/media/, if it is on disk."""
        found = self._file(picture.target)
        if found is None:
            if picture.target and not _VIDEO.search(picture.target):
                self.waiting.setdefault(picture.target, picture)
                self.missing.add(picture.target)
            return ""
        file, target = found
        self.typed.setdefault(target, picture.target)
        if target in self.photos or target in self.damaged:
            return "" if target in self.damaged else target
        if not self._opens(file):
            self.damaged.add(target)
            wrong = Wrong(
                N_("{value} no se puede abrir como fotografía"),
                N_("Guárdela de nuevo como JPEG o PNG y declárela en photos."),
                value=[file],
            )
            self.tell(undecided, picture.target, wrong)
            return ""
        self.done.media.append((file, target))
        if describes(picture.alt, target, self.draft.title, self.alts):
            self.photos[target] = picture
            self.alts[picture.alt] = target
            self.waiting.pop(target, None)
        else:
            self.waiting.setdefault(target, picture)
        return target

    def wait(self) -> None:
        """Say of each photograph that waits why it does."""
        for target in self.waiting:
            if target in self.missing:
                wrong = Wrong(
                    N_("la foto {value} no está en la fuente"),
                    N_("Cópiela a content/media/ y declárela en photos, con alt y credit."),
                    value=[target],
                )
            else:
                wrong = Wrong(
                    N_("la foto {value} no tiene un texto alternativo que la describa"),
                    N_("Escríbalo en el encabezado, donde está en comentarios, y quite los #."),
                    value=[target],
                )
            self.tell(undecided, self.typed.get(target, target), wrong)

    def _file(self, target: str) -> tuple[str, str] | None:
        """A picture of the source and its place with us."""
        if target.startswith("docx:"):
            name = f"{self.draft.source.rpartition('.')[0]}/{target.rpartition('/')[2]}"
            inner = f"{self.draft.source}!{target[5:]}"
            return inner, reaching.media_path(self.folder.name, name)
        goal = self.reach.goal(self.draft.source, target)
        if goal.kind == "file" and reaching.is_picture(goal.where):
            return goal.where, self.reach.files[goal.where]
        return None

    def _opens(self, file: str) -> bool:
        if "!" in file and ".docx!" in file.lower():
            from pregonero.photograph import NotAPhoto, opened

            try:
                opened(Path(file), io.BytesIO(carried(self.folder, file)))
            except (NotAPhoto, OSError, KeyError):
                return False
            return True
        return opens(self.folder.root / self._real(file))

    def _real(self, file: str) -> str:
        return real(self.folder, file)

    def lead(self, target: str) -> str | None:
        """A link of the text, as it is typed from now on."""
        goal = self.reach.goal(self.draft.source, target)
        tail = f"#{goal.fragment}" if goal.fragment else ""
        if goal.kind in ("anchor", "outside"):
            return goal.where
        if goal.kind == "existing":
            self.leads.append(goal.where)
            return f"/{goal.where}{tail}"
        if goal.kind == "text":
            place = self.reach.placed.get(goal.where)
            if place is not None and place.path.endswith(".md"):
                self.leads.append(place.path)
                self._moved(target, f"/{place.path}")
                return f"/{place.path}{tail}"
        if goal.kind == "file" and not reaching.is_picture(goal.where):
            made = self.reach.files[goal.where]
            self.done.media.append((goal.where, made))
            self._moved(target, made)
            return f"{made}{tail}"
        if goal.kind == "old":
            wrong = Wrong(N_("el enlace {value} lleva a algo que no vino"),
                          N_("Se dejó con la dirección anterior."), value=target)  # fmt: skip
            self.tell(mended, target, wrong)
            return goal.where
        if goal.kind == "file":
            found = self._file(target)
            if found and found[1] in self.photos:
                return found[1]
        wrong = Wrong(
            N_("el enlace «{value}» no lleva a nada que haya venido"),
            N_("Su dirección quedó en un comentario del texto: escriba la nueva."),
            value=[target],
        )
        self.tell(undecided, target, wrong)
        return None

    def _moved(self, old: str, new: str) -> None:
        wrong = Wrong(
            N_("el enlace {value} lleva ahora a {new}"), N_("Se cambió solo."), value=old, new=new
        )
        self.tell(mended, old, wrong)

    def tell(self, how: Tell, target: str, wrong: Wrong) -> None:
        line = self.draft.lines.get(target, 1)
        self.done.told.append(how(self.draft.source, line, TEXT, wrong))


def real(folder: Folder, file: str) -> str:
    """The name on disk of a file of the source, whose accents may be apart there."""
    return folder.on_disk.get(file, file)


def carried(folder: Folder, file: str) -> bytes:
    """The bytes of a file of the source, or of a picture inside a document."""
    if ".docx!" in file.lower():
        from pregonero.importing.docx import picture

        outer, _, member = file.partition("!")
        return picture((folder.root / outer).read_bytes(), member)
    return (folder.root / real(folder, file)).read_bytes()


def _wrong(problem: Problem) -> Wrong:
    return Wrong(problem.message, problem.remedy, **dict(problem.values))


def _defused(body: str) -> str:
    """A text in which no link is left, as a last resort: every word stays."""
    body = body.replace("](", "] (")
    body = re.sub(r"^( {0,3}\[[^\]\n]+\]):", r"\1 :", body, flags=re.MULTILINE)
    return re.sub(r"\b(href|src)(\s*)=", r"data-\1\2=", body, flags=re.IGNORECASE)

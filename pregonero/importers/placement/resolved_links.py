"""One text's links and photographs, settled: what each leads to now, or why it waits."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pregonero.content.image_probe import unmoved
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.download import remote
from pregonero.importers.placement import link_rewriting, link_targets
from pregonero.importers.placement.link_targets import Reach
from pregonero.importers.readers.folder import Folder
from pregonero.importers.source_item import TEXT, mended, pending, tidy, undecided
from pregonero.importers.transform.draft import Draft
from pregonero.importers.transform.pictures import SourcePicture, describes, parted, shape
from pregonero.importers.transform.shortcodes import address

Tell = Callable[[str, int, str, InvalidValue], Problem]

_VIDEO = re.compile(r"(?:youtube\.com|youtu\.be|vimeo\.com)/")


class Showing:
    """One text's links and photographs while they are settled."""

    def __init__(self, reach: Reach, folder: Folder, draft: Draft) -> None:
        self.reach, self.folder, self.draft = reach, folder, draft
        self.told: list[Problem] = []
        self.media: list[tuple[str, str]] = []
        self.photos: dict[str, SourcePicture] = {}
        self.waiting: dict[str, SourcePicture] = {}
        self.alts: dict[str, str] = {}
        self.leads: list[str] = []
        self.typed: dict[str, str] = {}
        self.missing: set[str] = set()
        self.settled: set[str] = set()
        self.damaged: set[str] = set()

    def show(self, alt: str, target: str, title: str, linked: bool) -> str:
        """An image of the text: a declared photograph, or words until a person decides."""
        said, credit = parted(tidy(alt))
        picture = SourcePicture(target, said, tidy(title), credit)
        if credit:
            wrong = InvalidValue(N_("el crédito estaba en el texto alternativo: {value}"),
                          N_("Pasó a credit."), value=credit)  # fmt: skip
            self.tell(mended, target, wrong)
        file = self.announce(picture)
        if file in self.photos:
            return f"![]({file})"
        if file:
            return link_rewriting.comment(f"foto: {file}")
        goal = self.reach.goal(self.draft.source, target)
        words = said.replace("[", "(").replace("]", ")")
        if linked:
            return words or "…"
        if goal.kind in ("outside", "old"):
            self.settled.add(address(goal.where))
            return f"[{words or 'Fotografía'}]({address(goal.where)})"
        return link_rewriting.comment(f"foto: {target}")  # its words are in the header

    def announce(self, picture: SourcePicture) -> str:
        """Declare a photograph, or let it wait. Gives its place under content/media/."""
        found = self._file(picture.target)
        if found is None:
            if picture.target and not _VIDEO.search(picture.target):
                self.waiting.setdefault(picture.target, picture)
                self.missing.add(picture.target)
            return ""
        file, target = found
        self.typed.setdefault(target, picture.target)
        if target in self.damaged:
            return ""
        if target in self.photos:
            self._better(target, picture)
            return target
        if not self._opens(file):
            self.damaged.add(target)
            wrong = InvalidValue(
                N_("{value} no se puede abrir como fotografía"),
                N_("Guárdela de nuevo como JPEG o PNG y declárela en photos."),
                value=[file],
            )
            self.tell(undecided, picture.target, wrong)
            return ""
        self.media.append((file, target))
        if describes(picture.alt, target, self.draft.title, self.alts):
            self.photos[target] = picture
            self.alts[picture.alt] = target
            self.waiting.pop(target, None)
        else:
            self.waiting.setdefault(target, picture)
        return target

    def _better(self, target: str, picture: SourcePicture) -> None:
        """The text's own words for a photograph that its header names, if they say more."""
        had = self.photos[target]
        more = len(picture.alt.split()) > len(had.alt.split())
        others = {alt: file for alt, file in self.alts.items() if file != target}
        if more and describes(picture.alt, target, self.draft.title, others):
            self.photos[target] = replace(
                had,
                alt=picture.alt,
                caption=had.caption or picture.caption,
                credit=had.credit or picture.credit,
            )
            self.alts = {**others, picture.alt: target}

    def wait(self) -> None:
        """Say of each photograph that waits why it does."""
        for target in self.waiting:
            if target in self.missing:
                line = self.draft.lines.get(target, 1)
                self.told.append(pending(self.draft.source, line, self._absent(target)))
                continue
            wrong = InvalidValue(
                N_("la foto {value} no tiene un texto alternativo que la describa"),
                N_("Escríbalo en el encabezado, donde está en comentarios, y quite los #."),
                value=[target],
            )
            self.tell(undecided, self.typed.get(target, target), wrong)

    def _absent(self, target: str) -> InvalidValue:
        where = elsewhere(self.reach, self.draft, target)
        if reason := self.reach.failed.get(where):
            return InvalidValue(
                N_("la foto {value} no se pudo descargar: {reason}"),
                N_("Cópiela a content/media/ y declárela en photos, con alt y credit."),
                value=[target],
                reason=reason,
            )
        return InvalidValue(
            N_("la foto {value} no está en la fuente"),
            N_("Repita la importación con --download, o cópiela a content/media/.")
            if where
            else N_("Cópiela a content/media/ y declárela en photos, con alt y credit."),
            value=[target],
        )

    def _file(self, target: str) -> tuple[str, str] | None:
        """A picture of the source and its place with us."""
        if target.startswith("docx:"):
            name = f"{self.draft.source.rpartition('.')[0]}/{target.rpartition('/')[2]}"
            inner = f"{self.draft.source}!{target[5:]}"
            return inner, link_targets.media_path(self.folder.name, name)
        goal = self.reach.goal(self.draft.source, target)
        if goal.kind == "file" and link_targets.is_picture(goal.where):
            return goal.where, self.reach.files[goal.where]
        if not self.reach.pictures:
            return None
        where = elsewhere(self.reach, self.draft, target)
        return (where, self.reach.pictures[where]) if where in self.reach.pictures else None

    def _opens(self, file: str) -> bool:
        if "!" in file and ".docx!" in file.lower():
            from pregonero.content.image_probe import NotAPhoto, opened

            try:
                opened(Path(file), io.BytesIO(carried(self.folder, file)))
            except (NotAPhoto, OSError, KeyError):
                return False
            return True
        found = shape(on_disk(self.folder, file))
        if found is not None and found.animated:
            self.told.append(mended(self.draft.source, 1, TEXT, unmoved(file)))
        return found is not None

    def lead(self, target: str) -> str | None:
        """A link of the text, as it is typed from now on."""
        if target in self.settled:
            return target
        if self.reach.pictures and (found := self._file(target)) and found[1] in self.photos:
            return found[1]
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
        if goal.kind == "file" and not link_targets.is_picture(goal.where):
            made = self.reach.files[goal.where]
            self.media.append((goal.where, made))
            self._moved(target, made)
            return f"{made}{tail}"
        if goal.kind == "old":
            wrong = InvalidValue(N_("el enlace {value} lleva a algo que no vino"),
                          N_("Se dejó con la dirección anterior."), value=target)  # fmt: skip
            self.tell(mended, target, wrong)
            return goal.where
        if goal.kind == "file":
            found = self._file(target)
            if found and found[1] in self.photos:
                return found[1]
        wrong = InvalidValue(
            N_("el enlace «{value}» no lleva a nada que haya venido"),
            N_("Su dirección quedó en un comentario del texto: escriba la nueva."),
            value=[target],
        )
        self.tell(undecided, target, wrong)
        return None

    def _moved(self, old: str, new: str) -> None:
        wrong = InvalidValue(
            N_("el enlace {value} lleva ahora a {new}"), N_("Se cambió solo."), value=old, new=new
        )
        self.tell(mended, old, wrong)

    def tell(self, how: Tell, target: str, wrong: InvalidValue) -> None:
        line = self.draft.lines.get(target, 1)
        self.told.append(how(self.draft.source, line, TEXT, wrong))


def elsewhere(reach: Reach, draft: Draft, target: str) -> str:
    """The address of a photograph that is not in the source; empty if it has none."""
    if _VIDEO.search(target) or target.startswith("docx:"):
        return ""
    return remote.address(target, reach.home, next(iter(draft.addresses), ""))


def on_disk(folder: Folder, file: str) -> Path:
    """Where a file of the source is: accents may be apart there, photographs fetched."""
    return folder.fetched.get(file) or folder.root / folder.on_disk.get(file, file)


def carried(folder: Folder, file: str) -> bytes:
    """The bytes of a file of the source, or of a picture inside a document."""
    if ".docx!" in file.lower():
        from pregonero.importers.readers.docx import picture

        outer, _, member = file.partition("!")
        return picture((folder.root / outer).read_bytes(), member)
    return on_disk(folder, file).read_bytes()

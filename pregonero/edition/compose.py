"""What may be public at a moment. The one door: what is not in an edition does not exist."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from pathlib import Path

from pregonero.content.archive import Archive
from pregonero.content.call_results import Results, results
from pregonero.content.image_probe import ImageInfo
from pregonero.content.model.bulletin import Bulletin, Campaign, Document, Page, Question
from pregonero.content.model.identity import brief
from pregonero.content.rules.links import early
from pregonero.content.rules.relations import last_of
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.edition.future_dates import as_known
from pregonero.edition.report import HELD, SCHEDULED, UNFINISHED, Withheld
from pregonero.edition.veda import forbids, was_public
from pregonero.i18n import N_
from pregonero.markdown.links import LinkTarget, TextLink, composed, targets
from pregonero.moments import Clock
from pregonero.newsroom.fields import old_address
from pregonero.newsroom.model import Newsroom, Veda
from pregonero.newsroom.site_files import disk_name, is_own
from pregonero.newsroom.urls import save_as

#: The links of a text that lead inside the site, with what each points to.
Pointing = tuple[tuple[TextLink, LinkTarget], ...]


@dataclass(frozen=True)
class Edition:
    """The public part of an archive at a moment.

    `bulletins` are the current ones, newest first: the only ones that lists and feeds draw on.
    `expired` and `withdrawn` keep their pages. `suspended` holds the addresses, and nothing else,
    of what was public before a veda took it out, or before something in it had to be `reviewed`.
    `moved` leads from addresses where something was to the path of what is there now. `gone` are
    the bulletins that lists held once and hold no more: to be counted, never shown. `media` are the
    files, by their path from content/media/, that something public shows or links. `pointing` says
    where the links of each text that is shown lead inside the site, by its path, if it has any.
    `questions` come newest first by their answer; one that has none yet has no words but its title.
    `opened` says whether they have their page, which answers for ever once it did; `retired` are
    those that lists held once, and `suspended_campaigns` the addresses of campaigns that a veda
    took out. `moves` says of some bulletins and questions, by path, when they last came into the
    lists or left them. No record has a date of something past that has not come.
    """

    newsroom: Newsroom
    clock: Clock
    bulletins: tuple[Bulletin, ...]
    expired: tuple[Bulletin, ...]
    withdrawn: tuple[Document, ...]
    pages: tuple[Page, ...]
    campaigns: tuple[Campaign, ...]
    suspended: tuple[str, ...]
    moved: Mapping[str, str]
    gone: tuple[Bulletin, ...]
    withheld: tuple[Withheld, ...]
    media: Mapping[str, Path]
    photos: Mapping[str, ImageInfo]
    pointing: Mapping[str, Pointing] = field(default_factory=dict)
    veda: Veda | None = None
    unapproved: frozenset[str] = field(default_factory=frozenset)
    questions: tuple[Question, ...] = ()
    opened: bool = False
    reviewed: frozenset[str] = frozenset()
    retired: tuple[Question, ...] = ()
    suspended_campaigns: tuple[str, ...] = ()
    moves: Mapping[str, datetime] = field(default_factory=dict)

    def changed(self, document: Bulletin | Question) -> datetime:
        """When what lists and feeds say of a record last changed: its substance, or whether they
        hold it. It is among the known moments up to the edition's, and never goes back."""
        return self.moves.get(document.path) or document.updated

    @cached_property
    def asked(self) -> Mapping[object, tuple[Question, ...]]:
        """The questions about each bulletin, by its id."""
        found: dict[object, tuple[Question, ...]] = {}
        for question in self.questions:
            if question.about:
                found[question.about] = (*found.get(question.about, ()), question)
        return found

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Every record with a page of its own, by its path from content/."""
        kept: Iterable[Document] = chain(self.bulletins, self.expired, self.withdrawn)
        other: Iterable[Document] = chain(self.pages, self.campaigns, self.questions)
        return {document.path: document for document in chain(kept, other)}

    @cached_property
    def _apart(self) -> Mapping[str, str]:
        return composed(self.documents)

    def document_at(self, path: str) -> Document | None:
        """The record of a path that a link leads to, with its accents joined."""
        return self.documents.get(self._apart.get(path, path))

    @cached_property
    def listed(self) -> tuple[Bulletin, ...]:
        """The current bulletins without the versions of another current one: what lists show."""
        if all(b.translation_of is None for b in self.bulletins):
            return self.bulletins
        originals = {b.id for b in self.bulletins if b.translation_of is None}
        return tuple(b for b in self.bulletins if b.translation_of not in originals)

    @cached_property
    def versions(self) -> Mapping[str, tuple[Bulletin, ...]]:
        """The versions of each bulletin that has more than one, by path, original first."""
        every = (*self.bulletins, *self.expired)
        groups: dict[object, list[Bulletin]] = {
            b.translation_of: [] for b in every if b.translation_of
        }
        for bulletin in every if groups else ():
            if (original := bulletin.translation_of or bulletin.id) in groups:
                groups[original].append(bulletin)
        return {
            one.path: tuple(sorted(group, key=lambda b: (b.translation_of is not None, b.address)))
            for group in groups.values()
            if len(group) > 1
            for one in group
        }

    @cached_property
    def successors(self) -> Mapping[str, Bulletin]:
        """What replaces each withdrawn bulletin, by path, if that is public itself: the last of a
        row of bulletins that each replaced the one before."""
        asked = [d for d in self.withdrawn if isinstance(d, Bulletin) and d.replaced_by]
        if not asked:
            return {}
        known: dict[object, Document] = {b.id: b for b in (*self.bulletins, *self.expired, *asked)}
        found = {one.path: last_of(one, known) for one in asked}
        return {path: last for path, last in found.items() if last}

    @cached_property
    def results(self) -> Results:
        """What came out of the calls that are public."""
        return results((*self.bulletins, *self.expired), self.documents)

    @property
    def slogan(self) -> str:
        """The slogan that may be shown: none during a veda."""
        if self.veda:
            return ""
        return next((s.text for s in self.newsroom.slogans if s.shows(self.clock)), "")


def compose(
    archive: Archive,
    newsroom: Newsroom,
    moment: datetime,
    *,
    unapproved: bool = False,
    renamed: Mapping[str, str] | None = None,
) -> Edition:
    """The edition of an archive at a moment. Pure: the clock is an argument.

    `unapproved` lets drafts and embargoed bulletins in, for an editor's own preview; each is
    then named in `Edition.unapproved`. `renamed` says which brief id was once at an address.
    """
    clock = Clock(moment)
    vedas = newsroom.vedas_at(clock)
    current: list[Bulletin] = []
    expired: list[Bulletin] = []
    withdrawn: list[Document] = []
    pages: list[Page] = []
    campaigns: list[Campaign] = []
    questions: list[Question] = []
    suspended: list[Document] = []
    reviewed: list[Document] = []
    moves: dict[str, datetime] = {}
    marked: set[str] = set()
    withheld = [Withheld(path, reason) for path, reason in archive.ignored]
    unfinished = frozenset(archive.unfinished)
    withheld += [Withheld(p, UNFINISHED) for p in unfinished if p not in archive.entries]
    ended = [veda for veda in newsroom.veda if clock.passed(veda.ends)]
    for entry in archive.entries.values():
        document = entry.document if unapproved else as_known(entry.document, clock)
        if document.path in archive.held:
            withheld.append(Withheld(document.path, HELD))
            if isinstance(document, Question):
                document = _as_seen(document, clock, unapproved=unapproved)
            reviewed.append(document)
            continue
        reason = _reason(document, clock)
        if reason and document.path in unfinished:
            reason = Withheld(document.path, UNFINISHED)
        if reason and unapproved:
            marked.add(document.path)
        elif reason:
            withheld.append(reason)
            continue
        if forbidding := [veda for veda in vedas if forbids(veda, document)]:
            ends = max(veda.ends for veda in forbidding)
            withheld.append(Withheld(document.path, N_("veda electoral"), ends))
            if was_public(document, clock, newsroom):
                suspended.append(document)
                # Nothing later than that is told: what happens to it now is nobody's to know.
                moves[document.path] = max(veda.starts for veda in forbidding)
        elif document.status == "withdrawn":
            withdrawn.append(
                _as_seen(document, clock, unapproved=unapproved)
                if isinstance(document, Question)
                else document
            )
        elif isinstance(document, Bulletin):  # first: nearly all are
            over = document.expires is not None and clock.passed(document.expires)
            (expired if over else current).append(document)
            if over and document.expires:
                moves[document.path] = max(document.expires, document.updated)
        elif isinstance(document, Page):
            pages.append(document)
        elif isinstance(document, Campaign):
            campaigns.append(document)
        elif isinstance(document, Question):
            questions.append(_as_seen(document, clock, unapproved=unapproved))
    if ended:
        moves |= _returned((*current, *expired, *withdrawn, *questions), ended, moves)
    current.sort(key=_newest, reverse=True)
    public: dict[str, Document] = {
        d.path: d for d in (*current, *expired, *pages, *campaigns, *questions)
    }
    pointing = dict(_pointing(public, newsroom.url, composed(archive.entries)))
    used = set(_media(public, pointing, newsroom, bool(vedas)))
    withheld += [
        Withheld(f"media/{file}", N_("nada público lo usa"))
        for file in archive.media
        if file not in used
    ]
    return Edition(
        newsroom=newsroom,
        clock=clock,
        bulletins=tuple(current),
        expired=tuple(sorted(expired, key=_newest, reverse=True)),
        withdrawn=tuple(sorted(withdrawn, key=lambda document: document.path)),
        pages=tuple(sorted(pages, key=lambda p: (p.menu is None, p.menu or 0, p.slug))),
        campaigns=tuple(sorted(campaigns, key=lambda c: c.slug)),
        suspended=tuple(sorted({*_addresses((*suspended, *reviewed)), *archive.notices})),
        reviewed=frozenset({*_addresses(reviewed), *archive.notices}),
        moved=_moved((*public.values(), *withdrawn), renamed or {}),
        gone=tuple(
            d
            for d in (*expired, *withdrawn, *suspended, *reviewed)
            if isinstance(d, Bulletin) and clock.reached(d.published)  # whose date may be the fault
        ),
        withheld=tuple(sorted(withheld, key=lambda w: w.path)),
        media={file: path for file, path in archive.media.items() if file in used},
        photos={file: shape for file, shape in archive.photos.items() if file in used},
        pointing=pointing,
        veda=vedas[0] if vedas else None,
        unapproved=frozenset(marked),
        questions=tuple(sorted(questions, key=lambda q: (q.updated, q.path), reverse=True)),
        opened=newsroom.dialogue is not None
        or bool(questions)
        or any(isinstance(d, Question) for d in (*withdrawn, *suspended)),
        retired=tuple(d for d in (*withdrawn, *suspended, *reviewed) if isinstance(d, Question)),
        suspended_campaigns=tuple(
            d.address for d in (*suspended, *reviewed) if isinstance(d, Campaign)
        ),
        moves=moves,
    )


def _addresses(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        yield from (document.address, *document.aliases)


def _returned(
    documents: Iterable[Document], ended: Iterable[Veda], moves: Mapping[str, datetime]
) -> Iterator[tuple[str, datetime]]:
    """When what a veda kept out came back, or in at last, if nothing has happened to it since."""
    for document in documents:
        if isinstance(document, Bulletin | Question):
            changed = moves.get(document.path) or document.updated
            for veda in ended:
                if document.published <= veda.ends > changed and forbids(veda, document):
                    changed = veda.ends
                    yield document.path, changed


def _moved(answering: Iterable[Document], renamed: Mapping[str, str]) -> dict[str, str]:
    """The path of the record that is found now at each of the addresses that others had."""
    answering = list(answering)
    by_id = {brief(d.id): d.path for d in answering if d.id} if renamed else {}
    moved = {old: by_id[one] for old, one in renamed.items() if one in by_id and _usable(old)}
    for document in answering:
        if document.aliases:
            moved |= dict.fromkeys(document.aliases, document.path)
    taken = {document.address for document in answering} if moved else ()
    return {old: path for old, path in moved.items() if old not in taken}


def _usable(old: str) -> bool:
    """Whether an address may lead elsewhere: a target tells of these, and may tell anything."""
    try:
        return old_address(old) == old and not is_own(disk_name(save_as(old)))
    except InvalidValue:
        return False


def _as_seen(question: Question, clock: Clock, *, unapproved: bool) -> Question:
    """A question with its answer if that is public already."""
    answered = question.answered is not None and (unapproved or clock.reached(question.answered))
    return question if answered and question.state != "received" else question.unanswered()


def _newest(bulletin: Bulletin) -> tuple[datetime, int, str]:
    return bulletin.published, bulletin.folio or 0, bulletin.path


def _reason(document: Document, clock: Clock) -> Withheld | None:
    if document.status == "draft":
        return Withheld(document.path, N_("borrador"))
    if isinstance(document, Bulletin) and not clock.reached(document.published):
        embargoed = document.embargo is not None and not clock.reached(document.embargo)
        return Withheld(
            document.path, N_("embargo") if embargoed else SCHEDULED, document.published
        )
    if isinstance(document, Question) and not clock.reached(document.asked):
        return Withheld(document.path, SCHEDULED, document.asked)
    return None


def _pointing(
    public: Mapping[str, Document], home: str, apart: Mapping[str, str]
) -> Iterator[tuple[str, Pointing]]:
    for path, document in public.items():
        if document.links and (found := tuple(targets(document.links, path, home))):
            if apart:
                found = tuple(
                    (link, target._replace(where=apart.get(target.where, target.where)))
                    for link, target in found
                )
            yield path, found


def _media(
    public: Mapping[str, Document],
    pointing: Mapping[str, Pointing],
    newsroom: Newsroom,
    veda: bool,
) -> Iterator[str]:
    """The media files that public records show or link, and the institution's own."""
    # The administration's images go in a veda; the coat of arms is the municipality's and stays.
    images = newsroom.images.model_dump(exclude={"logo", "card"} if veda else set())
    yield from filter(None, images.values())
    for document in public.values():
        yield from document.files()
    for found in pointing.values():
        yield from (target.where for _, target in found if target.kind == "media")


def premature(archive: Archive, edition: Edition) -> Iterator[Problem]:
    """Links in public texts to what is not public at the edition's moment.

    Each would print the address, and so the title, of something withheld.
    """
    answering = set(edition.suspended)
    for path, found in edition.pointing.items():
        entry = archive.entries[path]
        for link, target in found:
            where = (
                archive.paths.get(f"{target.where.rstrip('/')}/")
                if target.kind == "address"
                else target.where
            )
            if where is None or where in edition.documents or where not in archive.entries:
                continue
            destination = archive.entries[where].document
            if destination.address in answering or early(entry.document, destination):
                continue  # it answers with a notice; or the archive's own rules have told
            yield entry.body_problem(
                InvalidValue(
                    N_("el enlace lleva a content/{path}, que no es público"),
                    N_("Quite el enlace mientras tanto: su dirección lo anunciaría."),
                    path=where,
                ),
                link.line,
            )

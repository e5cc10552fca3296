"""The rest of the site while something approved is wrong: what is, as it was last public.

Nothing new comes out by it. A text that may no longer be public, or of which that cannot be told,
is not kept: its address answers with a notice until somebody mends the file.
"""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol

from pregonero.content import key_aliases, reader
from pregonero.content.approval import header, keyed, legible, pairs, readable
from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import STATUSES, Bulletin, Document
from pregonero.content.model.identity import brief
from pregonero.content.scan import MEDIA, ContentScan
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem, ProblemsFound
from pregonero.edition.compose import Edition, compose, premature
from pregonero.edition.schedule import overdue
from pregonero.lint.loading import checks
from pregonero.moments import Clock, moment
from pregonero.newsroom.model import Newsroom
from pregonero.slug import slugify

#: Times that what is left is looked at again: each time something may lose what it leaned on.
ROUNDS = 8
#: Notices that one run may put where pages were: so many, or this part of the public ones.
FEW, TOO_MANY = 5, 0.1

#: Keys that say who reads a text and when, and how like them a mistyped one is.
_DECIDING = (
    *("status", "estado", "embargo", "embargado", "expires", "vence", "veda", "draft", "borrador"),
    *("withdrawn", "retirado", "retirada", "consent", "minors"),
)
ALIKE = 0.7
_DATED = re.compile(r"[\"']?(?:\d{4}\b|\d{1,2}[/.-]\d)")
_ENDED = tuple((word, ()) for word in ("retirad", "withdraw", "borrador", "draft"))

#: Where a problem is that is in the words below a header.
WORDS = "texto"
#: Keys that name other texts, and keys that name files.
_REFERENCES = frozenset((WORDS, "replaced_by", "call", "translation_of", "campaign", "about"))
_FILES = frozenset(("photos", "audio", "video", "live"))

#: What happened to a text: it is as it was last public, its address answers with a notice, it was
#: never public and waits, or it is public as it stands although something is late in it.
State = Literal["kept", "notice", "waiting", "public"]


class PublicForms(Protocol):
    """What is public now, of which the pages are a release's."""

    #: The brief id of each record that has one, by its address; and every page.
    addresses: Mapping[str, str]
    pages: Collection[str]
    #: Where old addresses lead.
    moved: Mapping[str, str]
    #: Where notices stand instead of pages.
    suspended: Collection[str]

    @property
    def texts(self) -> Collection[str]:
        """The texts that the release was made of, by their paths from content/."""

    def forms(self, paths: Collection[str], newsroom: Newsroom) -> Mapping[str, bytes]:
        """The bytes of some texts as they are public, as far as git has them."""


@dataclass(frozen=True)
class Held:
    """A text that is not released as it is: its path from content/ and what hinders it."""

    path: str
    state: State
    problems: tuple[Problem, ...]


@dataclass
class Holding:
    """Takes out of an archive what is wrong in it. `more` are addresses that are to answer with a
    notice too. `held` and `notices` tell what was done."""

    last: PublicForms
    more: tuple[str, ...] = ()
    held: dict[str, Held] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def __call__(
        self,
        archive: Archive,
        seen: ContentScan,
        newsroom: Newsroom,
        now: datetime,
        load: Callable[[ContentScan, Collection[str]], Archive],
    ) -> tuple[Archive, ContentScan]:
        """An archive without errors, and the survey of it. Raises ProblemsFound for what is wrong
        in no text, or in too many."""
        self.held, original = {}, archive
        if archive.errors:
            archive = load(seen, self.last.texts)  # what is public goes before what is new
        replaced: dict[str, bytes] = {}
        aside: dict[str, SourceDocument | None] = {}
        for _ in range(ROUNDS):
            archive = self._answering(archive, newsroom, now)
            wrong = self._wrong(archive, compose(archive, newsroom, now))
            if not wrong:
                # No error is left to be told of: each is of something that was dealt with.
                return replace(archive, found=(), between=tuple), seen
            culprits = self._culprits(wrong, archive)
            sound = (e.document for p, e in archive.entries.items() if p not in culprits)
            taken = {one.address for one in sound if one.status != "draft"}
            forms = self.last.forms([path for path in culprits if path not in self.held], newsroom)
            for path, problems in culprits.items():
                form = replaced.pop(path, None)
                again = path in self.held
                before = self._read(path, form or forms.get(path), newsroom)
                entry = before or archive.entries.get(path)
                state: State = "waiting"
                shown = entry and self._public(entry.document) and path not in aside
                if entry and shown and entry.document.address not in taken:
                    kept = not again and before is not None
                    state = "notice"
                    if kept and seen.read(path) == forms.get(path):
                        state = _unchanged(problems)
                    elif kept and may_stay(seen.read(path), entry.document, newsroom, now):
                        state, replaced[path] = "kept", forms[path]
                if state in ("notice", "waiting"):
                    aside[path] = entry if state == "notice" else None
                told = self.held[path].problems if again else tuple(problems)
                self.held[path] = Held(path, state, told)
            noticed = sum(one.state == "notice" for one in self.held.values())
            if noticed > max(FEW, TOO_MANY * len(self.last.addresses)):
                break
            texts = {path: row for path, row in seen.texts.items() if path not in aside}
            for path in replaced:
                texts[path] = texts[path]._replace(stamp="", digest="")
            seen = replace(seen, texts=texts, replaced=dict(replaced))
            archive = load(seen, self.last.texts)
            suspended = {path: entry for path, entry in aside.items() if entry}
            entries = {**archive.entries, **suspended}
            archive = replace(archive, entries=entries, held=frozenset(suspended))
        original.raise_errors()
        raise ProblemsFound(wrong)

    def _wrong(self, archive: Archive, edition: Edition) -> list[Problem]:
        """What must not be released. What is late in a page that is public is only noted, as are
        texts where none is published, and links to what was put aside."""
        wrong = [*archive.errors]
        wrong += [p for p in premature(archive, edition) if p.severity == "error"]
        for problem in overdue(archive, edition):
            path = problem.file.removeprefix("content/")
            if problem.severity == "error" and self._public(archive.entries[path].document):
                self.held.setdefault(path, Held(path, "public", (problem,)))
            elif problem.severity == "error":
                wrong.append(problem)
        texts = {f"content/{path}" for path in (*archive.entries, *archive.own)}
        gone = {*self.notices, *(address.rstrip("/") for address in self.notices), *self.held}
        left: list[Problem] = []
        for problem in wrong:
            path = problem.file.removeprefix("content/")
            beside = path != problem.file and problem.file not in texts and not _is_media(problem)
            held = self.held.get(path)
            if beside:
                self.held.setdefault(path, Held(path, "waiting", (problem,)))
            elif held and held.state in ("public", "kept") and _key(problem) in _REFERENCES:
                continue  # it was public with that link; it leads nowhere meanwhile
            elif _key(problem) != WORDS or gone.isdisjoint(_named(problem)):
                left.append(problem)
        return left

    def _culprits(self, wrong: list[Problem], archive: Archive) -> dict[str, list[Problem]]:
        """The texts that problems are of. Raises ProblemsFound if one is of none."""
        found: dict[str, list[Problem]] = {}
        users = _users(archive) if any(map(_is_media, wrong)) else {}
        for problem in wrong:
            path = problem.file.removeprefix("content/")
            texts = users.get(path, []) if _is_media(problem) else [path]
            if path == problem.file or not texts:  # newsroom.toml, or the theme
                raise ProblemsFound(wrong)
            for one in texts:
                found.setdefault(one, []).append(problem)
        return found

    def _read(self, path: str, form: bytes | None, newsroom: Newsroom) -> SourceDocument | None:
        """The record of what was public, if it was: read without errors, at its address."""
        if form is None:
            return None
        try:
            entry, problems = reader.read(form, path, newsroom.zone, checks(newsroom))
        except Exception:  # a state that no version of this program could have published
            return None
        sound = entry and not any(p.severity == "error" for p in problems)
        return entry if entry and sound and self._public(entry.document) else None

    def _public(self, one: Document) -> bool:
        """Whether a record has its page in what is public."""
        if one.status == "draft":
            return False
        if one.id is None:
            return one.address in self.last.pages
        return self.last.addresses.get(one.address) == brief(one.id)

    def _answering(self, archive: Archive, newsroom: Newsroom, now: datetime) -> Archive:
        """The archive with a notice at each public address that would answer nothing."""
        edition = compose(replace(archive, notices=()), newsroom, now)
        records = edition.documents.values()
        ids = {brief(one.id) for one in records if one.id}
        answering = {*(one.address for one in records), *edition.suspended, *edition.moved}
        lost = {at for at, one in self.last.addresses.items() if one not in ids}
        lost |= {old for old, address in self.last.moved.items() if address in lost}
        self.notices = tuple(sorted({*lost, *self.last.suspended, *self.more} - answering))
        return replace(archive, notices=self.notices)


def may_stay(raw: bytes, before: Document, newsroom: Newsroom, now: datetime) -> bool:
    """Whether a text may be public as it was `before`, by what its file says now, wrong as it is.

    Only if every line that could forbid it can be read, and none does.
    """
    if before.status == "withdrawn":
        return True  # nothing is shown but that it was withdrawn
    text, clock = legible(raw), Clock(now)
    head = header(text).casefold()

    def said(*names: str) -> set[str]:
        return set(keyed(text, *names))

    statuses = {STATUSES.get(slugify(one), slugify(one)) for one in said("status", "estado")}
    usual = type(before).model_fields["status"].default
    if (statuses or {usual}) != {before.status}:
        return False
    if not readable(text):  # some line may speak of it where nobody can tell what it says
        spoken = (("embarg", ("embargo",)), ("venc", ("expires", "vence")), *_ENDED)
        if any(word in head and not said(*names) for word, names in spoken):
            return False
    known = {*type(before).model_fields, *key_aliases.spelled(key_aliases.of(type(before)))}
    if any(key not in known and _decides(key, value) for key, value in pairs(text)):
        return False
    dates = _to_come(said("date", "fecha", "asked", "preguntada"), now)
    if not all(_holds(one, newsroom, clock.reached) for one in said("embargo") | dates):
        return False
    ends = {one for one in said("expires", "vence") if not _is(one, before, newsroom)}
    if not all(_holds(one, newsroom, lambda at: not clock.passed(at), ends=True) for one in ends):
        return False
    if newsroom.vedas_at(clock) and not _as_exempt(before, said):
        return False
    if any(file not in text for file in before.files()):
        return False
    # Consent may be taken back: it has to be there as it was.
    consents = [photo.consent for photo in before.photos if photo.minors]
    return all(isinstance(one, str) and one in text for one in consents)


def _decides(key: str, value: str) -> bool:
    """Whether a key that does not exist may have been meant to say who reads a text, and when."""
    return bool(_DATED.match(value)) or bool(difflib.get_close_matches(key, _DECIDING, 1, ALIKE))


def _is(typed: str, before: Document, newsroom: Newsroom) -> bool:
    """Whether this is the end that the text had already: what is over is public as such."""
    ends = before.expires if isinstance(before, Bulletin) else None
    return ends is not None and _holds(typed, newsroom, lambda at: at == ends, ends=True)


def _to_come(dates: Collection[str], now: datetime) -> set[str]:
    """Those dates that can be read, or that speak of a later month: a mistyped one takes nothing
    away from readers, and one to come does."""
    month = f"{now:%Y-%m}"
    return {one for one in dates if one[:1].isdigit() and (len(one) < 10 or one[:7] >= month)}


def _holds(
    typed: str, newsroom: Newsroom, holds: Callable[[datetime], bool], *, ends: bool = False
) -> bool:
    try:
        return holds(moment(typed, newsroom.zone, ends=ends))
    except (InvalidValue, ValueError, OverflowError):
        return False


def _as_exempt(before: Document, said: Callable[..., set[str]]) -> bool:
    """Whether what exempts a text from a veda is still said."""
    if not isinstance(before, Bulletin):
        topic = getattr(before, "topic", None)
        return topic is None or {slugify(one) for one in said("topic", "tema")} == {topic}
    types = {slugify(one) for one in said("type", "tipo")}
    topics = {slugify(one) for one in said("topic", "tema")}
    return (
        types == {before.type}
        and topics == ({before.topic} if before.topic else set())
        and bool(said("veda")) == (before.veda is not None)
    )


def _key(problem: Problem) -> str:
    """The key of a header that a problem is at, in English."""
    key = problem.field.partition(".")[0]
    return key_aliases.spelled(key_aliases.ALIASES).get(key, key)


def _named(problem: Problem) -> set[str]:
    """What a problem names, files of content/ by their paths from there."""
    return {value.removeprefix("content/") for _, value in problem.values}


def _unchanged(problems: list[Problem]) -> State:
    """What becomes of a text that is wrong and yet is as it was public: something else changed.

    Raises ProblemsFound if that was newsroom.toml, of which nothing is ever guessed.
    """
    keys = set(map(_key, problems))
    if keys <= _REFERENCES:
        return "public"
    if keys <= _REFERENCES | _FILES:
        return "notice"
    raise ProblemsFound(problems)


def _is_media(problem: Problem) -> bool:
    return problem.file.startswith(f"content/{MEDIA}/")


def _users(archive: Archive) -> dict[str, list[str]]:
    """The approved texts that name each media file, by its path from content/."""
    found: dict[str, list[str]] = {}
    for path, entry in archive.entries.items():
        if entry.document.status != "draft":
            for file in entry.document.files():
                found.setdefault(f"{MEDIA}/{file}", []).append(path)
    return found

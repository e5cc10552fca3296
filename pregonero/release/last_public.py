"""What a target shows, and the texts it was made of: those that git has as they were."""

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from pregonero.content import reader
from pregonero.content.model.bulletin import Document
from pregonero.content.model.identity import brief
from pregonero.content.scan import MEDIA
from pregonero.diagnostics import ExternalError
from pregonero.git import repository
from pregonero.lint.loading import checks
from pregonero.markdown.links import targets
from pregonero.newsroom.model import Newsroom
from pregonero.release.manifest import Manifest


class LastPublic:
    """The texts behind a release, found in the repository of a content folder."""

    def __init__(self, content: Path, manifest: Manifest | None) -> None:
        self.content, self.manifest = content, manifest
        self.addresses: Mapping[str, str] = manifest.addresses if manifest else {}
        self.pages: Collection[str] = manifest.pages if manifest else ()
        self.moved: Mapping[str, str] = manifest.moved if manifest else {}
        self.suspended: Collection[str] = manifest.suspended if manifest else ()
        #: Media that are as in the commit that is being looked at, by their paths from content/.
        self._media: set[str] = set()
        #: The commit of each text that was found, by its path.
        self.commits: dict[str, str] = {}

    @property
    def texts(self) -> Collection[str]:
        """The texts that the release was made of, by their paths from content/."""
        return self._texts

    @cached_property
    def _texts(self) -> Collection[str]:
        commit = self.manifest and self.manifest.commit
        return frozenset(repository.names_in(self.content, commit) if commit else ())

    def forms(self, paths: Collection[str], newsroom: Newsroom) -> Mapping[str, bytes]:
        """The bytes of some texts as they are public, as far as git has them."""
        found: dict[str, bytes] = {}
        for commit in self._commits if paths else ():
            for path, raw in self._as_of(commit, paths).items():
                if path not in found and self._shown_as_of(commit, raw, path, newsroom):
                    found[path] = raw
                    self.commits[path] = commit
        return found

    @property
    def _commits(self) -> list[str]:
        """The commits that the release is of."""
        manifest = self.manifest
        if manifest is None or not manifest.commit:
            return []
        if manifest.dirty and manifest.origins is None:
            return []  # of which texts it was not, nobody said
        return list(dict.fromkeys([manifest.commit, *filter(None, self._origins.values())]))

    @property
    def _origins(self) -> Mapping[str, str]:
        return (self.manifest and self.manifest.origins) or {}

    def _as_of(self, commit: str, paths: Collection[str]) -> dict[str, bytes]:
        """Some texts as a commit has them, under that name or the one they had before."""
        names = repository.names_in(self.content, commit)
        if not names:
            return {}
        blobs = {path: names[path] for path in paths if path in names}
        try:
            changed = repository.changed_since(self.content, commit, ".")
            for file in changed:
                if file.before and (file.after or "") in paths:
                    blobs.setdefault(file.after or "", file.old)
            known = repository.contents(self.content, blobs.values())
        except ExternalError:
            return {}
        touched = {name for file in changed for name in (file.before, file.after)}
        self._media = {name for name in names if name.startswith(f"{MEDIA}/")} - touched
        return {path: known[name] for path, name in blobs.items()}

    def _shown_as_of(self, commit: str, raw: bytes, path: str, newsroom: Newsroom) -> bool:
        """Whether the page of a text is of this commit."""
        assert self.manifest
        try:
            entry, _ = reader.read(raw, path, newsroom.zone, checks(newsroom))
        except Exception:  # no release was ever made of it
            return False
        if entry is None:
            return False
        one = entry.document
        # A picture that came after the release is nobody's to see by it.
        if not {f"{MEDIA}/{file}" for file in _files(one, newsroom)} <= self._media:
            return False
        public = self.addresses.get(one.address) == brief(one.id) if one.id else True
        return public and self._origins.get(one.address, self.manifest.commit) == commit


def _files(one: Document, newsroom: Newsroom) -> set[str]:
    """The media that a text shows or links."""
    links = targets(one.links, one.path, newsroom.url)
    return one.files() | {target.where for _, target in links if target.kind == "media"}

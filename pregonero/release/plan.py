"""What a release would change on the public site, and whether it may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pregonero.release.manifest import Manifest, ReleaseFile

#: The part of the public pages beyond which removing them has to be asked for.
TOO_MANY = 0.1


@dataclass(frozen=True)
class ReleasePlan:
    """A release beside the one that is public, if any."""

    release: Manifest
    before: Manifest | None

    @cached_property
    def added(self) -> tuple[str, ...]:
        return tuple(sorted(self.release.files.keys() - self._old.keys()))

    @cached_property
    def removed(self) -> tuple[str, ...]:
        return tuple(sorted(self._old.keys() - self.release.files.keys()))

    @cached_property
    def changed(self) -> tuple[str, ...]:
        new, old = self.release.files, self._old
        both = new.keys() & old.keys()
        unlike = (name for name in both if new[name] != old[name])
        return tuple(sorted(name for name in unlike if new[name][:-1] != old[name][:-1]))

    @property
    def same(self) -> bool:
        """Whether every file is public already as it would be."""
        return self.before is not None and not (self.added or self.removed or self.changed)

    @property
    def sent(self) -> tuple[str, ...]:
        """The files that have to be sent."""
        return self.added + self.changed

    @property
    def bytes(self) -> int:
        """Their size, before any compression."""
        return sum(self.release.files[name].size for name in self.sent)

    @cached_property
    def vanishing(self) -> tuple[str, ...]:
        """Addresses of pages and feeds that are public and would answer nothing."""
        if self.before is None:
            return ()
        return tuple(sorted(self.before.pages - self.release.pages))

    @cached_property
    def removed_pages(self) -> int:
        """How many public pages go: they vanish, or only lead elsewhere or say that they are gone.

        Those that a redirect or a notice stands for already are not counted again.
        """
        if self.before is None:
            return 0
        new = self.release
        arrived = {one for one in new.moved.values() if one not in self.before.pages}
        return max(0, len(_shown(self.before) - _shown(new)) - len(arrived))

    @property
    def too_many(self) -> bool:
        """Whether more than a tenth of the public pages would go."""
        return self.before is not None and self.removed_pages > TOO_MANY * len(_shown(self.before))

    @property
    def backwards(self) -> bool:
        """Whether the public site is of a later moment than the release."""
        return self.before is not None and datetime.fromisoformat(
            self.before.moment
        ) > datetime.fromisoformat(self.release.moment)

    def renamed(self) -> Iterator[tuple[str, str]]:
        """Public addresses of records that have another in the release, with their ids."""
        if self.before is None:
            return
        now = self.release.addresses
        answering = set(now.values())
        for address, one in self.before.addresses.items():
            if address not in now and one in answering:
                yield address, one

    @property
    def _old(self) -> Mapping[str, ReleaseFile]:
        return self.before.files if self.before else {}


def _shown(manifest: Manifest) -> set[str]:
    """Addresses that show something of their own. What a veda suspends comes back by itself."""
    return manifest.pages - manifest.moved.keys() - set(manifest.gone)

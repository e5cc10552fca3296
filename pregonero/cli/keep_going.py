"""`deploy --keep-going`: what is wrong waits, as it was last public, and the rest goes out."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from pregonero.cli.errors import tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.diagnostics import ProblemsFound
from pregonero.edition.fallback import Held, Holding
from pregonero.git import repository
from pregonero.i18n import N_, operator_language
from pregonero.newsroom.urls import AGENDA, ARCHIVE
from pregonero.release import deploy
from pregonero.release.deploy import BuiltSite, LiveSite
from pregonero.release.last_public import LastPublic
from pregonero.release.plan import ReleasePlan

if TYPE_CHECKING:
    from pregonero.newsroom.model import Newsroom

#: What is said of a text that waits, by what readers find meanwhile.
_SAID = {
    "kept": N_("sigue público como estaba"),
    "notice": N_("su dirección responde con un aviso de revisión"),
    "waiting": N_("no se publica"),
    "public": N_("sigue público"),
}
#: A page that is no bulletin's: one that the office wrote, a list, or a month of one.
_STANDING = re.compile(rf"/[a-z0-9-]+/|(?:{ARCHIVE}|{AGENDA}).*")
#: A feed, and the address of the page whose it is.
_FEED = re.compile(r"/feeds(?:/idiomas)?(/.+/)[^/]+")

Build = Callable[[Mapping[str, str], Holding | None], BuiltSite]


class KeepGoing:
    """One deploy of which the wrong parts wait."""

    def __init__(self, place: Project, newsroom: "Newsroom", now: datetime) -> None:
        self.place, self.newsroom, self.now = place, newsroom, now
        self.holding: Holding | None = None

    def prepare(self, live: LiveSite, build: Build) -> tuple[BuiltSite, ReleasePlan]:
        """A site that may be shipped, whatever is wrong in some texts, and its plan. Raises
        ProblemsFound for what is wrong in none."""
        try:
            site, plan = deploy.prepare(live, lambda renamed: build(renamed, None))
            if not plan.vanishing:
                return site, plan
        except ProblemsFound:
            pass
        last = LastPublic(self.place.content, live.manifest)
        holding = self.holding = Holding(last)
        site, plan = deploy.prepare(live, lambda renamed: build(renamed, holding))
        lost = tuple(at for at in plan.vanishing if _STANDING.fullmatch(at))
        if lost:
            holding.more = lost
            site, plan = deploy.prepare(live, lambda renamed: build(renamed, holding))
        return site, plan

    @property
    def origins(self) -> dict[str, str]:
        """The commit of each page that is kept, by its address."""
        if self.holding is None or not isinstance(self.holding.last, LastPublic):
            return {}
        last, held = self.holding.last, self.holding.held.values()
        kept = {one.path for one in held if one.state == "kept"}
        return {path: commit for path, commit in last.commits.items() if path in kept}

    @property
    def aside(self) -> tuple[str, ...]:
        """The texts of which nothing goes out as it stands, by their paths from content/."""
        held = self.holding.held.values() if self.holding else ()
        return tuple(one.path for one in held if one.state != "public")

    def spared(self, plan: ReleasePlan) -> frozenset[str]:
        """Feeds that may go: those of what is answered by a notice."""
        suspended = set(plan.release.suspended)
        feeds = ((at, _FEED.fullmatch(at)) for at in plan.vanishing)
        return frozenset(at for at, found in feeds if found and found[1] in suspended)

    def report(self) -> bool:
        """Say what waits and since when. Gives whether anything does."""
        holding = self.holding
        if holding is None or not (holding.held or holding.notices):
            return False
        count = len(holding.held)
        if count:
            tell(say(N_("Esto no se publicó como está; corríjalo:")))
        for path, held in sorted(holding.held.items()):
            tell(f"  content/{path}: {say(_SAID[held.state])}. {self._since(held)}")
            for problem in held.problems:
                tell(f"    {problem.show(operator_language())}")
        if holding.notices:
            tell(say(N_("Estas direcciones eran públicas y nada las llena; dan un aviso:")))
            for address in holding.notices:
                tell(f"  {address}")
        return True

    def _since(self, held: Held) -> str:
        when = repository.touched(self.place.content, held.path)
        if not when:
            return say(N_("El cambio no está guardado en git."))
        days = (self.now - datetime.fromisoformat(when)).days
        return say(N_("Así desde el {day} (días: {days})."), day=when[:10], days=max(0, days))

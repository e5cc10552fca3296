"""Claims that circulate, never shown without what is known of them."""

from collections.abc import Callable
from html import escape

from pregonero.content.model.bulletin import Bulletin
from pregonero.i18n import N_
from pregonero.render.views import ClaimView, Link

VERDICTS = {
    "false": N_("Falso"),
    "misleading": N_("Engañoso"),
    "out-of-context": N_("Fuera de contexto"),
    "true": N_("Verdadero"),
}

#: Words of the site's own in its language.
Said = Callable[[str], str]


def view(said: Said, bulletin: Bulletin) -> ClaimView | None:
    one = bulletin.claim
    if not one:
        return None
    return ClaimView(
        one.claim,
        one.verdict,
        said(VERDICTS[one.verdict]),
        tuple(Link(point.text, point.url or "") for point in one.evidence),
        one.seen_on,
        one.claimed_on,
    )


def line(said: Said, bulletin: Bulletin) -> str:
    """Verdict and claim as one line of text, for where the page itself is not seen; empty if the
    bulletin answers none."""
    one = bulletin.claim
    if not one:
        return ""
    words = said(N_("{verdict}: «{claim}»"))
    return words.format(verdict=said(VERDICTS[one.verdict]), claim=one.claim)


def opening(said: Said, bulletin: Bulletin) -> str:
    """The same as the first paragraph of an entry in a feed, in HTML."""
    one = bulletin.claim
    if not one:
        return ""
    verdict, label = said(VERDICTS[one.verdict]), said(N_("Lo que circula:"))
    return f"<p><strong>{escape(verdict)}.</strong> {escape(label)} <q>{escape(one.claim)}</q></p>"

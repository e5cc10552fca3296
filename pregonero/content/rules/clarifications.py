"""The rules for clarifications: a headline never repeats what is false as if it were news."""

import re
from collections.abc import Iterator

from pregonero.content.model.bulletin import Bulletin
from pregonero.content.model.groups import Claim
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.slug import slugify

#: Words by which a headline says that what it repeats is not so.
_DENIES = re.compile(
    r"(?:^|-)(?:no|nunca|ni|tampoco|fals[oa]s?|falsedad|mentiras?|enganos[oa]s?|engano|desmiente\w*"
    r"|desmentido|niega\w*|aclara\w*|rumor(?:es)?|inexact[oa]s?|false|fake|not|denies)(?:-|$)"
)


def claimed(entry: SourceDocument, bulletin: Bulletin, claim: Claim) -> Iterator[Problem]:
    """Everything wrong with the claim that a bulletin answers."""
    if claim.claimed_on and claim.claimed_on > bulletin.published:
        yield entry.problem(
            InvalidValue(
                N_("la afirmación circula desde una fecha posterior al boletín"),
                N_("Revise claimed_on y date."),
            ),
            "claim",
            "claimed_on",
        )
    title, said = slugify(bulletin.title), slugify(claim.claim)
    if claim.verdict == "true" or not said or f"-{said}-" not in f"-{title}-":
        return
    if title == said:
        yield entry.problem(
            InvalidValue(
                N_("el título repite la afirmación que se desmiente"),
                N_("Diga en el título lo que es cierto: mucha gente no lee más."),
            ),
            "title",
        )
    elif not _DENIES.search(title.replace(said, "", 1)):
        yield entry.problem(
            InvalidValue(
                N_("el título repite la afirmación y no dice que no es cierta"),
                N_("Diga en el título lo que es cierto, o empiece con «No es cierto que…»."),
            ),
            "title",
            warning=True,
        )

"""What a veda takes out of an edition, and what of that was public before it."""

from datetime import timedelta

from pregonero.content.model.bulletin import Bulletin, Campaign, Document, Question
from pregonero.moments import Clock
from pregonero.newsroom.model import Newsroom, Veda


def forbids(veda: Veda, document: Document) -> bool:
    """Whether a veda takes a record out. Pages stay: they are institutional information. An answer
    is the office speaking: it goes by its topic, as a bulletin does."""
    if isinstance(document, Bulletin):
        exempt = document.veda is not None or document.type in veda.types
        return not exempt and document.topic not in veda.topics
    return isinstance(document, Campaign | Question) and document.topic not in veda.topics


def was_public(document: Document, clock: Clock, newsroom: Newsroom) -> bool:
    """Whether a record that a veda takes out now was ever seen before: then its address answers."""
    if not isinstance(document, Bulletin | Question):
        return True
    forbidding = sorted(
        (v for v in newsroom.veda if forbids(v, document)), key=lambda veda: veda.starts
    )
    seen = document.published
    for veda in forbidding:
        if veda.starts <= seen <= veda.ends:
            seen = veda.ends + timedelta(seconds=1)
    during = any(veda.starts <= seen <= veda.ends for veda in forbidding)
    return clock.passed(seen) and not during

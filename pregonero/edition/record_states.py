"""How each record and file of an edition is shown: what a release keeps of it, so that it can be
compared with another edition later, when the content says something else."""

from collections.abc import Mapping

from pregonero.content.model.bulletin import Document, Question
from pregonero.content.model.identity import brief
from pregonero.edition.compose import Edition
from pregonero.fingerprint import key

PUBLIC = "public"
#: In no list any more.
EXPIRED = "expired"
#: Of a question without an answer the title is seen. A digest of its words comes after either.
ASKED, ANSWERED = "asked", "answered"
#: Of a withdrawn record the title and the reason are seen; of a suspended one its address.
WITHDRAWN, SUSPENDED = "withdrawn", "suspended"
#: What the site as such shows.
SLOGAN, ADMINISTRATION = "slogan", "administration"
#: Starts the name of a media file.
MEDIA = "media/"
#: Characters of a file's SHA-256 that tell it from others, as in addresses of photographs.
DIGITS = 12


def states(edition: Edition, digests: Mapping[str, str]) -> dict[str, str]:
    """The state of all that an edition shows, by name.

    A record goes by its brief id, or by its address if it has no id; a suspended one by its
    address; a media file, whose state is the start of its digest, by `media/` and its path.
    `digests` are SHA-256 in hexadecimal, by path from content/media/.
    """
    found = {name_of(one): PUBLIC for one in edition.documents.values()}
    found |= {name_of(one): EXPIRED for one in edition.expired}
    found |= {name_of(one): _asked(one) for one in edition.questions}
    found |= {name_of(one): WITHDRAWN for one in edition.withdrawn}
    found |= dict.fromkeys(edition.suspended, SUSPENDED)
    found |= {f"{MEDIA}{file}": digests[file][:DIGITS] for file in edition.media}
    if edition.slogan:
        found[SLOGAN] = edition.slogan
    if edition.newsroom.administration and not edition.veda:
        found[ADMINISTRATION] = PUBLIC
    return found


def name_of(document: Document) -> str:
    """What a record goes by, whatever its title, address or file."""
    return brief(document.id) if document.id else document.address


def _asked(question: Question) -> str:
    # Its words are somebody else's: if they change, something had to go. Those of the answer are
    # the office's, unless it said what was then taken out.
    taken = ("redacted",) if question.redacted else ()
    words = key(question.title, question.summary, question.question, *taken)
    return f"{ASKED if question.state == 'received' else ANSWERED} {words}"

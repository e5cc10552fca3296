"""The bulletins of an edition by their language, and how a list of those in one is counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from pregonero.content.model.bulletin import Bulletin
from pregonero.edition.compose import Edition
from pregonero.newsroom import urls
from pregonero.newsroom.model import Newsroom
from pregonero.render.sections import Sections


def current(edition: Edition) -> Mapping[str, Sequence[Bulletin]]:
    """The current bulletins in each language, newest first, as `newsroom.toml` orders the
    languages, the site's own before all; nothing if there is none in another."""
    found = _grouped(edition, edition.bulletins)
    own = edition.newsroom.lang
    return {own: found.pop(own, []), **found} if found.keys() - {own} else {}


def once(edition: Edition) -> Mapping[str, Sequence[Bulletin]]:
    """The bulletins in each language that were public and are in no list any more. Where those in
    other languages than the site's own were still answers."""
    return _grouped(edition, edition.gone)


def listed(bulletins: Sequence[Bulletin]) -> list[Bulletin]:
    """Those of a language that its list has: of two versions, not the one that is easy to read,
    to which the other's card leads."""
    whole = {b.translation_of or b.id for b in bulletins if not b.easy_read}
    return [b for b in bulletins if not b.easy_read or b.translation_of not in whole]


def sections(
    edition: Edition, lang: str, bulletins: Sequence[Bulletin], gone: Sequence[Bulletin]
) -> Sections:
    """What is known of the list of a language, of those in it and those that were."""
    address = urls.language(lang)
    found = Sections(gone=Counter({address: len(gone)}))
    for bulletin in (*bulletins, *gone):
        found.note(edition, bulletin, (address,))
    return found


def abroad(newsroom: Newsroom, lang: str) -> Callable[[str], str]:
    """On a page in `lang`, another language than the site's own: which links lead to the site's
    own pages, of which all but records are known by their addresses, and their language."""
    if lang == newsroom.lang:
        return lambda href: ""
    start = f"{newsroom.base_path}/"
    firsts = urls.RESERVED - urls.OWN_FOLDERS
    types = {urls.type_(name) for name in newsroom.types}

    def leads(href: str) -> str:
        if not href.startswith(start):
            return ""
        address = href.removeprefix(newsroom.base_path).partition("#")[0]
        own = address == "/" or address in types or address.split("/")[1] in firsts
        return newsroom.lang if own and not address.endswith(".ics") else ""

    return leads


def _grouped(edition: Edition, bulletins: Iterable[Bulletin]) -> dict[str, list[Bulletin]]:
    own, declared = edition.newsroom.lang, edition.newsroom.languages
    if not set(declared) - {own}:
        return {}
    found: dict[str, list[Bulletin]] = {lang: [] for lang in (own, *declared)}
    for bulletin in bulletins:
        found.setdefault(bulletin.lang or own, []).append(bulletin)
    return {lang: held for lang, held in found.items() if held}

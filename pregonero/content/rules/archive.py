"""The rules that hold between files: identity, addresses, folios, and what points to what."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pregonero.content.model.bulletin import Bulletin, Campaign, Document, Page, Question
from pregonero.content.rules import links
from pregonero.content.rules.answering import about
from pregonero.content.rules.attachments import absent, attached
from pregonero.content.rules.file_names import twins
from pregonero.content.rules.newsroom_refs import declared, named, reachable
from pregonero.content.rules.old_addresses import moved
from pregonero.content.rules.relations import replaced, resulted, versions
from pregonero.content.source import Incomplete, SourceDocument
from pregonero.diagnostics import InvalidValue, Problem, unknown
from pregonero.i18n import N_
from pregonero.markdown.links import composed
from pregonero.newsroom import urls as site
from pregonero.newsroom.model import Newsroom


def together(
    entries: Mapping[str, SourceDocument],
    media: Mapping[str, Path],
    newsroom: Newsroom,
    first: Collection[str] = (),
    unread: Iterable[Incomplete] = (),
) -> Iterator[Problem]:
    """Every problem that only shows when all files are known. Linear in entries and links.

    What is approved comes first everywhere: a draft that is in its way has the problem, and nothing
    that is said of an approved text depends on what its drafts hold. Of approved ones, those whose
    paths are among the `first` do. `unread` are files that are no records, with what they hold.
    """

    def rank(entry: SourceDocument) -> tuple[bool, bool]:
        return entry.document.status == "draft", bool(first) and entry.document.path not in first

    ordered = sorted(entries.values(), key=rank)
    approved = [entry.document for entry in ordered if entry.document.status != "draft"]
    yield from _once(ordered)
    yield from _folios(ordered, newsroom)
    yield from named(newsroom, entries)
    yield from reachable(newsroom)
    campaigns = {e.document.slug for e in ordered if isinstance(e.document, Campaign)}
    by_id: dict[object, Document] = {
        e.document.id: e.document for e in reversed(ordered) if e.document.id
    }
    addresses = {e.document.address: e.document for e in reversed(ordered)}
    standing = _standing(approved, newsroom)
    own = site.RESERVED | newsroom.types.keys() | {tag.lower() for tag in newsroom.languages}
    yield from versions(ordered, by_id, newsroom)
    yield from moved(ordered, standing, first)
    apart = composed(entries)
    known = links.Known(newsroom.url, entries, addresses, standing, media, apart)
    yield from twins({entry.document.path: entry for entry in ordered}, media, newsroom.url)
    for entry in ordered:
        document = entry.document
        yield from declared(entry, newsroom)
        if isinstance(document, Page) and document.slug in own:
            yield entry.problem(
                InvalidValue(
                    N_("la dirección {address} es del propio sitio"),
                    N_("Elija otro slug."),
                    address=document.address,
                ),
                "slug",
            )
        if isinstance(document, Bulletin):
            if document.call and document.call.result:
                yield from resulted(entry, document, by_id, entries, apart)
            if document.replaced_by:
                yield from replaced(entry, document, by_id)
        elif isinstance(document, Question):
            yield from about(entry, document, by_id)
        yield from _names(entry, campaigns, media)
        for link in document.links:
            yield from links.link(entry, link, known)
    for one in unread:
        yield from filter(one.holds, declared(one.entry, newsroom))
        yield from filter(one.holds, _names(one.entry, campaigns, media))
        for link in one.entry.document.links:
            yield from links.link(one.entry, link, known, timely=False)


def _names(
    entry: SourceDocument, campaigns: Collection[str], media: Mapping[str, Path]
) -> Iterator[Problem]:
    """The campaign and the files that a record names and are not there."""
    document = entry.document
    if isinstance(document, Bulletin):
        if document.campaign and document.campaign not in campaigns:
            # It may be the campaign of a draft that cannot be read today.
            message = N_("la campaña «{value}» no existe")
            wrong = unknown(document.campaign, campaigns, message)
            yield entry.problem(wrong, "campaign", warning=True)
        yield from attached(entry, document, media)
    for index, photo in enumerate(document.photos):
        if photo.file not in media:
            yield entry.problem(absent(photo.file), "photos", index, "file")


def _standing(approved: Sequence[Document], newsroom: Newsroom) -> frozenset[str]:
    """The addresses of the site's own that what is approved gives it."""
    bulletins = [one for one in approved if isinstance(one, Bulletin)]
    spoken = {one.lang for one in bulletins if one.lang}
    return site.standing(
        newsroom.topics,
        newsroom.types,
        {one.slug for one in approved if isinstance(one, Campaign)},
        (one.published for one in bulletins),
        spoken - {newsroom.lang} if set(newsroom.languages) - {newsroom.lang} else set(),
        (month for one in bulletins if one.event for month in one.event.months),
        dialogue=bool(newsroom.dialogue) or any(isinstance(one, Question) for one in approved),
        live=any(one.live for one in bulletins),
    )


def _once(entries: Iterable[SourceDocument]) -> Iterator[Problem]:
    """Ids and addresses that two files claim: told of the second."""
    ids: dict[object, SourceDocument] = {}
    addresses: dict[str, SourceDocument] = {}
    for entry in entries:
        document = entry.document
        if document.id is not None:
            first = ids.setdefault(document.id, entry)
            if first is not entry:
                yield entry.problem(
                    InvalidValue(
                        N_("el identificador ya es de {other}"),
                        N_("Si copió el archivo, cree este con «python cli.py nuevo»."),
                        other=first.file,
                    ),
                    "id",
                )
        first = addresses.setdefault(document.address, entry)
        if first is not entry:
            yield entry.problem(
                InvalidValue(
                    N_("la dirección {address} ya es de {other}"),
                    N_("Cambie el slug de uno."),
                    address=document.address,
                    other=first.file,
                ),
                "slug",
            )


def _folios(entries: Iterable[SourceDocument], newsroom: Newsroom) -> Iterator[Problem]:
    """Folios used twice are errors; numbers skipped in a year's sequence, warnings."""
    taken: dict[int, dict[int, SourceDocument]] = {}
    for entry in entries:
        document = entry.document
        if (
            not isinstance(document, Bulletin)
            or document.folio is None
            or document.translation_of  # a version carries its original's
        ):
            continue
        first = taken.setdefault(document.year, {}).setdefault(document.folio, entry)
        if first is not entry:
            yield entry.problem(
                InvalidValue(
                    N_("el folio {folio} ya es de {other}"),
                    N_("Escriba el siguiente de la serie."),
                    folio=newsroom.folio(document.folio, document.year),
                    other=first.file,
                ),
                "folio",
            )
    for year, folios in taken.items():
        previous = 0
        for number in sorted(folios):
            if number > previous + 1:
                gap = (
                    f"{previous + 1}" if number == previous + 2 else f"{previous + 1}–{number - 1}"
                )
                yield folios[number].problem(
                    InvalidValue(
                        N_("en la serie de {year} no aparece el folio {gap}"),
                        N_("Si ese boletín existe en papel, agréguelo; si no, corrija el número."),
                        year=year,
                        gap=gap,
                    ),
                    "folio",
                    warning=True,
                )
            previous = number

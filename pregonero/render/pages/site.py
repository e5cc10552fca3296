"""The institution as every page shows it: names, menu, contact, feeds."""

from pregonero.newsroom import urls
from pregonero.render.babel_locale import direction, territory
from pregonero.render.context import LinkContext
from pregonero.render.pages.occasions import broadcast, summons
from pregonero.render.pages.parts import feed_links, tel
from pregonero.render.translations import autonym, marked
from pregonero.render.views import Link, SiteView


def site(press: LinkContext) -> SiteView:
    """The view of the institution that every page is handed."""
    room, edition, own = press.newsroom, press.edition, press.own
    _ = press.words.gettext
    pages = tuple(
        Link(p.nav_title or p.title, press.href(p.address), press.lang(p)) for p in edition.pages
    )
    menu = (
        Link(_("Inicio"), press.home),
        Link(_("Boletines"), press.href(urls.ARCHIVE)),
        Link(_("Temas"), press.href(urls.TOPICS)),
        *((Link(_("Campañas"), press.href(urls.CAMPAIGNS)),) if edition.campaigns else ()),
        *((Link(_("Diálogo"), press.href(urls.DIALOGUE)),) if edition.opened else ()),
        *((Link(_("Agenda"), press.href(urls.AGENDA)),) if summons(edition) else ()),
        *((Link(_("En vivo"), press.href(urls.LIVE)),) if broadcast(edition) else ()),
        *(link for link, page in zip(pages, edition.pages, strict=True) if page.menu is not None),
        Link(_("Prensa"), press.href(urls.PRESS)),
        Link(_("Suscribirse"), press.href(urls.SUBSCRIBE)),
        *((Link(_("Buscar"), press.href(urls.SEARCH)),) if room.search else ()),
    )
    place = room.address
    return SiteView(
        name=own(room.name),
        office=own(room.office),
        administration="" if edition.veda else own(room.administration),
        description=own(room.description),
        slogan=own(edition.slogan),
        lang=press.tongue,
        dir=direction(press.tongue),
        locale=territory(press.tongue, room.address.country),
        base=room.base_path,
        url=room.url,
        address=tuple(
            filter(
                None,
                (place.street, f"{place.postal_code} {place.locality}".strip(), place.region),
            )
        ),
        email=room.email or "",
        phones=tuple(Link(f"{own(p.label)}: {p.number}", tel(p.number)) for p in room.phones),
        social=tuple(Link(a.name, a.url) for a in room.social),
        menu=menu,
        pages=pages,
        topics=tuple(
            Link(own(t.name), press.href(urls.topic(slug))) for slug, t in room.topics.items()
        ),
        types=tuple(
            Link(own(t.plural), press.href(urls.type_(slug))) for slug, t in room.types.items()
        ),
        feeds=feed_links(room, _feeds(press), own(room.office)),
        stylesheet=press.href(press.assets.stylesheet[0]),
        scripts={n: press.href(address) for n, (address, _) in press.assets.scripts.items()},
        coat_of_arms=press.emblem(room.images.coat_of_arms),
        logo=None if edition.veda else press.emblem(room.images.logo),
        brand=room.colours.brand,
        licence=Link(own(room.licence.name), room.licence.url) if room.licence else None,
        end_mark=room.end_mark,
        notice=own(press.notice or (edition.veda.name if edition.veda else "")),
        home=press.home,
        languages=tuple(
            Link(
                marked(autonym(room, tag), tag),
                press.href("/" if tag == room.lang else urls.language(tag)),
                tag,
            )
            for tag in press.languages
        ),
    )


def _feeds(press: LinkContext) -> str:
    """The feeds of the pages' language, or the site's where it has none."""
    own = press.tongue == press.newsroom.lang or press.tongue not in press.languages
    return urls.SITE_FEEDS if own else urls.language_feeds(press.tongue)

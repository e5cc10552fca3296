"""What is wrong between the keys of newsroom.toml, each of them being right by itself."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pregonero.diagnostics import InvalidValue, Problem, named, unknown
from pregonero.i18n import N_
from pregonero.newsroom import urls
from pregonero.newsroom.geography import Point, drowned, misplaced
from pregonero.newsroom.toml_lines import line_of

if TYPE_CHECKING:
    from pregonero.newsroom.model import Newsroom

#: What is wrong with a rule of the desk, by its name, at a level.
Switched = Callable[[str, str], InvalidValue | None]


def declarations(
    newsroom: "Newsroom", file: str, text: str, switched: Switched | None = None
) -> Iterator[Problem]:
    """What is wrong between keys: a type at an address of the site, a veda that exempts what
    nobody declared."""
    spoken = {tag.lower() for tag in newsroom.languages}
    for name in newsroom.types:
        if name in urls.RESERVED | spoken:
            place: tuple[str | int, ...] = ("types", name)
            yield InvalidValue(
                N_("el tipo «{name}» tomaría una dirección del propio sitio"),
                N_("Elija otro nombre para el tipo."),
                name=name,
            ).at(file, line_of(text, place), named(place))
    for name, venue in newsroom.venues.items():
        if venue.point and (wrong := _elsewhere(venue.point, newsroom)):
            place = ("venues", name, "lat")
            yield wrong.at(file, line_of(text, place), named(place))
    known: tuple[tuple[str, Mapping[str, object], str], ...] = (
        ("topics", newsroom.topics, N_("el tema «{value}» no existe")),
        ("types", newsroom.types, N_("el tipo «{value}» no existe")),
    )
    if switched:
        for name, level in newsroom.lint.rules.items():
            if wrong := switched(name, level):
                place = ("lint", "rules", name)
                yield wrong.at(file, line_of(text, place), named(place))
    for index, veda in enumerate(newsroom.veda):
        for key, declared, message in known:
            for name in getattr(veda, key):
                if name not in declared:
                    place = ("veda", index, key)
                    yield unknown(name, declared, message).at(
                        file, line_of(text, place), named(place)
                    )


def _elsewhere(one: Point, newsroom: "Newsroom") -> InvalidValue | None:
    """Why a venue cannot be where it says. An act may be held far away, but not in the sea."""
    wrong, slipped = (newsroom.box and misplaced(one, newsroom.box)) or (None, False)
    return wrong if slipped else drowned(one)

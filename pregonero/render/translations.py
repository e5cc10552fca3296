"""What pages in a language say, message by message, and in what language they say what it lacks.

A text in another language than its page has to say so (WCAG 2.2, 3.1.2). Words pass through
Python, templates and attributes before they are a page, so they carry their language with them,
between three noncharacters that no text holds; `settle` makes `lang` of these when a page is whole.
"""

import io
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations

from babel import Locale

from pregonero.i18n import N_, Lacking, catalogs
from pregonero.newsroom.model import Newsroom
from pregonero.render.babel_locale import FALLBACK, known

OPEN, NAMED, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"

#: Languages of Mexico that the locale data does not name; in them, an office may say how.
NAMES = {"nhn": N_("náhuatl"), "otz": N_("yuhmu")}


def marked(text: str, lang: str) -> str:
    """A text that carries its language."""
    return f"{OPEN}{lang}{NAMED}{text}{CLOSE}" if text else ""


def base(lang: str) -> str:
    """The language alone of a BCP 47 tag."""
    return lang.split("-")[0]


class Translations:
    """The words of a language, and for those it lacks of others, each carrying its own.

    `told` are the catalogs of the language, the office's before the program's; `others` those that
    stand in, by language. The last is Spanish, the language of the source, which lacks nothing.
    """

    def __init__(
        self,
        lang: str,
        told: Iterable[GNUTranslations],
        others: Iterable[tuple[str, Iterable[GNUTranslations]]] = (),
    ) -> None:
        self.lang = lang
        self._told = [("", one) for one in told]
        self._told += [(of, one) for of, catalogs in others for one in catalogs]
        self._last = FALLBACK if others and base(lang) != FALLBACK else ""
        self._others = [of for of, _ in others]

    def gettext(self, message: str) -> str:
        for of, one in self._told:
            if said := one.gettext(message):
                return marked(said, of) if of else said
        return marked(message, self._last) if self._last else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        for of, catalog in self._told:
            if said := catalog.ngettext(one, many, number):
                return marked(said, of) if of else said
        said = one if number == 1 else many
        return marked(said, self._last) if self._last else said

    @cached_property
    def locale(self) -> Locale:
        """What dates and numbers are written with."""
        return self._dated[0]

    def dated(self, text: str) -> str:
        """A date written with `locale`: it carries its language if that is another."""
        of = self._dated[1]
        return marked(text, of) if of and self._others else text

    @cached_property
    def _dated(self) -> tuple[Locale, str]:
        if own := known(self.lang):
            return own, ""
        for lang in (*self._others, FALLBACK):
            if found := known(lang):
                return found, lang
        raise AssertionError

    def name(self, code: str) -> str:
        """A language's name in this one."""
        if code in NAMES:
            return self.gettext(NAMES[code])
        locale = known(code)
        return self.dated(locale.get_display_name(self.locale) or code) if locale else code


def tongue(newsroom: Newsroom, lang: str) -> Translations:
    """What pages in a language say."""
    return _tongue(lang, newsroom.lang, _wording(newsroom))


def plain(newsroom: Newsroom, lang: str) -> Translations:
    """What feeds and data say in a language, where no word can carry another."""
    spoken = _wording(newsroom)
    told = [*_told(lang, spoken)]
    return Translations(
        lang, told if base(lang) == FALLBACK else [*told, *_told(newsroom.lang, spoken)]
    )


def autonym(newsroom: Newsroom, code: str) -> str:
    """A language's name in itself, as a heading or a link begins; Spanish where none is known."""
    name = tongue(newsroom, code).name(code)
    at = name.rfind(NAMED) + 1
    return name[:at] + name[at : at + 1].upper() + name[at + 1 :]


Wording = tuple[tuple[str, bytes], ...]


def _wording(newsroom: Newsroom) -> Wording:
    return tuple(newsroom.wording.items())


@lru_cache
def _tongue(lang: str, own: str, wording: Wording) -> Translations:
    others = dict.fromkeys(one for one in (own, FALLBACK) if base(one) != base(lang))
    if base(lang) == FALLBACK:
        others = {}
    return Translations(lang, _told(lang, wording), [(one, _told(one, wording)) for one in others])


def _told(lang: str, wording: Wording) -> list[GNUTranslations]:
    """The catalogs of a language: the office's, then the program's."""
    tags = dict.fromkeys((lang, base(lang)))
    office = [_catalog(data) for tag in tags for of, data in wording if of == tag]
    return [*office, *catalogs(lang)]


@cache
def _catalog(data: bytes) -> GNUTranslations:
    made = GNUTranslations(io.BytesIO(data))
    made.add_fallback(Lacking())
    return made

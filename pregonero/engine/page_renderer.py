"""Pages printed with the theme's templates, and what decides each one's bytes."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import BytecodeCache, Environment, Template, TemplateNotFound
from jinja2.bccache import Bucket
from markupsafe import Markup

from pregonero.content.cache import ContentCache
from pregonero.engine.output_writer import Files
from pregonero.fingerprint import key
from pregonero.newsroom import urls
from pregonero.render.by_language import abroad
from pregonero.render.cards import SiteContext
from pregonero.render.filters import speak
from pregonero.render.language_marks import settle
from pregonero.render.pages import alerts, share
from pregonero.render.pages.frame import PageOutput
from pregonero.render.translations import OPEN
from pregonero.render.views import Card, ContactView

#: The templates of pieces that are on many pages.
_SHARED = ("_fixed", "_masthead", "_menu", "_foot", "_card", "_contacts", "_talk", "_parts")

_REFERENCE = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+(?:([\"'])(.+?)\1)?")


class PageRenderer:
    """Prints the pages of an edition. `surroundings` is all else that decides their bytes."""

    def __init__(
        self,
        env: Environment,
        template: Callable[[str], Template],
        press: SiteContext,
        surroundings: str,
    ) -> None:
        self.env, self.template, self.press = env, template, press.within(press.tongue)
        self.surroundings = surroundings
        self._others: dict[str, PageRenderer] = {}
        self._leads = abroad(self.press.newsroom, self.press.tongue)
        self._sources: dict[str, str] = {}
        self._reached: dict[str, str] = {}
        self._parts: dict[tuple[str, object], tuple[object, Markup]] = {}
        self._templates: dict[str, Template] = {}
        # What is the same on many pages is rendered once: it is more than half of their words.
        self._menus = {link.href for link in self.press.site.menu}
        self.everywhere = key(surroundings, self.press.everywhere, *map(self.reached, _SHARED))
        # Alerts are on pages alone: a feed need not be made again for one that ended.
        urgent = [alerts.line(self.press, one) for one in alerts.in_force(press.edition)]
        self.alerts, self.more = tuple(urgent[: alerts.MOST]), len(urgent) - alerts.MOST
        self.shown = key(self.everywhere, urgent, self.reached("_alerts"))
        env.filters["listed"] = self._listed
        env.filters["contacts"] = self._contacts
        env.filters["talk"] = self._talk
        self._offered: tuple[str, ...] | None = None

    def _of(self, lang: str) -> "PageRenderer":
        """What prints the pages of a language: with templates that speak it."""
        found = self._others.get(lang)
        if found is None:
            env: Any = self.env.overlay()
            env.filters, env.globals = dict(self.env.filters), dict(self.env.globals)
            press = self.press.within(lang)
            speak(env, press.newsroom, lang)

            def template(name: str) -> Template:
                named: Template = env.get_template(self.template(name).name)
                return named

            found = self._others[lang] = PageRenderer(env, template, press, self.surroundings)
        return found

    def key(self, page: PageOutput) -> str:
        if page.lang and page.lang != self.press.tongue:
            return self._of(page.lang).key(page)
        return key(self.shown, self.reached(page.template), page.of)

    def write(self, page: PageOutput, writer: Files) -> None:
        if page.lang and page.lang != self.press.tongue:
            self._of(page.lang).write(page, writer)
            return
        # Only what the page names reaches its template: no settings, no global lists.
        values = page.make()
        values |= {
            "fixed": self._part("_fixed", ""),
            "masthead": self._part("_masthead", ""),
            "urgent": self._urgent(page.address),
            "menu": self._menu(self.press.href(page.address)),
            "foot": self._part("_foot", page.address == "/", home=page.address == "/"),
        }
        template: Any = _Settled(self._named(page.template), self.press.tongue, self._leads)
        writer.write_page(urls.save_as(page.address), template, values)

    def _named(self, name: str) -> Template:
        if not self._templates and self._source("_parts.html"):
            # Imported once here: an import in each template is made again for each page.
            self._templates["_parts"] = self.template("_parts")
            self.env.globals["parts"] = self._templates["_parts"].module
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self.template(name)
            # Jinja's is a chain of maps, of which each page would make a dict of its own.
            found.globals = dict(found.globals)
        return found

    def _menu(self, here: str) -> Markup:
        here = here if here in self._menus else ""
        return self._part("_menu", here, here=here)

    def _urgent(self, address: str) -> Markup:
        """The alerts in force; the home page has them among its own."""
        if not self.alerts or address == "/":
            return Markup("")
        return self._part("_alerts", "", alerts=self.alerts, more=max(0, self.more))

    def _listed(self, card: Card, level: int) -> Markup:
        return self._part("_card", (id(card), level), card, card=card, level=level)

    def _contacts(self, contacts: tuple[ContactView, ...]) -> Markup:
        return self._part("_contacts", contacts, contacts=contacts)

    def _talk(self, said: share.Said) -> Markup:
        """What a bulletin offers below its text: rendered once, and filled in for each."""
        if self._offered is None:
            self._offered = share.cut(self._part("_talk", "", offer=share.offer(self.press)))
        return Markup(said.fill(self._offered))  # noqa: S704

    def _part(self, template: str, which: object, of: object = None, **values: object) -> Markup:
        """A piece by what sets it apart from others of its template; `of` is kept alive with it."""
        found = self._parts.get((template, which))
        if found is None:
            html = ""
            if self._source(f"{template}.html"):  # a theme may do without
                html = self._named(template).render(site=self.press.site, **values)
            found = self._parts[template, which] = of, Markup(html)  # noqa: S704
        return found[1]

    def reached(self, template: str) -> str:
        """A digest of a template and of every other that it reaches."""
        found = self._reached.get(template)
        if found is None:
            sources: dict[str, str] = {}
            pending = [f"{template}.html"]
            while pending:
                name = pending.pop()
                if name not in sources:
                    sources[name] = self._source(name)
                    for reference in _REFERENCE.finditer(sources[name]):
                        # A name that only running the template would tell may be any.
                        named = reference[2]
                        pending += [named] if named else self.env.list_templates()
            found = self._reached[template] = key(sorted(sources.items()))
        return found

    def _source(self, name: str) -> str:
        if name not in self._sources:
            loader: Any = self.env.loader
            try:
                self._sources[name] = loader.get_source(self.env, name)[0]
            except TemplateNotFound:  # printing a page will tell
                self._sources[name] = ""
        return self._sources[name]


class _Settled:
    """A template whose pages say of each text in another language which that is."""

    def __init__(self, template: Template, lang: str, leads: Callable[[str], str]) -> None:
        self.template, self.lang, self.leads = template, lang, leads

    def render(self, values: Mapping[str, Any]) -> str:
        html = self.template.render(values)
        return settle(html, self.lang, self.leads) if OPEN in html else html


class Compiled(BytecodeCache):
    """Compiled templates on the shelf: compiling them is most of what one page costs."""

    def __init__(self, shelf: ContentCache) -> None:
        self.shelf = shelf

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self.shelf.template(f"{bucket.key} {bucket.checksum}")
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.shelf.keep_template(f"{bucket.key} {bucket.checksum}", bucket.bytecode_to_string())

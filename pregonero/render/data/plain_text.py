"""A bulletin as plain text: what a newsroom pastes into its pages, and people into WhatsApp.

Notes of corrections come first, so that no copy is made of the words without them.
"""

from collections.abc import Iterator
from datetime import datetime

from pregonero.content.model.bulletin import Bulletin
from pregonero.content.model.groups import Photo
from pregonero.i18n import N_
from pregonero.markdown.to_html import absolute
from pregonero.markdown.to_text import unmarked
from pregonero.render.cards import SiteContext
from pregonero.render.data.plain_facts import PlainFacts
from pregonero.render.pages.public_notes import last_change, newest_first


def text(press: SiteContext, bulletin: Bulletin, html: str) -> str:
    """A public bulletin, or the notice of a withdrawn one, as text that ends with a newline.
    `html` is its body as its page has it; nothing of it is told if it was withdrawn."""
    return PlainText(press).of(bulletin, html)


class PlainText:
    """Tells bulletins of one edition in the words of its language."""

    def __init__(self, press: SiteContext) -> None:
        self.press = press
        self.say = press.words.gettext
        self.told = PlainFacts(press)

    def of(self, one: Bulletin, html: str) -> str:
        withdrawn = one.status == "withdrawn"
        parts = self._withdrawn(one) if withdrawn else self._bulletin(one, html)
        return "\n\n".join(part for part in (*parts, self.press.url(one.address)) if part) + "\n"

    def _withdrawn(self, one: Bulletin) -> Iterator[str]:
        """Title, date and reason, and not a word more of what it said."""
        yield self.say(
            N_("RETIRADO. Este texto fue retirado y ya no está disponible: no lo reproduzca.")
        )
        if why := last_change(one):
            yield f"{self._when(why.shown('date'))}: {why.note}"
        yield self._filed(one)
        yield one.title
        if successor := self.press.edition.successors.get(one.path):
            said = self.say(N_("Lo sustituye:"))
            yield f"{said} {successor.title}\n{self.press.url(successor.address)}"

    def _bulletin(self, one: Bulletin, html: str) -> Iterator[str]:
        press = self.press
        yield self._changes(one, self.say(N_("Corregido")))
        yield self._standing(one)
        yield self._filed(one)
        yield one.title
        yield "\n".join(f"- {line}" for line in one.deck)
        yield one.summary or ""
        yield from self.told.groups(one)
        place, day = one.placed(press.newsroom.dateline), self.told.day(one.published)
        body = self._prose(one, html)
        if body and place:
            apart = "" if html.startswith("<p>") else "\n"
            body = f"{place}, {day}.–{apart or ' '}{body}"
        yield body
        yield press.newsroom.end_mark if body else ""
        if one.translator:
            yield f"{self.say(N_('Traducción:'))} {one.translator}"
        yield self._elsewhere(one)
        placed = press.inline(one)
        annex = [self._photo(p) for p in one.photos if p.file not in placed]
        yield self.told.part(N_("Fotografías"), annex)
        yield self.told.part(N_("Notas para los medios"), [one.notes.strip()])
        yield self._contacts(one)

    def _changes(self, one: Bulletin, label: str) -> str:
        return "\n".join(
            f"{label} · {self._when(c.shown('date'))}: {c.note}" for c in newest_first(one)
        )

    def _standing(self, one: Bulletin) -> str:
        """Until when it holds, or that it holds no more."""
        if one.path in self.press.edition.unapproved:
            return self.say(N_("Borrador: no es público."))
        if not one.expires:
            return ""
        if self.press.edition.clock.passed(one.expires):
            said = self.say(
                N_("Venció el {day}. Se conserva como antecedente; puede que ya no sea válido.")
            )
        else:
            said = self.say(N_("Vigente hasta el {day}."))
        return said.format(day=self._when(one.shown("expires")))

    def _filed(self, one: Bulletin) -> str:
        """Whose it is, its type, folio and dates."""
        press = self.press
        lines = [press.newsroom.office, press.newsroom.types[one.type].name]
        head = " · ".join(filter(None, [*lines, press.folio(one)]))
        lines = [head, self._when(one.published_shown)]
        if one.updated != one.published and one.status != "withdrawn":
            lines.append(
                self.say(N_("Actualizado el {day}")).format(day=self._when(one.updated_shown))
            )
        return "\n".join(lines)

    def _prose(self, one: Bulletin, html: str) -> str:
        press = self.press
        origin = press.newsroom.url.removesuffix(press.newsroom.base_path)
        return unmarked(absolute(html, origin, press.url(one.address)), self._told)

    def _told(self, alt: str, caption: str, credit: str) -> str:
        """A photograph by its caption, or what it shows, and whose it is."""
        words = (caption or alt).rstrip(".")
        return f"[{self.say(N_('Fotografía'))}: {'. '.join(filter(None, (words, credit)))}]"

    def _photo(self, photo: Photo) -> str:
        credit = self.say(N_("Foto: {}")).format(photo.credit) if photo.credit else ""
        return self._told(photo.alt, photo.caption, credit)

    def _elsewhere(self, one: Bulletin) -> str:
        """What is to be seen or heard, each with its address."""
        lines = []
        if one.live:
            heading = self.say(N_("Transmisión en vivo"))
            when = self._when(one.live.shown("starts"))
            lines.append(f"{heading}: {one.live.title}, {when}\n{one.live.url}")
        for recording in (*one.audio, *one.video):
            own = self.press.url(f"/media/{recording.file}") if recording.file else ""
            lines.append(f"{self.say(N_('Audio y video'))}: {recording.title}")
            lines.append(own or recording.url or "")
        return "\n".join(lines)

    def _contacts(self, one: Bulletin) -> str:
        found = []
        for contact in self.press.contacts(one.contacts):
            lines = [", ".join(filter(None, (contact.name, contact.role)))]
            lines += [
                self.told.fact(N_("Teléfono"), contact.phone),
                self.told.fact(N_("WhatsApp"), contact.whatsapp),
                self.told.fact(N_("Correo"), contact.email),
            ]
            found.append("\n".join(filter(None, lines)))
        return self.told.part(N_("Contacto para medios"), found)

    def _when(self, moment: datetime | None) -> str:
        return self.told.when(moment)

"""What is found in a source as a bulletin or page of ours, before its links are known.

Each datum goes where the mapping says; what has no place here stays in the file as comments.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from pregonero import moments
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.placement import source_addresses
from pregonero.importers.placement import source_addresses as old_addresses
from pregonero.importers.source_item import (
    DateClaim,
    HeaderPair,
    Kind,
    SourceItem,
    mended,
    stem_of,
    tidy,
    undated,
    undecided,
)
from pregonero.importers.transform import dates, hidden_parts, visibility, wording
from pregonero.importers.transform.fidelity import Render
from pregonero.importers.transform.mapping import Mapping
from pregonero.importers.transform.pictures import SourcePicture, headed
from pregonero.markdown.links import scan
from pregonero.newsroom.fields import LONGEST_SLUG
from pregonero.newsroom.language_tags import TAG
from pregonero.newsroom.model import Newsroom
from pregonero.slug import from_title, slugify

_LINES = re.compile(r"[\n■•▪●|]+")
LONGEST_LINE, MOST_LINES = 500, 6
#: Keys that are one for all versions of a text.
_VERSIONS = ("translationkey", "translation_key", "translation_id", "lang_ref", "grupo_idioma")


@dataclass
class Draft:
    """A text of ours without its place: `date` as a header says it, `day` in the newsroom's zone;
    `values` are its other data, `rest` what has no place, line by line. Whatever in `told` is an
    error is a reason for it to wait. `keys` says what each old key became, `lines` where each
    target of a link was in its source; `own` is where its generator put it, if that is sure."""

    source: str
    kind: Kind
    type: str
    title: str
    slug: str
    date: str = ""
    day: str = ""
    approved: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    pictures: list[SourcePicture] = field(default_factory=list)
    body: str = ""
    rest: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    own: str = ""
    told: list[Problem] = field(default_factory=list)
    group: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    raw: str = ""


class Drafter:
    """Makes drafts for one newsroom by one mapping. `default` is the type of what says no other;
    what expired before `moment` is public no more. `came` gives the moment at which a source's
    text with these bytes first came, if it did: it is judged as it was then, so that importing it
    again changes nothing. `render` shows Markdown as the site does."""

    def __init__(
        self,
        newsroom: Newsroom,
        mapping: Mapping,
        folder: Any,
        default: str,
        moment: datetime,
        render: Render,
        came: Callable[[str, str], datetime | None] = lambda _source, _raw: None,
    ) -> None:
        self.now, self.render, self.came = moment, render, came
        self.newsroom, self.mapping, self.folder, self.default = newsroom, mapping, folder, default
        self.zone: tzinfo = newsroom.zone
        self.topics = {slugify(t.name): k for k, t in newsroom.topics.items()}
        self.topics |= {k: k for k in newsroom.topics}
        self.topics |= {slugify(old): slugify(new) for old, new in mapping.topics.items()}
        self.types = {slugify(old): new for old, new in mapping.types.items()}

    def draft(self, found: SourceItem) -> Draft:
        """Raises `Refused`."""
        picked, rest = self.mapping.pick(found.pairs)
        told = list(found.told)
        body, more = wording.as_markdown(found, self.render)
        told += more
        title, body = wording.titled(found, picked.get("title"), body, told)
        kind = found.kind
        draft = Draft(
            found.source, kind, self.default, title, "", body=body, told=told, raw=found.raw
        )
        self._date(draft, found, picked)
        if kind == "bulletin":
            self._sorted(draft, picked)
        self._texts(draft, picked)
        self._state(draft, picked, found)
        draft.pictures += headed(picked, rest)
        self._language(draft, picked, found)
        self._address(draft, found, picked)
        for link in scan(found.body):
            draft.lines.setdefault(link.target, found.body_line + link.line - 1)
        draft.keys = {pair.name: name for name, pair in picked.items()} | {p.name: "" for p in rest}
        kept = [
            pair
            for pair in rest
            if not (visibility.is_secret(pair) or old_addresses.is_address(pair.key))
        ]
        draft.rest = wording.comments(kept, draft.source, draft.told)
        return draft

    def _date(self, draft: Draft, found: SourceItem, picked: dict[str, HeaderPair]) -> None:
        decided = self.mapping.dates.get(found.source)
        claims = list(found.claims)
        if pair := picked.get("date"):
            claims.insert(0, DateClaim(dates.BY_HEADER, wording.word(pair.value)))
        claims += dates.of_dateline(draft.body)
        if decided:
            claims = [DateClaim(dates.BY_HEADER, decided)]
        result = dates.decide(claims, self.zone)
        line = picked["date"].line if "date" in picked else 1
        if result.doubt:
            draft.told.append(undecided(draft.source, line, "date", result.doubt))
        elif result.note:
            draft.told.append(mended(draft.source, line, "date", result.note))
        if result.value:
            draft.date = result.value
            draft.day = moments.moment(result.value, self.zone).date().isoformat()
        elif claims and picked.get("date"):
            wrong = InvalidValue(
                N_("la fecha «{value}» no se entiende"),
                N_("Escríbala en [dates] del archivo de correspondencias y repita."),
                value=claims[0].typed,
            )
            draft.told.append(undecided(draft.source, line, "date", wrong))

    def _sorted(self, draft: Draft, picked: dict[str, HeaderPair]) -> None:
        """Its type, topic and tags, by its old categories."""
        categories = wording.listed(picked.get("categories"))
        tags = wording.listed(picked.get("tags"))
        topic = ""
        left: list[str] = []
        for name in (*categories, *tags):
            slug = slugify(name)
            if slug in self.types:
                draft.type = self.types[slug]
            elif not topic and self.topics.get(slug) in self.newsroom.topics:
                topic = self.topics[slug]
            else:
                left.append(name)
        if topic:
            draft.values["topic"] = topic
        names = list({slugify(n): n for n in map(tidy, left) if n and slugify(n)}.values())
        if names:
            draft.values["tags"] = [name[:LONGEST_LINE] for name in names]
        if (pair := picked.get("folio")) and self.newsroom.types[draft.type].folio:
            number = re.sub(r"\D.*$", "", wording.word(pair.value).strip())
            if number.isdecimal() and 1 <= int(number) <= 99_999:
                draft.values["folio"] = int(number)
        if pair := picked.get("dateline"):
            draft.values["dateline"] = tidy(wording.word(pair.value))
        else:
            self._dateline(draft)

    def _dateline(self, draft: Draft) -> None:
        """The place that its text begins with. A text that names none came from wherever it was
        written: this newsroom's own place would be put before its words."""
        found = dates.dateline(draft.body)
        day = dates.readings(found.typed, self.zone) if found else []
        sure = found and found.whole and day and day[0].value == draft.day
        if found and sure and len(found.place) <= 80:
            wrong = InvalidValue(
                N_("el texto empezaba con su lugar y su fecha: {value}"),
                N_("Pasaron a dateline y a date, que la página muestra en el mismo lugar."),
                value=draft.body[: found.end],
            )
            draft.told.append(mended(draft.source, 1, "dateline", wrong))
            draft.values["dateline"] = tidy(found.place)
            draft.body = draft.body[found.end :].lstrip("\n ")
        elif "dateline" not in self.newsroom.types[draft.type].requires:
            draft.values["dateline"] = False

    def _texts(self, draft: Draft, picked: dict[str, HeaderPair]) -> None:
        """Its summary and deck lines, each within what fits in one."""
        summary, lines = "", []
        if pair := picked.get("summary"):
            summary = wording.plain(wording.word(pair.value), pair, draft.source, draft.told)
        if draft.kind == "bulletin" and (pair := picked.get("deck")):
            typed = (
                pair.value
                if isinstance(pair.value, list)
                else _LINES.split(wording.word(pair.value))
            )
            lines = [
                t
                for t in (
                    wording.plain(wording.word(item), pair, draft.source, draft.told).lstrip("-*· ")
                    for item in typed
                )
                if t
            ]
            if pair.name.startswith(("twit", "tweet")) or (
                len(lines) > 1 and isinstance(pair.value, str)
            ):
                wrong = InvalidValue(
                    N_("los balazos venían en {name}"), N_("Se pasaron a deck."), name=pair.key
                )
                draft.told.append(mended(draft.source, pair.line, pair.key, wrong))
        if len(summary) > wording.LONGEST_SUMMARY:
            wrong = InvalidValue(
                N_("el resumen mide {size} caracteres; caben {most}"),
                N_("Pasó a balazo o al principio del texto."),
                size=len(summary),
                most=wording.LONGEST_SUMMARY,
            )
            draft.told.append(mended(draft.source, picked["summary"].line, "summary", wrong))
            if len(summary) <= LONGEST_LINE and draft.kind == "bulletin":
                lines.insert(0, summary)
            elif summary not in " ".join(draft.body.split()):
                draft.body = f"{summary}\n\n{draft.body}"
            summary = ""
        lines = [line for line in dict.fromkeys(lines) if line != summary]
        short = [line for line in lines if len(line) <= LONGEST_LINE][:MOST_LINES]
        if over := [line for line in lines if line not in short]:
            draft.body = "\n\n".join([*over, draft.body])
        if not summary and self._asks(draft):
            summary = wording.lead(draft.body)
            if summary:
                wrong = InvalidValue(
                    N_("el resumen se tomó del primer párrafo: {value}"),
                    N_("Si no lo resume, cámbielo."),
                    value=summary,
                )
                draft.told.append(mended(draft.source, 1, "summary", wrong))
        if summary:
            draft.values["summary"] = summary
        if short:
            draft.values["deck"] = short

    def _asks(self, draft: Draft) -> bool:
        return draft.kind == "bulletin" and "summary" in self.newsroom.types[draft.type].requires

    def _state(self, draft: Draft, picked: dict[str, HeaderPair], found: SourceItem) -> None:
        """Whether everybody could read it there, since when and until when."""
        self._modified(draft, picked.get("modified"))
        moment = self.came(found.source, found.raw) or self.now
        seen = self._seen(picked, found, moment)
        reasons = [
            *seen.reasons,
            *visibility.of_path(found.source, self.folder.root.name if self.folder else ""),
            *visibility.of_words(found.source, draft.title, draft.body, found.body_line),
            *hidden_parts.of_body(found.source, found.body, found.body_line),
        ]
        reasons += self._own_kind(draft, found)
        line = picked["date"].line if "date" in picked else 1
        if seen.starts:
            reasons += self._starts(draft, seen.starts, line, moment)
        if seen.ends:
            reasons += self._ends(draft, seen.ends, line, moment)
        if found.markup == "whatsapp" or found.source.lower().endswith(".docx"):
            wrong = InvalidValue(
                N_("el documento no dice si llegó a publicarse"), N_("Léalo y apruébelo.")
            )
            reasons.append(undecided(draft.source, 1, "status", wrong))
        draft.approved = not reasons
        draft.told += reasons

    def _seen(
        self, picked: dict[str, HeaderPair], found: SourceItem, moment: datetime
    ) -> visibility.Visibility:
        names = self.mapping.names
        reader = visibility.Reader(
            found.source, self.zone, lambda name: names.get(name, ("", 0))[0], moment
        )
        pairs = [pair for pair in (*found.pairs, *found.signs) if self.mapping.speaks(pair)]
        # A page has no date of ours: before the one it had, it was not there.
        dated = picked.get("date")
        if found.kind == "page" and dated:
            pairs.append(replace(dated, key="publishdate", origin=dated.key))
        return reader.read(pair for pair in pairs if pair is not dated)

    def _own_kind(self, draft: Draft, found: SourceItem) -> Iterator[Problem]:
        """WordPress's plugins keep as texts of their own kind what people send them, and orders."""
        kind = next((str(p.value) for p in found.signs if p.key == "post_type"), "post")
        if kind in ("post", "page"):
            return
        if slugify(kind) in self.types:
            draft.type = self.types[slugify(kind)]
            return
        wrong = InvalidValue(
            N_("es de un tipo propio de aquel WordPress, «{kind}»: no se sabe si era público"),
            N_("Si lo era, escriba ese tipo en [types] de la correspondencia y repita."),
            kind=kind,
        )
        yield undecided(draft.source, 1, "post_type", wrong)

    def _starts(self, draft: Draft, starts: str, line: int, now: datetime) -> Iterator[Problem]:
        """A bulletin is withheld until then by the edition; a page cannot be."""
        moment = moments.moment(starts, self.zone)
        if draft.kind == "page":
            if moment > now:
                wrong = InvalidValue(
                    N_("no se publicaba hasta {value}"),
                    N_("Una página no espera sola: apruébela cuando llegue esa fecha."),
                    value=starts,
                )
                yield undecided(draft.source, line, "date", wrong)
        elif draft.date and moment > moments.moment(draft.date, self.zone):
            draft.values["embargo"] = starts
            wrong = InvalidValue(
                N_("no se publicaba hasta {value}"),
                N_("Quedó como embargo: hasta entonces no está en el sitio."),
                value=starts,
            )
            draft.told.append(mended(draft.source, line, "embargo", wrong))

    def _ends(self, draft: Draft, ends: str, line: int, now: datetime) -> Iterator[Problem]:
        """A bulletin expires then; what had expired already was not public any more."""
        moment = moments.moment(ends, self.zone, ends=True)
        begins = [draft.date, draft.values.get("embargo", "")]
        if moment <= now or any(
            moment < moments.moment(typed, self.zone) for typed in begins if typed
        ):
            wrong = InvalidValue(
                N_("ya no era público en el sitio anterior: venció {value}"),
                N_("Apruébelo si debe volver, o bórrelo."),
                value=ends,
            )
            yield undecided(draft.source, line, "expires", wrong)
        elif draft.kind == "page":
            wrong = InvalidValue(
                N_("dejaba de ser público: {value}"),
                N_("Una página no vence sola: apruébela y quítela cuando llegue esa fecha."),
                value=ends,
            )
            yield undecided(draft.source, line, "expires", wrong)
        if draft.kind == "bulletin" and "expires" not in draft.values:
            draft.values["expires"] = ends

    def _modified(self, draft: Draft, pair: HeaderPair | None) -> None:
        read = dates.readings(wording.word(pair.value), self.zone) if pair else []
        if not pair or not read or not read[0].value:
            return
        moment = moments.moment(read[0].value, self.zone)
        if draft.date and moment < moments.moment(draft.date, self.zone):
            wrong = InvalidValue(
                N_("«{value}» es anterior a su fecha"), N_("Se dejó fuera."), value=pair.value
            )
            draft.told.append(mended(draft.source, pair.line, pair.key, wrong))
        else:
            draft.values["modified"] = read[0].value

    def _language(self, draft: Draft, picked: dict[str, HeaderPair], found: SourceItem) -> None:
        """Its language, by its header or else by its place, and the name of its versions."""
        pair = picked.get("lang") or (HeaderPair("lang", found.lang) if found.lang else None)
        own = next(
            (p for p in found.pairs if p.name in _VERSIONS or (pair and p.name == "ref")), None
        )
        draft.group = f"={wording.word(own.value)}" if own else found.group
        if pair:
            typed = wording.word(pair.value).replace("_", "-")
            code = next(
                (c for c in (typed, typed.split("-")[0].lower()) if c in self.newsroom.languages),
                "",
            )
            if code and code != self.newsroom.lang:
                draft.values["lang"] = code
            elif not code and TAG.fullmatch(typed.split("-")[0].lower()):
                wrong = InvalidValue(
                    N_("está en «{value}», un idioma que newsroom.toml no declara"),
                    N_("Añádalo a languages y escriba lang en el boletín."),
                    value=typed,
                )
                draft.told.append(undecided(draft.source, pair.line, pair.key, wrong))
                draft.group = ""

    def _address(self, draft: Draft, found: SourceItem, picked: dict[str, HeaderPair]) -> None:
        """Its slug, and every address it had."""
        typed = wording.word(picked["slug"].value).strip("/") if "slug" in picked else ""
        one = "#" not in found.source
        code, alike = self.folder.languages.of(found.source) if one else ("", found.source)
        suffix = (
            code if code and posixpath.dirname(alike) == posixpath.dirname(found.source) else ""
        )
        stem = undated(stem_of(alike))
        document = found.source.lower().endswith(".docx")
        plain = one and (found.markup == "markdown" or document)
        own = slugify(f"{stem}-{suffix}" if suffix else stem) if plain else ""
        base = slugify(posixpath.basename(typed)) or own
        draft.slug = base[:LONGEST_SLUG].strip("-") or from_title(draft.title) or "sin-titulo"
        draft.addresses = list(found.addresses)
        draft.unsure = list(found.unsure)
        section = wording.listed(picked.get("categories")) if self.folder.style != "hugo" else []
        hugo = self.folder.style == "hugo"
        path = alike if hugo else found.source
        pelican = self.folder.style == "pelican" and one
        if pelican and typed:  # its versions have one slug, and each an address by its language
            if not draft.group.startswith("="):
                draft.group = f"={typed}"
            if version := draft.values.get("lang"):
                draft.slug = f"{draft.slug[: LONGEST_SLUG - 12]}-{slugify(version)}"
        lang = wording.word(picked["lang"].value) if "lang" in picked else ""

        def fill(pattern: str) -> str:
            return source_addresses.address(
                self.folder, path, draft.day, typed, draft.title, section, pattern, lang
            )  # fmt: skip

        made = fill(self.mapping.permalink) if one else ""
        if made and hugo:
            made = self.folder.languages.prefix(code) + made
        names = self.mapping.names
        given = old_addresses.declared(
            (*found.pairs, *found.signs),
            lambda name: names.get(name, ("", 0))[0],
            self.folder,
            made,
            lambda pattern: fill(source_addresses.pattern(pattern)),
            draft.title,
        )
        draft.addresses += given.addresses
        if not made or given.placed:
            return
        sure = self.folder.sure or bool(self.mapping.permalink)
        root = old_addresses.site_path(self.folder.home)
        every = [made]
        if pelican and not self.mapping.permalink:
            # What Pelican writes answers beside what it links to.
            every += map(fill, source_addresses.pelican_patterns(self.folder, path, lang)[1:])
        whole = [root + re.sub(r"(?<=/)index\.html?$", "", each) for each in every if each]
        (draft.addresses if sure else draft.unsure).extend(dict.fromkeys(whole))
        draft.own = whole[0] if sure else ""
        if root:  # a link inside the site may be typed without its path
            draft.unsure.append(made)

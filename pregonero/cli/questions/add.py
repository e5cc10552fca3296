"""`question add`: what somebody asked, in a file of its own, without what tells who it was."""

import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pregonero import files
from pregonero import slug as slugs
from pregonero.cli.content_lock import writing
from pregonero.cli.editor import somebody_is_there
from pregonero.cli.errors import CallError, tell
from pregonero.cli.lookup import named
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.content.archive import Archive, shelf_in
from pregonero.content.model.bulletin import LONGEST_TITLE, Bulletin, Question
from pregonero.content.scan import LARGEST
from pregonero.diagnostics import unknown
from pregonero.i18n import N_
from pregonero.importers.readers.whatsapp import HEAD, SENDER
from pregonero.lint.loading import load
from pregonero.lint.redaction import MARK, Datum, personal_data, without
from pregonero.markdown import cleanup
from pregonero.newsroom import urls
from pregonero.newsroom.model import Newsroom

#: Characters of a question; a longer one is a letter.
LONGEST = 5000
#: Where a title is cut that nobody wrote.
_TITLE = 120
_QUESTION = re.compile(r"¿[^?\n]{5,300}\?")
_SENTENCE = re.compile(r"[^.!?\n]{5,}[.!?]?")


@dataclass(frozen=True)
class New:
    """A question as it was given: `text`, or else the text of `file`, or of the input."""

    text: str | None
    file: Path | None
    title: str | None
    about: str | None
    topic: str | None
    at: str | None
    redact: bool
    keep: bool
    approve: bool


def run(place: Project, new: New) -> None:
    newsroom = place.newsroom()
    now = moment(None, newsroom)
    asked = moment(new.at, newsroom)
    if asked > now:
        raise CallError(N_("todavía no se ha preguntado"), N_("Revise --at."))
    if new.topic and new.topic not in newsroom.topics:
        wrong = unknown(new.topic, newsroom.topics, N_("el tema «{value}» no existe"))
        raise CallError(wrong.message, wrong.remedy, **dict(wrong.values))
    text, sent = _unsent(given(new.text, new.file))
    text = _clean(text)
    if not slugs.slugify(text):
        raise CallError(
            N_("la pregunta está vacía"), N_("Escríbala entre comillas, o péguela con «-».")
        )
    if len(text) > LONGEST:
        raise CallError(
            N_("la pregunta mide {size} caracteres; el máximo es {most}"),
            N_("Resuma lo que se pregunta."),
            size=len(text),
            most=LONGEST,
        )
    text, title, redacted = _redacted(text, new, newsroom, sent)
    with writing(place) as desk:
        archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
        about = named(new.about, place, newsroom, archive).document if new.about else None
        words = slugs.from_title(title.replace(MARK, "")) or "pregunta"
        slug = _free(words, asked, place, archive)
        path = place.content / Question.folder / str(asked.year) / f"{asked:%Y-%m-%d}-{slug}.md"
        topic = new.topic
        if about and isinstance(about, Bulletin):
            topic = topic or about.topic
        path.parent.mkdir(parents=True, exist_ok=True)
        made = _file(
            title, slug, asked, text, redacted, topic, about.id if about else None, new.approve
        )
        files.put(path, made.encode(), fresh=True, desk=desk)
    shown = path.relative_to(place.root).as_posix()
    sys.stdout.write(f"{shown}\n")
    if newsroom.dialogue:
        due = asked.date() + timedelta(days=newsroom.dialogue.reply_days)
        sys.stdout.write(say(N_("Se prometió responder a más tardar el {day}."), day=due) + "\n")
    sys.stdout.write(
        say(N_("Para responderla: python cli.py pregunta responder {slug}"), slug=slug) + "\n"
    )


def given(text: str | None, file: Path | None = None) -> str:
    """A text that somebody gave as such, in a file or on standard input. Raises CallError."""
    if text is not None and text != "-":
        return text
    if file:
        raw = file.read_bytes()
    elif text is None and sys.stdin.isatty():
        tell(say(N_("Pegue la pregunta y termine con Ctrl-D.")))
        raw = sys.stdin.buffer.read()
    else:
        raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise CallError(N_("el texto es demasiado largo"), N_("Resuma lo que se pregunta."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CallError(N_("el texto no está en UTF-8"), N_("Guárdelo como UTF-8.")) from None


def _unsent(text: str) -> tuple[str, bool]:
    """A text without the marks of a pasted chat, and whether it had any: date, hour, who wrote."""

    def said(head: re.Match[str]) -> str:
        return SENDER.sub("", head[4], count=1)

    made = HEAD.sub(said, text)
    return made, made != text


def _clean(text: str) -> str:
    """A text of lines that a header can hold."""
    mended = cleanup.mend(text)[0]
    printable = "".join(c if c.isprintable() or c in "\n\u200c\u200d" else " " for c in mended)
    lines = [" ".join(line.split()) for line in printable.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _redacted(text: str, new: New, newsroom: Newsroom, sent: bool) -> tuple[str, str, bool]:
    """The text, its title, and whether something was taken out: only what somebody was shown."""
    house = newsroom.house
    in_text = personal_data(text, house)
    clean = without(text, in_text)
    # Nothing of what is taken out of the text may stay in its title, nor in the address made of it.
    known = [(text[one.start : one.end], one.what) for one in in_text]
    known += [(word, what) for words, what in known for word in _parts(words)]
    given = " ".join((new.title or "").split())
    in_title = personal_data(given, house, known)
    title = given or _title(text)
    if sent:
        tell(say(N_("Se quitaron las marcas de WhatsApp: fecha, hora y quién escribió.")))
    if not in_text and not in_title:
        return text, title[:LONGEST_TITLE], sent
    for one in in_text:
        _show(text, one)
    for one in in_title:
        _show(given, one)
    tell(say(N_("Sin ellos quedaría:")))
    for line in clean.split("\n"):
        tell(f"  {line}")
    if in_title:
        tell(say(N_("Y el título: {title}"), title=without(given, in_title)))
    if new.keep and not new.redact:
        tell(say(N_("Se dejaron: «revisar» los señalará hasta que se quiten.")))
        return text, title[:LONGEST_TITLE], sent
    if not new.redact and not _agreed():
        raise CallError(
            N_("la pregunta tiene datos personales y no se guardó"),
            N_("Repita con --redact para quitarlos, o con --keep para decidir en el archivo."),
        )
    title = without(given, in_title) or _title(clean)
    return clean, title[:LONGEST_TITLE], True


def _parts(words: str) -> Iterator[str]:
    """The words of a datum that would give it away by themselves: names, keys, numbers."""
    for word in re.split(r"[\s,;]+", words):
        if len(word) > 3 and (word[0].isupper() or any(map(str.isdigit, word))):
            yield word


def _show(text: str, one: Datum) -> None:
    words = text[one.start : one.end]
    tell(say(N_("Parece {what}: {words}"), what=say(one.what), words=words))


def _agreed() -> bool:
    """Whether somebody at the terminal agrees to take the data out."""
    if not somebody_is_there():
        return False
    return input(say(N_("¿Quitarlos? [S/n] "))).strip().lower() in ("", "s", "sí", "si", "y", "yes")


def _title(text: str) -> str:
    """What a text asks, in short."""
    found = _QUESTION.search(text) or _SENTENCE.search(text)
    title = found[0].strip() if found else text.split("\n")[0]
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rpartition(' ')[0]}…"


def _free(base: str, asked: datetime, place: Project, archive: Archive) -> str:
    taken = {entry.document.address for entry in archive.entries.values()}
    folder = place.content / Question.folder / str(asked.year)
    slug, number = base, 1
    while (
        urls.question(asked.year, slug) in taken
        or (folder / f"{asked:%Y-%m-%d}-{slug}.md").exists()
    ):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _file(
    title: str,
    slug: str,
    asked: datetime,
    text: str,
    redacted: bool,
    topic: str | None,
    about: uuid.UUID | None,
    approve: bool,
) -> str:
    body = "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
    more = f"topic: {topic}\n" if topic else "# topic: agua               # uno de newsroom.toml\n"
    more += f"about: {about}   # el boletín sobre el que se pregunta\n" if about else ""
    more += "redacted: true               # se quitaron datos personales\n" if redacted else ""
    status = "approved" if approve else "draft   "
    return f"""---
id: {uuid.uuid4()}   # permanente: no lo cambie ni lo copie
title: {json.dumps(title, ensure_ascii=False)}
slug: {json.dumps(slug)}
asked: {asked:%Y-%m-%d %H:%M}
state: received              # received: recibida · answered: respondida · declined: no procede
by: ciudadanía               # o medios, organización, escuela; nunca un nombre
{more}status: {status}             # draft: borrador · approved: se publica
question: |-
{body}
---

"""

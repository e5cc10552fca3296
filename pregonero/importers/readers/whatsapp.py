"""WhatsApp text: one bulletin that was pasted, or a chat exported with its dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.fingerprint import digest
from pregonero.i18n import N_
from pregonero.importers.source_item import DateClaim, HeaderPair, Refused, SourceItem
from pregonero.importers.transform import characters, dates

HEAD = re.compile(
    r"^\u200e?\[?(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4}),?\s+\d{1,2}:\d\d(?::\d\d)?"
    r"(?:[\s\u202f]*[ap]\.?[\s\u202f]*m\.?)?(?:\]\s|\s[-–]\s)(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
SENDER = re.compile(r"([^:\n]{1,60}):\s")
_LEFT_OUT = re.compile(
    r"[\u200e\u200f<]*(?:multimedia|imagen|video|audio|image|media|documento)\s+omit", re.I
)
_MARKS = "*_~` \t■•●▪-–"
#: Letters from which a message is a text to publish and not talk.
LEAST = 280


@dataclass(frozen=True)
class Message:
    line: int
    when: str
    text: str


def pasted(
    text: str, source: str, claims: tuple[DateClaim, ...], told: tuple[Problem, ...], raw: str
) -> SourceItem:
    """A text as one bulletin: its first line is the title. Raises `Refused` if it is empty."""
    lines = text.strip("\n").split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip(_MARKS)), None)
    if first is None:
        raise Refused(InvalidValue(N_("el archivo está vacío"), N_("Bórrelo si no hace falta.")))
    title = " ".join(lines[first].strip(_MARKS).split())
    return SourceItem(
        source,
        pairs=(HeaderPair("title", title, first + 1),),
        body="\n".join(lines[first + 1 :]).strip("\n") + "\n",
        body_line=first + 2,
        markup="whatsapp",
        claims=claims,
        told=told,
        raw=raw,
    )


def is_chat(text: str) -> bool:
    """Whether a text is an exported chat: two messages with their dates, or one that begins it."""
    found = [m.start() for _, m in zip(range(2), HEAD.finditer(text), strict=False)]
    return bool(found) and (len(found) > 1 or not text[: found[0]].strip())


def chat(text: str, source: str) -> Iterator[SourceItem | tuple[str, InvalidValue]]:
    """Each message of an exported chat, or its path and why it is none."""
    for number, message in enumerate(_messages(text), 1):
        path = f"{source}#{number}"
        words = SENDER.match(message.text)
        said = message.text[words.end() :] if words else ""
        if not said.strip() or _LEFT_OUT.match(said.strip()):
            wrong = InvalidValue(
                N_("es un aviso de WhatsApp, sin texto: {value}"),
                N_("Si era una foto, guárdela aparte."),
                value=message.text,
            )
            yield path, wrong
        elif len(said) < LEAST:
            wrong = InvalidValue(
                N_("es un mensaje corto de la conversación: {value}"),
                N_("Si es un boletín, péguelo solo, con «importar -»."),
                value=said,
            )
            yield path, wrong
        else:
            claims = (DateClaim(dates.BY_MESSAGE, message.when),) if message.when else ()
            made, told = characters.mend(said, path)
            yield pasted(made, path, claims, tuple(told), digest(said.encode("utf-8", "replace")))


def _messages(text: str) -> Iterator[Message]:
    found = list(HEAD.finditer(text))
    day_first = _day_first([(int(m[1]), int(m[2])) for m in found])
    for number, head in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        when = f"{head[1]}/{head[2]}/{_year(head[3])}"
        if day_first is not None:
            day, month = (head[1], head[2]) if day_first else (head[2], head[1])
            try:
                when = date(int(_year(head[3])), int(month), int(day)).isoformat()
            except ValueError:
                when = ""
        yield Message(
            text.count("\n", 0, head.start()) + 1, when, text[head.start(4) : end].strip("\n")
        )


def _year(typed: str) -> str:
    return f"20{typed}" if len(typed) == 2 else typed


def _day_first(pairs: Sequence[tuple[int, int]]) -> bool | None:
    """Whether the chat writes the day before the month: told by any day above twelve."""
    if any(first > 12 for first, _ in pairs):
        return True
    return False if any(second > 12 for _, second in pairs) else None

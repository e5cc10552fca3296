"""What the rules of the desk know of an institution."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["off", "warning", "error"]


@dataclass(frozen=True)
class EditorialConfig:
    """An institution as rules see it.

    `levels` are those that newsroom.toml changes; `phones` have ten digits; `emails` are addresses
    and domains; `press` are the types meant for the media, `contacts` those of the press that
    can be reached.
    """

    lang: str = "es"
    levels: tuple[tuple[str, Level], ...] = ()
    officials: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    sentence_words: int = 40
    paragraph_words: int = 120
    readability: int = 40

"""A seeded archive of a fictional town, San Jacinto: the same texts for every program measured."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pregonero.slug import slugify

SEED = 20261122
ZONE = ZoneInfo("America/Mexico_City")
NEWEST = datetime(2026, 11, 20, 18, 0, tzinfo=ZONE)
#: The word of every text that an edit replaces.
WORD = "original"
TOPICS = {
    "obras-publicas": "Obras públicas",
    "programas-sociales": "Programas sociales",
    "cultura": "Cultura",
    "salud": "Salud",
    "educacion": "Educación",
    "seguridad": "Seguridad",
    "proteccion-civil": "Protección civil",
    "deporte": "Deporte",
    "dif": "DIF",
    "agua": "Agua",
    "campo": "Campo",
    "mujer": "Mujer",
    "transparencia": "Transparencia",
}
TYPES = {
    "comunicado": "Comunicado",
    "boletin": "Boletín",
    "nota-informativa": "Nota informativa",
}
_WITH_FOLIO = ("comunicado", "boletin")
_VOCABULARY = (
    "ayuntamiento ciudadanía programa obra calle barrio comunidad escuela salud agua servicio "
    "apoyo familia jornada registro módulo trámite convenio cultura deporte plaza mercado "
    "vecinos presidencia dirección municipio región proyecto inversión meta avance consulta "
    "taller plática invitación horario domicilio requisito entrega beneficio seguimiento "
    "informe resultado calidad mantenimiento alumbrado pavimento drenaje pozo parque "
    "biblioteca archivo mujeres jóvenes niñez personas mayores campo maíz cosecha riego "
    "brigada vacunación prevención protección civil"
).split()


@dataclass(frozen=True)
class Bulletin:
    """A bulletin before any program's way of writing it. `related` is an earlier one, linked to."""

    id: str
    type: str
    topic: str
    title: str
    slug: str
    summary: str
    date: datetime
    text: str
    folio: int | None = None
    related: "Bulletin | None" = None

    @property
    def address(self) -> str:
        return f"/{self.type}/{self.date.year}/{self.slug}/"


def bulletins(count: int, texts: Sequence[str] = ()) -> list[Bulletin]:
    """The newest `count` bulletins of the town, newest first, four a day.

    With `texts`, those are their words, in turn; without, sentences made up: 250 to 600 words.
    """
    made: list[Bulletin | None] = [None] * count
    folios: dict[int, int] = {}
    for number in reversed(range(count)):
        dice = random.Random(f"{SEED}-{number}")
        kind = list(TYPES)[number % len(TYPES)]
        title = _words(dice, 8).capitalize()
        date = NEWEST - timedelta(hours=6 * number)
        if kind in _WITH_FOLIO:
            folios[date.year] = folios.get(date.year, 0) + 1
        earlier = number + dice.randint(1, 200)
        linked = dice.random() < 0.4 and earlier < count
        made[number] = Bulletin(
            id=str(uuid.UUID(int=dice.getrandbits(128), version=4)),
            type=kind,
            topic=dice.choice(list(TOPICS)),
            title=title,
            slug=f"{slugify(title)[:40].rstrip('-')}-{number}",
            summary=_sentence(dice, 22, 22),
            date=date,
            text=texts[number % len(texts)] if texts else _text(dice),
            folio=folios[date.year] if kind in _WITH_FOLIO else None,
            related=made[earlier] if linked else None,
        )
    return [one for one in made if one]


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(_VOCABULARY, k=count))


def _sentence(dice: random.Random, least: int = 9, most: int = 19) -> str:
    return _words(dice, dice.randint(least, most)).capitalize() + "."


def _paragraph(dice: random.Random) -> str:
    first, *rest = (_sentence(dice) for _ in range(dice.randint(2, 4)))
    word = dice.choice(first[:-1].split())
    return " ".join([first.replace(word, f"**{word}**", 1), *rest])


def _text(dice: random.Random) -> str:
    blocks = [
        f"El Ayuntamiento de San Jacinto informa: {_paragraph(dice)}",
        _paragraph(dice),
        f"## {_words(dice, 4).capitalize()}",
        _paragraph(dice),
        "\n".join(f"- {_words(dice, 8)}" for _ in range(dice.randint(3, 5))),
        f"## {_words(dice, 3).capitalize()}",
    ]
    wanted, words = dice.randint(250, 540), len(" ".join(blocks).split())
    while words < wanted:
        blocks.append(_paragraph(dice))
        words += len(blocks[-1].split())
    return "\n\n".join(blocks)

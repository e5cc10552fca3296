"""A seeded archive of a fictional town, the same for every program measured."""

import random
import uuid
from datetime import datetime, timedelta
from pathlib import Path

SEED = 20261122
TOPICS = (
    "obras-publicas",
    "programas-sociales",
    "cultura",
    "salud",
    "educacion",
    "seguridad",
    "proteccion-civil",
    "deporte",
    "dif",
    "agua",
    "campo",
    "mujer",
    "transparencia",
)
TYPES = ("comunicado", "boletin", "nota-informativa")
_WORDS = (
    "ayuntamiento ciudadanía programa obra calle barrio comunidad escuela salud agua servicio "
    "apoyo familia jornada registro módulo trámite convenio cultura deporte plaza mercado "
    "vecinos presidencia dirección municipio región proyecto inversión meta avance consulta "
    "taller plática invitación horario domicilio requisito entrega beneficio seguimiento "
    "informe resultado calidad mantenimiento alumbrado pavimento drenaje pozo parque "
    "biblioteca archivo mujeres jóvenes niñez personas mayores campo maíz cosecha riego "
    "brigada vacunación prevención protección civil "
).split()


def bulletins(count: int) -> list[dict[str, str]]:
    """Fields and text of each bulletin: 250 to 600 words, four a day back from the newest."""
    dice = random.Random(SEED)
    newest = datetime(2026, 11, 20, 18, 0)
    made = []
    for number in range(count):
        date = newest - timedelta(hours=6 * number)
        title = " ".join(dice.choices(_WORDS, k=8)).capitalize()
        made.append(
            {
                "id": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
                "type": TYPES[number % len(TYPES)],
                "topic": dice.choice(TOPICS),
                "title": title,
                "slug": f"{title[:40].strip().replace(' ', '-')}-{number}",
                "summary": " ".join(dice.choices(_WORDS, k=22)).capitalize() + ".",
                "date": f"{date:%Y-%m-%d %H:%M}",
                "body": _text(dice),
            }
        )
    return made


def _text(dice: random.Random) -> str:
    blocks = []
    for number in range(dice.randint(5, 9)):
        sentences = [
            " ".join(dice.choices(_WORDS, k=dice.randint(9, 19))).capitalize() + "."
            for _ in range(dice.randint(3, 6))
        ]
        sentences[0] = sentences[0].replace(" ", " **dato** ", 1)
        if number == 2:
            blocks.append("## " + " ".join(dice.choices(_WORDS, k=4)).capitalize())
        if number == 4:
            blocks.append("\n".join("- " + " ".join(dice.choices(_WORDS, k=8)) for _ in range(4)))
        blocks.append(" ".join(sentences))
    blocks.append("Más en [el sitio](https://ejemplo.example/tramites).")
    return "\n\n".join(blocks)


def write_ours(folder: Path, count: int) -> None:
    """An archive as Pregonero reads it."""
    from pregonero.slug import slugify

    folios: dict[str, int] = {}
    for one in reversed(bulletins(count)):
        year = one["date"][:4]
        folio = ""
        if one["type"] != "nota-informativa":
            folios[year] = folios.get(year, 0) + 1
            folio = f"folio: {folios[year]}\n"
        path = folder / "bulletins" / year / f"{one['date'][:10]}-{one['slug'][-40:]}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\nid: {one['id']}\ntype: {one['type']}\n{folio}title: {one['title']}\n"
            f"slug: {slugify(one['slug'])}\nsummary: {one['summary']}\ndate: {one['date']}\n"
            f"dateline: San Jacinto\nstatus: approved\ntopic: {one['topic']}\n---\n\n"
            f"{one['body']}\n",
            "utf-8",
        )


def write_pelican(folder: Path, count: int) -> None:
    """The same archive as stock Pelican reads it."""
    from pregonero.slug import slugify

    for one in bulletins(count):
        path = folder / one["date"][:4] / f"{one['slug'][-40:]}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"Title: {one['title']}\nDate: {one['date']}\nCategory: {one['topic']}\n"
            f"Tags: {one['type']}\nSlug: {slugify(one['slug'])}\nSummary: {one['summary']}\n\n"
            f"{one['body']}\n",
            "utf-8",
        )

"""The same archive as each program reads it: where a bulletin's file is, and what is in it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.generate import TOPICS, TYPES, WORD, Bulletin

#: Where a bulletin goes, from the site's folder, and its file's text.
Dialect = Callable[[Bulletin], tuple[str, str]]


def ours(one: Bulletin) -> tuple[str, str]:
    folio = f"folio: {one.folio}\n" if one.folio else ""
    link = _ours_file(one.related) if one.related else ""
    return f"content{_ours_file(one)}", (
        f"---\nid: {one.id}\ntype: {one.type}\n{folio}title: {one.title}\nslug: {one.slug}\n"
        f"summary: {one.summary}\ndate: {one.date:%Y-%m-%d %H:%M}\ndateline: San Jacinto\n"
        f"status: approved\ntopic: {one.topic}\n---\n\n{_body(one, link)}"
    )


def _ours_file(one: Bulletin) -> str:
    return f"/bulletins/{one.date.year}/{one.date:%Y-%m-%d}-{one.slug}.md"


def hugo(one: Bulletin) -> tuple[str, str]:
    return f"content/archivo/{one.date.year}/{one.slug}.md", (
        f"---\ntitle: {one.title}\ndate: {one.date.isoformat()}\nurl: {one.address}\n"
        f"temas: [{TOPICS[one.topic]}]\ntipos: [{TYPES[one.type]}]\nsummary: {one.summary}\n"
        f"anios: ['{one.date.year}']\nmeses: ['{one.date:%Y-%m}']\n"
        f"---\n\n{_body(one, _address(one.related))}"
    )


def eleventy(one: Bulletin) -> tuple[str, str]:
    return f"content/boletines/{one.date.year}/{one.slug}.md", (
        f"---\ntitle: {one.title}\ndate: {one.date.isoformat()}\naddress: {one.address}\n"
        f"topic: {TOPICS[one.topic]}\ntype: {TYPES[one.type]}\nsummary: {one.summary}\n"
        f"---\n\n{_body(one, _address(one.related))}"
    )


def pelican(one: Bulletin) -> tuple[str, str]:
    return f"content/{one.date.year}/{one.slug}.md", (
        f"Title: {one.title}\nDate: {one.date:%Y-%m-%d %H:%M}\nSlug: {one.slug}\n"
        f"Url: {one.address[1:]}\nSave_as: {one.address[1:]}index.html\n"
        f"Category: {TOPICS[one.topic]}\nTags: {TYPES[one.type]}\nSummary: {one.summary}\n\n"
        f"{_body(one, _address(one.related))}"
    )


def _address(one: Bulletin | None) -> str:
    return one.address if one else ""


def _body(one: Bulletin, link: str) -> str:
    before = f"Antecedente: [{one.related.title}]({link}).\n\n" if one.related else ""
    return (
        f"{one.text}\n\n{before}La versión {WORD} está en "
        f"[el sitio de trámites](https://ejemplo.example/tramites).\n"
    )


def write(folder: Path, archive: Iterable[Bulletin], dialect: Dialect) -> None:
    """Write an archive in one dialect into a site's folder."""
    made = set()
    for one in archive:
        name, text = dialect(one)
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(text, "utf-8")

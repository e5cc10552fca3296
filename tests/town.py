"""A fictional town whose newsroom the tests fill, publish and look at."""

import io
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
import warm
from PIL import Image

from pregonero import moments
from pregonero.content.archive import Archive
from pregonero.edition.compose import Edition, compose, premature
from pregonero.edition.report import Report
from pregonero.edition.schedule import overdue
from pregonero.lint.loading import load, load_newsroom
from pregonero.newsroom.model import Newsroom

PROGRAM = Path(__file__).resolve().parents[1]
URL = "https://prensa.sanjacinto.example"
#: The moment most tests stand at, and a day before it.
NOW = "2026-11-23T12:00"
DAY = "2026-11-20"

_TABLES = """
[address]
street = "Calle Real 1"
locality = "San Jacinto de la Loma"
region = "Tlaxcala"

[press_contacts.guardia]
name = "Guardia de prensa"
phone = "+52 246 000 0000"

[topics]
agua = { name = "Agua" }
salud = { name = "Salud" }
obras-publicas = { name = "Obras públicas" }

[types.comunicado]
name = "Comunicado"
plural = "Comunicados"
folio = true
requires = ["dateline", "summary"]

[types.nota]
name = "Nota informativa"
plural = "Notas informativas"

[types.aviso]
name = "Aviso"
plural = "Avisos"
requires = ["expires"]

[types.alerta]
name = "Alerta"
plural = "Alertas"
alert = true
requires = ["expires"]
schema_type = "SpecialAnnouncement"

[types.convocatoria]
name = "Convocatoria"
plural = "Convocatorias"
requires = ["call"]

[types.evento]
name = "Evento"
plural = "Eventos"
requires = ["event"]

[types.aclaracion]
name = "Aclaración"
plural = "Aclaraciones"
requires = ["claim"]
"""
_TOP = {
    "url": URL,
    "name": "Ayuntamiento de San Jacinto de la Loma",
    "short_name": "San Jacinto",
    "office": "Oficina de Prensa",
    "dateline": "San Jacinto de la Loma, Tlax.",
    "languages": ["es", "en", "nhn"],
}


def absent(what: str) -> NoReturn:
    """Skip what this machine cannot run; where nothing may be skipped, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def newsroom(more: str = "", **top: object) -> str:
    """The town's newsroom.toml: other values for its first keys, more tables at its end."""
    keys = {**_TOP, **top}
    head = "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
    return f"{head}{_TABLES}{more}"


def bulletin(body: str = "El agua vuelve el lunes.", **given: object) -> str:
    """A bulletin's file, approved and without folio. A field given as None is left out."""
    title = given.get("title", "Se repara la red de agua")
    values = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, str(given.get("slug", title)))),
        "type": "nota",
        "title": title,
        "date": DAY,
        "status": "approved",
        **given,
    }
    return _document(values, body)


def standing(body: str = "Somos una oficina pequeña.", **given: object) -> str:
    """A page's or campaign's file."""
    title = given.get("title", "Quiénes somos")
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, repr(sorted(given.items()))))
    return _document({"id": identity, "title": title, "summary": "De la oficina.", **given}, body)


def town_id(title: str) -> str:
    """The id that a bulletin of this title, and no slug, has here."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, title))


def question(body: str = "El lunes a las ocho.", **given: object) -> str:
    """A question's file, approved and not answered yet."""
    title = str(given.get("title", "¿Cuándo vuelve el agua?"))
    values = {
        "id": town_id(f"pregunta {title}"),
        "title": title,
        "asked": "2026-11-10 09:00",
        "status": "approved",
        **given,
    }
    return _document(values, str(values.pop("body", body)))


def _document(values: Mapping[str, object], body: str) -> str:
    # JSON is YAML: any value stands on one line, between quotes where it must.
    lines = (
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in values.items()
        if value is not None
    )
    return f"---\n{''.join(lines)}---\n\n{body}\n"


def photo(colour: str = "#3a6b1d", size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def write(root: Path, files: Mapping[str, str | bytes], toml: str | None = None) -> Path:
    """A newsroom's folder with these files under content/."""
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "newsroom.toml").write_text(newsroom() if toml is None else toml, "utf-8")
    for name, content in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def pelican_settings(
    root: Path, settings: str = "", *, ours: str = "pregonero.engine", **plugins: str
) -> None:
    """Give a newsroom Pelican settings of its own, with these lines at their end, and plugins:
    modules by name, listed after ours. `ours` may name those listed before it too."""
    folder = root / "plugins"
    folder.mkdir(exist_ok=True)
    for name, code in plugins.items():
        (folder / f"{name}.py").write_text(code, "utf-8")
    listed = [*ours.split(), *(name for name in plugins if name not in ours.split())]
    own = (PROGRAM / "pelicanconf.py").read_text("utf-8")
    lines = f'PLUGINS = {listed}\nPLUGIN_PATHS = [str(HERE / "plugins")]\n{settings}'
    (root / "pelicanconf.py").write_text(f"{own}\n{lines}", "utf-8")


def environment(**more: str) -> dict[str, str]:
    """The environment of a command: this one, without what a developer may have set for it."""
    own = ("PREGONERO_", "SITEURL", "EDITOR", "VISUAL", "PYTHONWARNINGS")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    # What is said of spelling would depend on what this machine has installed.
    return kept | {"DICPATH": os.devnull} | more


Ended = subprocess.CompletedProcess[str]


def start(*words: str, cwd: Path, env: Mapping[str, str] | None = None, **options: Any) -> Any:
    """Start the program as a person would, from a folder."""
    return subprocess.Popen(
        [sys.executable, str(PROGRAM / "cli.py"), *words],
        cwd=cwd,
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        **options,
    )


def end(process: Any) -> Ended:
    """Wait for a started program."""
    out, err = process.communicate(timeout=60)
    return Ended(process.args, process.returncode, out, err)


def run(*words: str, cwd: Path, env: Mapping[str, str] | None = None, **options: Any) -> Ended:
    """Run the program as a person would, from a folder."""
    if options or not warm.fits(env or {}):
        return end(start(*words, cwd=cwd, env=env, **options))
    return Ended([*words], *warm.run(words, cwd, environment(**(env or {}))))


def told(result: Ended) -> str:
    """All that a command wrote."""
    return result.stdout + result.stderr


def read(root: Path, at: str | datetime = NOW) -> tuple[Newsroom, Archive, Edition]:
    """What a newsroom holds, and what of it is public at a moment."""
    room = load_newsroom(root / "newsroom.toml", {})
    archive = load(root / "content", room)
    moment = at if isinstance(at, datetime) else moments.moment(at, room.zone)
    return room, archive, compose(archive, room, moment)


def faults(root: Path, at: str = NOW) -> list[str]:
    """What `check` would list, without starting a program."""
    _, archive, edition = read(root, at)
    timely = {*premature(archive, edition), *overdue(archive, edition)}
    return [p.show("es") for p in sorted({*archive.problems, *timely})]


def publish(root: Path, at: str | datetime = NOW, **settings: object) -> Report:
    """Build in this process: root/output is the site of a moment."""
    from pregonero.engine.build import build as build_site

    before = os.environ.get("PREGONERO_CONFIG")
    os.environ["PREGONERO_CONFIG"] = str(root / "newsroom.toml")
    try:
        return build_site(
            PROGRAM / "pelicanconf.py",
            **{
                "PATH": str(root / "content"),
                "THEME": str(PROGRAM / "theme"),
                "CACHE_PATH": str(root / ".cache"),
                "OUTPUT_PATH": str(root / "output"),
                "MOMENT": at,
                **settings,
            },
        )
    finally:
        if before is None:
            del os.environ["PREGONERO_CONFIG"]
        else:
            os.environ["PREGONERO_CONFIG"] = before


def build(root: Path, at: str | datetime = NOW, **settings: object) -> dict[str, bytes]:
    """Build in this process; the bytes of every file by its path from output/."""
    publish(root, at, **settings)
    return tree(root / "output")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its POSIX path; folders too, with a slash and no bytes."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found.update({f"{name}/": b""} if path.is_dir() else {name: path.read_bytes()})
    return found


def pages(files: Mapping[str, bytes]) -> dict[str, str]:
    """The text of every HTML page of a built site, by address."""
    return {
        "/" + name.removesuffix("index.html"): data.decode()
        for name, data in files.items()
        if name.endswith(".html")
    }


def answering(files: Iterable[str]) -> set[str]:
    """Every address a built site answers, but those of photographs and other bytes by digest."""
    return {
        "/" + name.removesuffix("index.html")
        for name in files
        if not name.endswith("/")
        and not name.startswith(("media/", "theme/"))
        and (name.count("/") < 2 or not name.startswith("buscar/"))
    }

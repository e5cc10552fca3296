"""Events and calls that arrive wrong are told with file, line and remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from town import NOW, bulletin, faults, newsroom, run, told

Site = Callable[..., Path]
NOTE = "bulletins/2026/acto.md"
VENUES = """
[venues.casa-de-cultura]
name = "Casa de Cultura"
[venues.plaza-mayor]
name = "Plaza Mayor"
"""
LINT = '\n[lint]\nofficials = ["Rosalía Montes Cuapio"]\n'


def written(group: str, **more: object) -> str:
    """A bulletin whose header ends in a group of keys, the first of them at line 7."""
    return bulletin(**more).replace("\n---\n", f"\n{group}\n---\n", 1)


def event(*lines: str) -> str:
    return written("\n  ".join(("event:", *lines)))


@pytest.mark.parametrize(
    ("lines", "where", "gist"),
    [
        (
            ("start: 2026-12-04 10:00", "end: 2026-12-03", "place: La plaza"),
            "7: event", "el evento termina antes de empezar. Revise start y end.",
        ),
        (
            ("start: 2026-12-04 10:00", "venue: casa-de-cultra"),
            "9: event.venue",
            "la sede «casa-de-cultra» no está en newsroom.toml. ¿Quiso decir «casa-de-cultura»?",
        ),
        (
            ("start: 2026-12-04 10:00", "place: casa-de-cultra"),
            "9: event.place", "¿Quiso decir «casa-de-cultura»?",
        ),
        (("start: 2026-12-04 10:00",), "7: event", "no dice dónde es"),
        (
            ("start: 2026-12-04", "place: La plaza", "state: reprogramado"),
            "7: event", "debe decir cuándo iba a empezar",
        ),
        (
            ("start: 2026-12-04", "place: La plaza", "asistencia: en la nube"),
            "10: event.asistencia", "«en la nube» no es un valor admitido",
        ),
        (
            ("inicio: 2026-12-04", "lugar: La plaza", "inicio anterior: 2026-12-04"),
            "7: event", "es la misma que la nueva",
        ),
        (
            ("start: 2026-12-04", "place: La plaza", "presiden: La Presidencia"),
            "10: event.presiden", "la clave «presiden» no existe. ¿Quiso decir «preside",
        ),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be(site: Site, lines: tuple[str, ...], where: str, gist: str) -> None:
    (line,) = faults(site({NOTE: event(*lines)}, newsroom(VENUES)))
    assert line.startswith(f"content/{NOTE}:{where}: ") and gist in line


@pytest.mark.parametrize("place", ["Plaza Mayor", "plaza-mayor", "Bajo el fresno", "Salón Azul"])
def test_a_place_in_words_may_be_any(site: Site, place: str) -> None:
    text = event("start: 2026-12-04", f"place: {place}")
    assert faults(site({NOTE: text}, newsroom(VENUES))) == []


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_call_that_is_closed_when_it_is_published(site: Site, status: str) -> None:
    text = written("call:\n  fecha límite: 2026-11-19", status=status)
    (line,) = faults(site({NOTE: text}))
    assert line.startswith(f"content/{NOTE}:8: call.fecha límite: la convocatoria cierra antes")


def test_the_file_of_a_new_call_has_a_deadline_to_come(site: Site) -> None:
    call = '[types.beca]\nname = "Beca"\nplural = "Becas"\nrequires = ["call"]\n'
    acto = '[types.acto]\nname = "Acto"\nplural = "Actos"\nrequires = ["event"]\n'
    root = site({}, newsroom(f"{VENUES}{call}{acto}"))
    for kind in ("beca", "acto"):
        done = run("new", kind, "Algo", cwd=root)
        assert done.returncode == 0, told(done)
        path = root / done.stdout.splitlines()[0]
        lines = path.read_text("utf-8").splitlines()
        first = lines.index("# call:" if kind == "beca" else "# event:")
        last = next(n for n in range(first, len(lines)) if lines[n].startswith("# photos"))
        lines[first:last] = [line.removeprefix("# ") for line in lines[first:last]]
        path.write_text("\n".join(lines), "utf-8")
        checked = run("check", cwd=root)
        assert checked.returncode == 0 and "error" not in checked.stdout, told(checked)
        if kind == "acto":
            assert "casa-de-cultura, plaza-mayor" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("result", "gist"),
    [
        ("6f0f1a36-2a5a-4d3e-8f43-0d3b0ad3f001", "no existe el boletín con el resultado"),
        ("resultados.md", "no existe el boletín con el resultado, «resultados.md»"),
        ("../../../otro.md", "no existe el boletín con el resultado"),
        ("acto.md", "se da a sí misma como resultado"),
        ("antes.md", "content/bulletins/2026/antes.md, es anterior a la convocatoria"),
    ],
)
def test_a_result_that_points_to_nothing(site: Site, result: str, gist: str) -> None:
    files = {
        NOTE: written(f"call:\n  deadline: 2026-12-01\n  result: {result}"),
        "bulletins/2026/antes.md": bulletin(title="Antes", date="2026-11-01"),
    }
    (line,) = faults(site(files))
    assert line.startswith(f"content/{NOTE}:9: call.result: ") and gist in line


def test_a_person_who_presides_by_name_is_a_warning(site: Site) -> None:
    text = event("start: 2026-12-04", "place: La plaza", "preside: Rosalía Montes Cuapio")
    done = run("check", "--at", NOW, cwd=site({NOTE: text}, newsroom(LINT)))
    assert done.returncode == 0
    (line,) = [one for one in done.stdout.splitlines() if "preside" in one]
    assert line.startswith(f"content/{NOTE}:10: event.preside: ") and "Montes" in line
    text = event("start: 2026-12-04", "place: La plaza", "preside: Presidencia Municipal")
    assert "autoridades" not in told(run("check", "--at", NOW, cwd=site({NOTE: text})))


@pytest.mark.parametrize(
    ("lines", "where", "gist"),
    [
        ('name = "Plaza"\nlat = 19.4', "venues.plaza", "le falta una coordenada"),
        ('name = "Plaza"\nlat = 95.0\nlon = 1.0', "venues.plaza.lat", "la latitud 95.0 no existe"),
        ('name = "Plaza"\nlat = 19.3\nlon = 98.2', "venues.plaza.lat", "¿Olvidó el signo menos"),
        ('name = "Plaza"\nlat = 19.3\nlon = -95.2', "venues.plaza.lat", "está en el mar"),
        ('address = "Calle 1"', "venues.plaza.name", "falta este dato"),
    ],
)
def test_a_venue_that_cannot_be(site: Site, lines: str, where: str, gist: str) -> None:
    root = site({NOTE: bulletin()}, newsroom(f"\n[venues.plaza]\n{lines}\n"))
    done = run("check", "--at", NOW, cwd=root)
    assert done.returncode == 1 and f"{where}: " in told(done) and gist in told(done)

"""What assistive technology is told: landmarks with names of their own, headings in order."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from .conftest import Tab
from .pages import Shown

pytestmark = pytest.mark.browser

_NAMED = ("navigation", "region", "complementary", "form", "search")


@dataclass(frozen=True)
class Node:
    role: str
    name: str
    level: int


Tree = Callable[[Shown], list[Node]]


@pytest.fixture(scope="module")
def nodes_of(tab: Tab) -> Tree:
    """A page's accessibility tree as the browser computes it, in reading order."""

    @cache
    def nodes(shown: Shown) -> list[Node]:
        page = tab()
        page.goto(shown.url)
        session = page.context.new_cdp_session(page)
        found = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        return list(_reading(found[0], {node["nodeId"]: node for node in found}))

    return nodes


def _reading(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[Node]:
    if not node["ignored"]:
        known = {p["name"]: p["value"].get("value") for p in node.get("properties", ())}
        name = node.get("name", {}).get("value", "")
        yield Node(node["role"]["value"], name, known.get("level", 0))
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _reading(by_id[child], by_id)


def test_landmarks_are_whole_and_told_apart(shown: Shown, nodes_of: Tree) -> None:
    nodes = nodes_of(shown)
    count = Counter(node.role for node in nodes)
    assert (count["banner"], count["main"], count["contentinfo"]) == (1, 1, 1)
    assert count["navigation"] >= 2
    named = [(node.role, node.name) for node in nodes if node.role in _NAMED]
    assert all(name for _, name in named)
    assert [one for one, times in Counter(named).items() if times > 1] == []


def test_headings_have_one_start_and_no_jumps(shown: Shown, nodes_of: Tree) -> None:
    headings = [node for node in nodes_of(shown) if node.role == "heading"]
    assert all(node.name for node in headings)
    # The alerts in force come before all that is a page's own.
    urgent = headings[0].name in ("Alertas vigentes", "Alerts in force")
    levels = [node.level for node in headings[1 if urgent else 0 :]]
    assert levels.count(1) == 1 and levels[0] == 1, headings
    assert all(after - before <= 1 for before, after in pairwise(levels)), headings


_FIRST = (
    ("banner", ""),
    ("link", "Saltar al contenido"),
    ("navigation", "Menú principal"),
    ("navigation", "Ruta"),
    ("main", ""),
)
_LAST = (("contentinfo", ""), ("heading", "Contacto"), ("link", "Volver arriba"))
#: What a screen reader comes to on a page of each kind, in this order; other things stand between.
_ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    "home": (
        ("heading", "Alertas vigentes"),
        ("heading", "Más boletines"),
        ("heading", "Campañas"),
        ("heading", "Por tema"),
    ),
    "bulletin": (
        ("link", "Comunicado"),
        ("StaticText", "Boletín No. 004/2026"),
        ("time", ""),
        ("heading", "Vuelve el agua a la colonia Las Peñas tras rehabilitar el pozo 3"),
        ("StaticText", "Nueve semanas de obra y una bomba nueva."),
        ("list", "También en:"),
        ("image", ""),
        ("heading", "Cuándo vuelve el servicio"),
        ("heading", "Fotografías"),
        ("heading", "Contacto para medios"),
        ("navigation", "Otros boletines"),
    ),
    "bulletin event": (
        ("link", "Evento"),
        ("heading", "Feria del Barro 2026"),
        ("heading", "Datos del evento"),
        ("heading", "Contacto para medios"),
    ),
    "campaign": (
        ("heading", "Agua para todas y todos"),
        ("heading", "Boletines de la campaña"),
    ),
    "listing": (
        ("heading", "Archivo de boletines"),
        ("navigation", "Por fecha"),
        ("heading", "Helada en la parte alta esta madrugada"),
        ("navigation", "Páginas de la lista"),
    ),
    "search": (
        ("heading", "Buscar"),
        ("search", ""),
        ("searchbox", "Palabras"),
        ("button", "Buscar"),
        ("status", ""),
        ("heading", "Por fecha y por tema"),
    ),
    "agenda": (
        ("heading", "Agenda"),
        ("link", "Convocatorias abiertas y cerradas"),
        ("heading", "Noviembre de 2026"),
        ("heading", "Carrera nocturna de la Loma"),
        ("heading", "De un vistazo"),
        ("table", "Actos de noviembre de 2026"),
        ("navigation", "Todos los meses"),
        ("complementary", "Agenda en su calendario"),
    ),
    "calls": (
        ("heading", "Convocatorias"),
        ("heading", "Abiertas"),
        ("heading", "un mural para el mercado"),
        ("heading", "Cerradas"),
        ("heading", "Becas para la escuela de música"),
    ),
    "dialogue": (
        ("heading", "Preguntas y respuestas"),
        ("heading", "Cómo preguntar"),
        ("textbox", "Su pregunta"),
        ("button", "Enviar la pregunta"),
        ("heading", "Cuánto tardamos en responder"),
        ("heading", "Sin respuesta a tiempo"),
        ("heading", "Preguntas respondidas"),
        ("heading", "Reglas de respeto"),
    ),
    "question": (
        ("heading", "¿Cuándo llega el agua a la calle Encino?"),
        ("heading", "Lo que se preguntó"),
        ("heading", "Respuesta de la oficina"),
    ),
    "schedule": (
        ("heading", "Transmisiones en vivo"),
        ("heading", "Al aire ahora"),
        ("link", "otro sitio"),
        ("heading", "Próximas"),
        ("heading", "Pasadas"),
    ),
    "bulletin alert": (
        ("heading", "Helada en la parte alta esta madrugada"),
        ("heading", "Datos de la alerta"),
    ),
    "bulletin call": (
        ("heading", "un mural para el mercado"),
        ("heading", "Datos de la convocatoria"),
    ),
    "bulletin claim": (
        ("heading", "Es falso que se vaya a cobrar"),
        ("heading", "Verificación"),
        ("StaticText", "Falso"),
        ("StaticText", "Lo que circula"),
    ),
    "subscribe": (
        ("heading", "Suscribirse"),
        ("heading", "Elija cómo"),
        ("heading", "Qué es un canal"),
        ("heading", "Por tema"),
        ("heading", "Por idioma"),
    ),
    "withdrawn": (("heading", "Avanza la obra del drenaje"),),
}


@pytest.mark.parametrize("name", _ORDER)
def test_a_screen_reader_comes_to_things_in_order(
    name: str, look: Callable[[str], Shown], nodes_of: Tree
) -> None:
    nodes = iter(nodes_of(look(name)))
    first = [one for one in _FIRST if name != "home" or one[1] != "Ruta"]
    for role, text in (*first, *_ORDER[name], *_LAST):
        assert any(n.role == role and text in n.name for n in nodes), (role, text)


def test_a_passage_in_another_language_says_so(look: Callable[[str], Shown], tab: Tab) -> None:
    page = tab()
    page.goto(look("bulletin").url)
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator(".prose [lang=nhn]").inner_text().startswith("Tlazohcamati")
    # Its name and its title.
    assert page.get_by_role("link", name="Water returns").locator("[lang=en]").count() == 2
    for name in ("bulletin translated", "page in English"):
        page.goto(look(name).url)
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("h1[lang]").count() == 0
        assert page.get_by_role("navigation").locator("[lang=es]").first.inner_text() == "Español"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_table_has_all_its_cells_at_every_width(
    width: int, look: Callable[[str], Shown], tab: Tab
) -> None:
    page = tab(width=width)
    page.goto(look("campaign").url)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    tables = [
        [
            Counter(node.role for node in _reading(row, by_id))
            for row in _of_role(table, by_id, "row")
        ]
        for table in _of_role(nodes[0], by_id, "table")
    ]
    for table, rows, columns in zip(tables, (5, 4), (5, 3), strict=True):
        assert len(table) == rows and table[0]["columnheader"] == columns
        body = [(row["rowheader"], row["cell"]) for row in table[1:]]
        assert body == [(1, columns - 1)] * (rows - 1)


def _of_role(node: dict[str, Any], by_id: dict[str, Any], role: str) -> Iterator[dict[str, Any]]:
    for child in filter(None, map(by_id.get, node.get("childIds", ()))):
        if child["role"]["value"] == role and not child["ignored"]:
            yield child
        yield from _of_role(child, by_id, role)

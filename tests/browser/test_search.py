"""Search in a real browser: what is typed is found, told, narrowed, shared; keyboard or nothing."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from town import absent

from .conftest import Tab
from .pages import AXE, IBM
from .test_axe import _RULES
from .test_axe import _RUN as RUN_AXE
from .test_ibm import _RUN as RUN_IBM

pytestmark = pytest.mark.browser

WELL = "Vuelve el agua a la colonia Las Peñas"


@pytest.fixture
def searching(tab: Tab, origins: dict[str, str]) -> Iterator[Page]:
    """The page that searches, in a profile like anybody's; nothing may go wrong meanwhile."""
    page = tab(locale="es-MX")
    said: list[str] = []

    def note(message: object) -> None:
        said.append(str(getattr(message, "text", message)))

    page.goto(f"{origins['ordinary']}/buscar/")
    page.on("console", note)
    page.on("pageerror", note)
    yield page
    said += page.evaluate("probe.forbidden")
    page.remove_listener("console", note)
    page.remove_listener("pageerror", note)
    assert said == []


def ask(page: Page, words: str) -> None:
    page.get_by_label("Palabras").fill("")
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_label("Palabras").fill(words)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"resultado|No se encontró"))


def titles(page: Page) -> list[str]:
    return page.get_by_role("list", name="Resultados").get_by_role("heading").all_inner_texts()


def told(page: Page) -> str:
    return page.get_by_role("status").inner_text()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("pozo peñas", WELL),
        ("pozo penas", WELL),
        ("rehabilitación", WELL),
        ("REHABILITAR", WELL),
        ("obras publicas banquetas", "Calles seguras: la cuadrilla construye banquetas"),
        ("tlazohcamati", WELL),
        ("water", "Water returns to Las Peñas"),
        ("somos municipio", "El municipio"),
        ("agua para todas", "Agua para todas y todos"),
    ],
)
def test_words_are_found_however_they_are_written(searching: Page, words: str, title: str) -> None:
    ask(searching, words)
    expect(
        searching.get_by_role("heading", name=re.compile(re.escape(title))).first
    ).to_be_visible()


def test_n_with_and_without_its_tilde_finds_the_same(searching: Page) -> None:
    ask(searching, "niñas")
    first = set(titles(searching))
    ask(searching, "ninas")
    assert first and set(titles(searching)) == first


def test_nothing_found_is_said(searching: Page) -> None:
    ask(searching, "xilófono")
    assert told(searching) == "No se encontró nada." and titles(searching) == []


def test_every_public_bulletin_is_found_by_its_title(
    searching: Page, origins: dict[str, str]
) -> None:
    feed = searching.request.get(f"{origins['ordinary']}/feeds/feed.json").json()
    for item in feed["items"][:12]:
        ask(searching, item["title"])
        links = searching.locator("#resultados a").evaluate_all("all => all.map(a => a.pathname)")
        assert urlsplit(item["url"]).path in links[:3], item["title"]


def test_choices_narrow_and_the_address_can_be_shared(searching: Page) -> None:
    ask(searching, "agua")
    every = told(searching)
    searching.get_by_label("Tipo").select_option("aviso")
    expect(searching.get_by_role("status")).not_to_have_text(every)
    kinds = set(searching.locator("#resultados .type").all_inner_texts())
    assert kinds == {"Aviso"}
    query = parse_qs(urlsplit(searching.url).query)
    assert query == {"q": ["agua"], "tipo": ["aviso"]}
    narrowed = told(searching), titles(searching)
    searching.goto(searching.url)
    expect(searching.get_by_role("status")).to_have_text(narrowed[0])
    assert titles(searching) == narrowed[1]
    assert searching.get_by_label("Tipo").input_value() == "aviso"
    searching.get_by_label("Tipo").select_option("")
    expect(searching.get_by_role("status")).to_have_text(every)
    searching.go_back()
    expect(searching.get_by_role("status")).to_have_text(narrowed[0])


def test_the_newest_come_first_if_one_asks(searching: Page) -> None:
    ask(searching, "calles seguras")
    searching.get_by_label("Orden").select_option("fecha")
    searching.get_by_label("Año").select_option("2026")
    expect(searching.get_by_role("status")).to_have_text(re.compile("resultado"))
    days = searching.locator("#resultados .rail").all_inner_texts()
    month = re.compile(r"(\d+) de (\w+) de 2026")
    months = ["septiembre", "octubre", "noviembre"]
    found = [m.groups() for m in map(month.search, days) if m]
    order = [(months.index(name), int(day)) for day, name in found if name in months]
    assert len(order) > 5 and order == sorted(order, reverse=True)


def test_a_page_left_open_searches_the_site_as_it_is(searching: Page) -> None:
    opened: list[str] = []
    searching.on("request", lambda one: opened.append(one.url) if "entry" in one.url else None)
    ask(searching, "agua")
    first = len(opened)
    searching.evaluate("() => { const t = Date.now; Date.now = () => t() + 61000; }")
    ask(searching, "pozo")
    assert first and len(opened) == first, "nothing changed"
    searching.evaluate("() => { const t = Date.now; Date.now = () => t() + 61000; }")

    def later(route: Route) -> None:
        route.fulfill(response=(had := route.fetch()), body=f"{had.text()} ")

    searching.route("**/indice.json", later)
    ask(searching, "agua")
    assert len(opened) == 2 * first
    searching.unroute("**/indice.json")


def test_the_keyboard_is_enough(searching: Page) -> None:
    searching.keyboard.press("Tab")
    searching.keyboard.press("Enter")  # to the content
    searching.keyboard.press("Tab")
    searching.keyboard.type("agua")
    searching.keyboard.press("Enter")
    expect(searching.get_by_role("status")).to_have_text(re.compile("resultados"))
    assert searching.evaluate("document.activeElement.id") == "q"
    names = []
    for _ in range(9):
        searching.keyboard.press("Tab")
        names.append(
            searching.evaluate("document.activeElement.id || document.activeElement.tagName")
        )
    assert names[:2] == ["BUTTON", "tipo"] and "orden" in names and names[-1] == "A"
    more = searching.get_by_role("button", name="Ver más resultados")
    more.focus()
    searching.keyboard.press("Enter")
    # Not by a condition in words, which the page's policy forbids to evaluate.
    searching.locator("#resultados li").nth(10).wait_for()
    assert searching.evaluate(
        "document.activeElement === document.querySelectorAll('#resultados a')[10]"
    )


def test_results_are_accessible(tab: Tab, origins: dict[str, str]) -> None:
    page = tab(bypass_csp=True)
    for engine, run, rules in ((AXE, RUN_AXE, _RULES), (IBM, RUN_IBM, None)):
        if not engine.is_file():
            absent(f"{engine} is absent: npm ci --ignore-scripts")
        page.goto(f"{origins['ordinary']}/buscar/?q=agua")
        expect(page.get_by_role("status")).to_have_text(re.compile("resultados"))
        name = "axe" if rules else "ace"
        page.evaluate(f"{engine.read_text('utf-8')};globalThis.{name} = {name};")
        found = page.evaluate(run, rules) if rules else page.evaluate(run)
        assert not found, "\n".join(found)


def test_without_a_script_there_are_other_ways(tab: Tab, origins: dict[str, str]) -> None:
    page = tab(java_script_enabled=False)
    page.goto(f"{origins['ordinary']}/buscar/?q=agua")
    assert page.get_by_role("search").count() == 0
    for name in ("Archivo completo", "2026", "Obras públicas"):
        assert page.get_by_role("main").get_by_role("link", name=name, exact=True).is_visible()


def test_a_search_that_cannot_be_says_so(tab: Tab, origins: dict[str, str]) -> None:
    page = tab(locale="es-MX")
    page.route("**/indice.json", lambda route: route.abort())
    page.goto(f"{origins['ordinary']}/buscar/?q=agua")
    expect(page.get_by_role("status")).to_have_text(re.compile("no está disponible"))
    page.unroute("**/indice.json")

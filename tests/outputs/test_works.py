"""A campaign's page: what it is, its bulletins in time, and its works as the same data thrice."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html
from town import build, bulletin, faults, newsroom, pages, read, standing, write

from pregonero.diagnostics import ProblemsFound
from pregonero.edition.schedule import forthcoming

WORKS = [
    {
        "name": "Pozo tres", "kind": "obra", "amount": "2150000.50", "source": "Fondo de aguas",
        "progress": 85, "location": {"place": "San Isidro", "lat": "19.4931", "lon": "-98.4984"},
    },
    {
        "name": "Tinacos", "kind": "programa", "amount": "640500.25", "source": "Fondo  de Aguas",
        "requirements": ["Vivir aquí"], "contact": "Ventanilla del agua",
        "window": {"opens": "2026-11-01", "closes": "2026-11-25"},
    },
    {"name": "Lluvia", "kind": "programa", "window": {"opens": "2026-12-01"}},
    {"name": "Red norte", "kind": "obra", "amount": "100", "source": "Estado", "progress": 0},
]  # fmt: skip
PAGE = "/campanas/agua/"


def campaign(works: object = WORKS, **given: Any) -> dict[str, str | bytes]:
    values = {"title": "Agua", "works": works, "starts": "2026-09-01", "topic": "agua", **given}
    return {"campaigns/agua.md": standing("Cuidemos el agua.", **values)}


def rows(files: dict[str, bytes]) -> list[dict[str, str]]:
    data = files["campanas/agua/obras.csv"]
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def features(files: dict[str, bytes]) -> list[dict[str, Any]]:
    whole = json.loads(files["campanas/agua/obras.geojson"])
    assert whole["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = whole["features"]
    return found


def money(text: str) -> Decimal:
    return Decimal(re.sub(r"[$,]", "", text))


def tables(files: dict[str, bytes]) -> tuple[list[list[str]], list[list[str]]]:
    """The cells of the rows' table and of that of the sums, heads left out."""
    section = html.fromstring(pages(files)[PAGE]).find_class("works")[0]
    found = [
        [[" ".join(cell.text_content().split()) for cell in row] for row in table.iter("tr")][1:]
        for table in section.iter("table")
    ]
    return found[0], found[1] if len(found) > 1 else []


def test_a_table_has_each_work_and_its_sums(tmp_path: Path) -> None:
    files = build(write(tmp_path, campaign()))
    body, sums = tables(files)
    assert [row[0] for row in body] == [
        "Pozo tres Obra", "Tinacos Programa · Abierto", "Lluvia Programa · Todavía no abre",
        "Red norte Obra",
    ]  # fmt: skip
    assert [row[4] for row in body] == ["$2,150,000.50", "$640,500.25", "Sin dato", "$100.00"]
    assert [row[3] for row in body] == ["85 por ciento", "Sin dato", "Sin dato", "0 por ciento"]
    assert sums == [
        ["Fondo de aguas", "2", "$2,790,500.75"], ["Estado", "1", "$100.00"],
        ["Total", "3", "$2,790,600.75"],
    ]  # fmt: skip
    text = pages(files)[PAGE]
    assert "La suma no incluye 1 renglón que no dice su monto." in text
    assert 'href="geo:19.4931,-98.4984"' in text and "Vivir aquí" in text


def test_a_programme_is_open_by_the_clock_of_the_edition(tmp_path: Path) -> None:
    root = write(tmp_path, campaign())
    states = {
        at: re.findall(r"Programa · ([\w ]+)", pages(build(root, at))[PAGE])
        for at in ("2026-10-31", "2026-11-01", "2026-11-25T23:59:59", "2026-11-26", "2026-12-01")
    }
    assert list(states.values()) == [
        ["Todavía no abre", "Todavía no abre"], ["Abierto", "Todavía no abre"],
        ["Abierto", "Todavía no abre"], ["Cerrado", "Todavía no abre"], ["Cerrado", "Abierto"],
    ]  # fmt: skip


def test_points_are_longitude_first_and_rows_without_one_stay(tmp_path: Path) -> None:
    found = features(build(write(tmp_path, campaign())))
    assert found[0]["geometry"] == {"type": "Point", "coordinates": [-98.4984, 19.4931]}
    assert [one["geometry"] for one in found[1:]] == [None, None, None]
    assert found[0]["properties"]["amount"] == "2150000.50"
    assert found[1]["properties"]["closes"] == "2026-11-25T23:59:59-06:00"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(tmp_path: Path, first: str) -> None:
    bad = f'{first}HYPERLINK("http://a.example","x")'
    works = [{"name": bad, "kind": "obra", "source": bad, "contact": bad, "requirements": [bad],
              "location": {"place": bad, "lat": "19.4", "lon": "-98.4"}}]  # fmt: skip
    files = build(write(tmp_path, campaign(works)))
    (row,) = rows(files)
    for name in ("name", "source", "contact", "requirements", "place"):
        assert row[name] == f"'{bad}"
    assert row["lon"] == "-98.4"  # a number is only a number
    assert features(files)[0]["properties"]["name"] == bad


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1).map(
    lambda text: f"o{text[:20]}"
)
MONEY = st.decimals(0, Decimal("999999999999.99"), places=2, allow_nan=False)


@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    given=st.lists(
        st.tuples(MONEY | st.none(), st.sampled_from(["", "Fondo uno", "fondo  UNO", "=Otro"])),
        min_size=1,
        max_size=12,
    )
)
def test_table_csv_geojson_and_sums_are_the_same_numbers(
    tmp_path: Path, given: list[tuple[Decimal | None, str]]
) -> None:
    works = [
        {"name": f"Obra {n}", "kind": "obra", "source": source}
        | ({} if amount is None else {"amount": str(amount)})
        for n, (amount, source) in enumerate(given)
    ]
    files = build(write(tmp_path, campaign(works)))
    body, sums = tables(files)
    told = [amount for amount, _ in given if amount is not None]
    assert [money(row[4]) for row in body if row[4] != "Sin dato"] == told
    assert [Decimal(row["amount"]) for row in rows(files) if row["amount"]] == told
    amounts = [one["properties"]["amount"] for one in features(files)]
    assert [Decimal(one) for one in amounts if one] == told
    if told:
        assert money(sums[-1][-1]) == sum(told) == sum(money(row[-1]) for row in sums[:-1])
        assert int(sums[-1][1]) == len(told) == sum(int(row[1]) for row in sums[:-1])


def test_a_bare_number_in_yaml_is_the_number_that_was_typed(tmp_path: Path) -> None:
    text = campaign()["campaigns/agua.md"]
    assert isinstance(text, str)
    bare = text.replace('"2150000.50"', "999999999999.10").replace('"19.4931"', "19.40")
    files = build(write(tmp_path, {"campaigns/agua.md": bare}))
    first = rows(files)[0]
    assert (first["amount"], first["lat"]) == ("999999999999.10", "19.40")


def test_bulletins_stand_by_month_in_pages(tmp_path: Path) -> None:
    notes = {
        f"bulletins/2026/{n}.md": bulletin(
            title=f"Nota {n:02}", campaign="agua", date=f"2026-{9 + n // 10:02}-{n % 10 + 1:02}"
        )
        for n in range(25)
    }
    found = pages(build(write(tmp_path, {**campaign(), **notes})))
    first, second = (
        re.findall(r"<h3>(\w+ 2026)</h3>|<h4><a [^>]*>(Nota \d\d)", found[at])
        for at in (PAGE, f"{PAGE}pagina/2/")
    )
    assert [one for one, _ in first if one] == ["Noviembre 2026", "Octubre 2026", "Septiembre 2026"]
    assert [one for one, _ in second if one] == ["Septiembre 2026"]
    assert [n for _, n in (*first, *second) if n] == [f"Nota {n:02}" for n in range(24, -1, -1)]
    assert found[PAGE].count("<ol") == 4  # one a month, and the trail
    assert "Pozo tres" in found[PAGE] and "Pozo tres" not in found[f"{PAGE}pagina/2/"]


def test_data_of_a_withdrawn_campaign_is_gone_and_its_addresses_answer(tmp_path: Path) -> None:
    root = write(tmp_path, campaign())
    before = build(root)
    after = build(write(root, campaign(status="withdrawn")))
    assert {name for name in before if "obras" in name} <= after.keys()
    assert rows(after) == [] and features(after) == []
    assert all(b"Pozo tres" not in data for data in after.values())


def test_works_and_programmes_are_described_to_machines(tmp_path: Path) -> None:
    text = pages(build(write(tmp_path, campaign())))[PAGE]
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    nodes = json.loads(data)["@graph"]
    by_name = {node["name"]: node for node in nodes if "name" in node}
    assert by_name["Pozo tres"]["@type"] == "Project"
    assert by_name["Pozo tres"]["funding"]["amount"]["value"] == "2150000.50"
    assert by_name["Pozo tres"]["location"]["geo"]["latitude"] == "19.4931"
    assert by_name["Tinacos"]["@type"] == "GovernmentService"
    assert by_name["Tinacos"]["hoursAvailable"]["validThrough"] == "2026-11-25T23:59:59-06:00"


# What arrives wrong


@pytest.mark.parametrize(
    ("row", "gist"),
    [
        ("amount: 1.234,56", "«1.234,56» no es un monto que se lea de una sola manera"),
        ("amount: $1,200 mil", "«$1,200 mil» no es un monto"),
        ("amount: mucho", "«mucho» no es un monto"),
        ("amount: -5", "el monto -5 es negativo"),
        ("amount: 1.234", "«1.234» tiene más de dos decimales"),
        ("amount: 1,250,000.50", "Escriba solo las cifras: 1250000.50"),
        ("amount: $1250.50", "Escriba solo las cifras: 1250.50"),
        ("amount: 1e9", "«1e9» no es un monto"),
        ("amount: true", "no es un monto"),
        ("monto: 12x", "obras.1.monto: «12x» no es un monto"),
        ("progress: 101", "un avance de 101 no es posible. Va de 0 a 100."),
        ("progress: 85%", "«85%» no es un avance"),
        ("progress: 8.5", "«8.5» no es un avance"),
        ("kind: puente", "«puente» no es un valor admitido"),
        ("window: {opens: 2026-12-01, closes: 2026-11-01}", "el plazo cierra antes de abrir"),
        ("plazo: {abre: 2026-12-01, sierra: 2026-11-01}", "¿Quiso decir «cierra»?"),
        ("window: {}", "el plazo no dice sus fechas"),
        ("location: {place: A, lat: 19.4}", "falta una de las dos coordenadas"),
        ("location: {place: A, lat: 19°30', lon: 1}", "no son grados decimales"),
        ("location: {place: A, lat: -98.4, lon: 19.4}", "¿Invirtió latitud y longitud?"),
        ("location: {place: A, lat: 19.4, lon: -198}", "la longitud -198 no existe"),
        ("location: {place: A, lat: 19.4, lon: 98.4}", "¿Olvidó el signo menos de la longitud?"),
        ("location: {place: A, lat: 0, lon: 0}", "está fuera de la zona de la institución"),
        ("location: {place: A, lat: 19.4, lon: -95.4}", "el punto 19.4, -95.4 está en el mar"),
        ("locacion: x", "la clave «locacion» no existe"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_remedy(tmp_path: Path, row: str, gist: str) -> None:
    kind = "" if row.startswith("kind") else "    kind: obra\n"
    amount = "amount" in row or "monto" in row
    source = "    source: Fondo\n" if amount else ""
    text = standing(title="Agua").replace(
        "\n---\n", f"\nobras:\n  - name: Uno\n{kind}{source}    {row}\n---\n"
    )
    found = faults(write(tmp_path, {"campaigns/agua.md": text}))
    (line,) = [one for one in found if gist in one]
    number = text.split("\n").index(f"    {row}") + 1
    assert line.startswith(f"content/campaigns/agua.md:{number}: "), found


def test_the_bounds_of_an_institution_are_kept_to(tmp_path: Path) -> None:
    where = {"place": "Lejos", "lat": "20.5", "lon": "-99.5"}
    files = campaign([{"name": "Uno", "kind": "obra", "location": where}])
    assert not faults(write(tmp_path, files))  # somewhere in the country
    box = "[bounds]\nsouth = 19.4\nwest = -98.6\nnorth = 19.6\neast = -98.4\n"
    (line,) = faults(write(tmp_path, files, newsroom(box)))
    assert "el punto 20.5, -99.5 está fuera" in line and "latitud de 19.4 a 19.6" in line
    swapped = {"place": "Cerca", "lat": "-98.5", "lon": "19.5"}
    files = campaign([{"name": "Uno", "kind": "obra", "location": swapped}])
    assert "¿Invirtió latitud y longitud?" in faults(write(tmp_path, files))[0]


def test_a_box_upside_down_is_told(tmp_path: Path) -> None:
    box = "[bounds]\nsouth = 19.6\nwest = -98.6\nnorth = 19.4\neast = -98.4\n"
    with pytest.raises(ProblemsFound, match="el rectángulo está al revés"):
        faults(write(tmp_path, {}, newsroom(box)))


def test_two_rows_of_one_name_and_a_sum_of_no_fund_are_told(tmp_path: Path) -> None:
    works = [{"name": "Pozo tres", "kind": "obra", "amount": "1", "source": "Fondo"},
             {"name": "pozo  TRES", "kind": "obra", "amount": "1"}]  # fmt: skip
    found = faults(write(tmp_path, campaign(works)))
    assert any("ya es el nombre de otra fila" in one for one in found)
    assert any("el monto no dice de qué fondo viene" in one for one in found)


def test_what_a_programme_does_by_itself_is_foretold(tmp_path: Path) -> None:
    room, archive, _ = read(write(tmp_path, campaign()))
    coming = forthcoming(archive, room, datetime(2026, 11, 23, tzinfo=UTC))
    assert [(f"{one.at:%Y-%m-%d %H:%M}", one.what) for one in coming] == [
        ("2026-11-26 00:00", "cierra un programa"), ("2026-12-01 00:00", "abre un programa"),
    ]  # fmt: skip

"""Alerts in force are on every page, and once over on none; an office that relays says so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from town import build, bulletin, faults, newsroom, pages, run, standing, write

from pregonero.slug import slugify

TOLD = {"level": "peligro", "source": "Protección Civil", "area": "La Loma"}
STRIP = 'aria-labelledby="alertas-vigentes"'


def alert(title: str = "Helada", **given: Any) -> str:
    own = {"type": "alerta", "title": title, "slug": slugify(title), "alert": TOLD}
    return bulletin(**{**own, "expires": "2026-11-25 10:00", **given})


def site(**alerts: str) -> dict[str, str | bytes]:
    return {
        **{f"bulletins/2026/{name}.md": text for name, text in alerts.items()},
        "bulletins/2026/nota.md": bulletin(title="Una nota", campaign="agua", topic="agua"),
        "bulletins/2026/ida.md": bulletin(
            title="Retirada", status="withdrawn", aliases=["/antes/"],
            changes=[{"date": "2026-11-21", "note": "No era así."}],
        ),
        "campaigns/agua.md": standing(title="Agua"),
        "pages/somos.md": standing(),
    }  # fmt: skip


def strip(text: str) -> str:
    (section,) = html.fromstring(text).find_class("urgent")
    return " ".join(section.text_content().split())


def test_an_alert_in_force_is_near_the_top_of_every_page(tmp_path: Path) -> None:
    found = pages(build(write(tmp_path, site(helada=alert()))))
    home = found.pop("/")
    assert len(found) > 15
    for address, text in found.items():
        assert strip(text) == (
            "Alertas vigentes Peligro Helada La Loma. Vigente hasta el 25 de noviembre de 2026, "
            "10:00. Fuente: Protección Civil."
        ), address
        (section,) = re.findall(r"<section class=\"urgent\"[^>]*>", text)
        assert STRIP in section and "data-nosnippet" in section
        assert 'role="alert"' not in text and text.index(section) < text.index("<main")
        assert 'href="/alerta/2026/helada/"' in text
    # The home page has its own, once.
    assert STRIP not in home and home.count("Alertas vigentes") == 1
    for part in ("Peligro", "Helada", "Vigente hasta el", "Fuente: Protección Civil."):
        assert part in home
    assert 'aria-labelledby="alertas" data-nosnippet' in home


@pytest.mark.parametrize(
    "over",
    [
        {"expires": "2026-11-22"},
        {"status": "draft"},
        {"embargo": "2026-11-24"},
        {"status": "withdrawn", "changes": [{"date": "2026-11-21", "note": "Falsa alarma."}]},
    ],
)
def test_one_that_is_over_or_not_yet_public_is_on_no_page(
    tmp_path: Path, over: dict[str, Any]
) -> None:
    root = write(tmp_path, site(helada=alert()))
    before = pages(build(root))
    after = pages(build(write(root, site(helada=alert(**over)))))
    assert all(STRIP in text for address, text in before.items() if address != "/")
    for address, text in after.items():
        assert "Alertas vigentes" not in text, address
    assert "/alerta/2026/helada/" not in after["/alerta/"]


def test_an_expired_one_leaves_by_the_clock_and_its_address_says_when(tmp_path: Path) -> None:
    root = write(tmp_path, site(helada=alert()))
    assert STRIP in pages(build(root, "2026-11-25T10:00:00"))["/prensa/"]
    files = build(root, "2026-11-25T10:00:01")
    found = pages(files)
    assert all("Alertas vigentes" not in text for text in found.values())
    assert "Venció el" in found["/alerta/2026/helada/"]
    assert "25 de noviembre de 2026, 10:00" in found["/alerta/2026/helada/"]
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert b"Helada" not in files[f"feeds/tipos/alerta/{name}"]


def test_the_gravest_come_first_and_no_more_than_three(tmp_path: Path) -> None:
    alerts = {
        level: alert(f"De {level}", alert={**TOLD, "level": level})
        for level in ("informativa", "emergencia", "precaucion", "peligro")
    }
    alerts["vieja"] = alert("Sin nivel", alert=None)
    found = pages(build(write(tmp_path, site(**alerts))))
    text = found["/suscribirse/"]
    assert re.findall(r"De (\w+)</a>", text) == ["emergencia", "peligro", "precaucion"]
    assert 'href="/#alertas">Ver todas las alertas' in text and 'id="alertas"' in found["/"]
    assert re.findall(r"<h3><a [^>]*>(?:De )?([\w ]+)<", found["/"])[:5] == [
        "emergencia", "peligro", "precaucion", "informativa", "Sin nivel",
    ]  # fmt: skip


def shared(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files of both but the index of words, whose own files are named by what they hold."""
    return {name for name in before.keys() & after.keys() if not name.startswith("buscar/")}


def test_a_page_of_which_only_words_changed_still_names_the_alert(tmp_path: Path) -> None:
    notes = {
        f"bulletins/2026/{n}.md": bulletin(title=f"Nota {n}", date=f"2026-11-{n - 5:02}")
        for n in range(6, 28)
    }
    old = alert(date="2026-11-01 00:30", slug="vieja")
    root = write(tmp_path, {"bulletins/2026/vieja.md": old, **notes})
    before = build(root)
    other = bulletin("Otras.", title="Nota 20", date="2026-11-15")
    after = build(write(root, {"bulletins/2026/20.md": other}))
    page = "nota/2026/20/index.html"
    assert {name for name in shared(before, after) if before[name] != after[name]} == {page, *(
        f"feeds/{folder}{name}" for folder in ("", "tipos/nota/", "idiomas/es/")
        for name in ("rss.xml", "atom.xml", "feed.json")
    )}  # fmt: skip
    assert "Otras." in after[page].decode() and strip(after[page].decode())
    assert after == build(root, COLD=True)


def test_an_office_that_relays_does_not_look_like_the_authority(tmp_path: Path) -> None:
    told = {**TOLD, "source_url": "https://pc.example/1", "instructions": "No salga."}
    root = write(tmp_path, site(helada=alert(alert=told)))
    text = pages(build(root))["/alerta/2026/helada/"]
    assert "Esta oficina retransmite esta alerta. Fuente: Protección Civil." in text
    assert '<a href="https://pc.example/1">Protección Civil</a>' in text and "No salga." in text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    nodes = {node["@type"]: node for node in json.loads(data)["@graph"]}
    said = nodes["SpecialAnnouncement"]
    assert said["sourceOrganization"]["name"] == "Protección Civil"
    assert said["spatialCoverage"]["name"] == "La Loma" and said["isBasedOn"].endswith("/1")


def test_an_alert_that_names_no_authority_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, site(helada=alert(alert=None)))
    (line,) = faults(root)
    assert "la alerta no dice qué autoridad la emite ni de qué nivel es" in line
    files = build(root)  # it is a warning: an old archive has many
    assert "alerta/2026/helada/cap.xml" not in files and STRIP in pages(files)["/prensa/"]
    strict = newsroom().replace('alert = true\nrequires = ["expires"]',
                                'alert = true\nrequires = ["expires", "alert"]')  # fmt: skip
    (line,) = faults(write(root, {}, strict))
    assert "alert: falta; el tipo «Alerta» lo necesita" in line


@pytest.mark.parametrize(
    ("typed", "gist"),
    [
        ({"nivel": "rojo"}, "nivel: «rojo» no es un valor admitido"),
        ({"fuente": None}, "source: falta este dato"),
        ({"zona": None}, "area: falta este dato"),
        ({"categoría": "clima"}, "«clima» no es un valor admitido"),
        ({"dirección_de_la_fuente": "cenapred"}, "no es una dirección web"),
        ({"polígono": ["19.4, -98.4", "19.5, -98.4"]}, "un polígono tiene tres puntos o más"),
        ({"polígono": ["19.4 -98.4", "1, 1", "2, 2"]}, "«19.4 -98.4» no es un punto"),
        ({"polígono": ["-98.4, 19.4"] * 2 + ["-98.5, 19.4"]}, "¿Invirtió latitud y longitud?"),
        ({"círculo": "19.4, -98.4"}, "no es un círculo"),
        ({"círculo": "19.4, 98.4, 3"}, "¿Olvidó el signo menos de la longitud?"),
        ({"claves": {"INEGI": 29020}}, "«29020» no es un texto"),
        ({"color": "rojo"}, "la clave «color» no existe"),
    ],
)
def test_a_bad_alert_is_told(tmp_path: Path, typed: dict[str, Any], gist: str) -> None:
    whole = {"nivel": "peligro", "fuente": "PC", "zona": "La Loma", **typed}
    given = {name: value for name, value in whole.items() if value is not None}
    found = faults(write(tmp_path, site(helada=alert(alert=given))))
    assert any(gist in line and "helada.md:" in line for line in found), found


def test_only_alerts_carry_the_data_of_one(tmp_path: Path) -> None:
    (line,) = faults(write(tmp_path, site(helada=alert(type="nota"))))
    assert "el tipo «Nota informativa» no es de alertas" in line


def test_a_notice_says_in_lists_until_when_it_holds(tmp_path: Path) -> None:
    notice = bulletin(type="aviso", title="Corte de agua", topic="agua", expires="2026-11-24 14:00")
    files = build(write(tmp_path, {"bulletins/2026/corte.md": notice}))
    found = pages(files)
    for address in ("/", "/aviso/", "/archivo/", "/temas/agua/"):
        assert "24 de noviembre de 2026, 14:00" in found[address], address
    assert (
        b"Vigente hasta el 24 de noviembre de 2026, 14:00." in files["feeds/tipos/aviso/atom.xml"]
    )


def test_the_end_of_a_new_alert_is_asked_for_and_not_made_up(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    ended = run("new", "alerta", "Helada en las partes altas", cwd=root)
    assert ended.returncode == 0 and "Escriba en expires hasta cuándo vale." in ended.stdout
    file = root / "content" / ended.stdout.splitlines()[0].removeprefix("content/")
    text = file.read_text("utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("expires:")]
    assert not line.removeprefix("expires:").partition("#")[0].strip()
    filled = text.replace("status: draft", "status: approved").replace(
        "summary:  ", "summary: Habrá frío.  #"
    )
    file.write_text(f"{filled}Abríguese.\n", "utf-8")
    checked = run("check", cwd=root)
    assert checked.returncode == 1
    assert "expires: está vacío; el tipo «Alerta» lo necesita" in checked.stdout


def test_an_alert_without_an_end_is_told_where_none_is_required(tmp_path: Path) -> None:
    toml = newsroom().replace('alert = true\nrequires = ["expires"]', "alert = true")
    root = write(tmp_path, {"bulletins/2026/a.md": alert(expires=None)}, toml)
    assert [line for line in faults(root) if "la alerta no dice hasta cuándo vale" in line]


def test_an_alert_that_would_stay_for_years_is_told(tmp_path: Path) -> None:
    files = {
        "bulletins/2026/a.md": alert(expires="2030-11-23 09:00"),
        "bulletins/2026/b.md": alert(expires="2026-11-30 09:00", title="Otra"),
    }
    (line,) = [one for one in faults(write(tmp_path, files)) if "en todas las páginas" in one]
    assert "a.md:" in line and "expires" in line

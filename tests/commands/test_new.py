"""`new` gives a file that is right from its first second, however many ask at once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from town import bulletin, end, newsroom, read, run, start, told

Site = Callable[..., Path]
TYPES = ["comunicado", "nota", "aviso", "alerta", "convocatoria", "evento", "aclaracion"]


def created(root: Path, kind: str, title: str) -> Path:
    result = run("new", kind, title, cwd=root)
    assert result.returncode == 0, told(result)
    path = result.stdout.splitlines()[0]
    assert path.startswith("content/") and path.endswith(".md")
    return root / path


def test_a_new_file_of_every_kind_passes_the_check(site: Site) -> None:
    root = site({})
    for kind in (*TYPES, "pagina", "campana"):
        path = created(root, kind, f"¿Qué hay de «{kind}»: 100% agua?")
        assert path.name.endswith(f"que-hay-de-{kind}-100-agua.md")
    checked = run("check", cwd=root)
    assert checked.returncode == 0 and not checked.stdout, told(checked)
    _, archive, edition = read(root)
    assert len(archive.entries) == len(TYPES) + 2
    assert not edition.bulletins and not edition.pages and not edition.campaigns


@pytest.mark.parametrize("kind", ["evento", "convocatoria", "aclaracion", "alerta"])
def test_what_is_in_comments_is_right_once_uncommented(site: Site, kind: str) -> None:
    root = site({})
    path = created(root, kind, "Feria del agua")
    text = path.read_text("utf-8").replace("status: draft", "status: approved")
    lines = text.split("\n")
    group = next(
        i for i, line in enumerate(lines) if re.match(r"# (event|call|claim|alert):", line)
    )
    while lines[group].startswith("# ") and not lines[group].startswith("# photos"):
        lines[group] = lines[group][2:]
        group += 1
    summary = next(i for i, line in enumerate(lines) if line.startswith("summary:"))
    lines[summary] = "summary: La feria."
    if kind == "alerta":  # whoever writes it says until when it holds
        end = next(i for i, line in enumerate(lines) if line.startswith("expires:"))
        lines[end] = f"expires: {datetime.now(UTC) + timedelta(days=3):%Y-%m-%d} 10:00"
    path.write_text("\n".join(lines) + "Habrá feria.\n", "utf-8")
    checked = run("check", cwd=root)
    faults = [line for line in checked.stdout.splitlines() if line.startswith("content/")]
    # All that is left to do is to write one's own words.
    assert faults and all("es el ejemplo" in line for line in faults), told(checked)


def test_a_type_may_be_named_as_people_do(site: Site) -> None:
    root = site({})
    assert "type: aclaracion" in created(root, "Aclaración", "Uno").read_text("utf-8")
    assert created(root, "página", "Dos").parent.name == "pages"
    assert created(root, "Campaña", "Tres").parent.name == "campaigns"


def test_an_unknown_type_is_told_with_the_nearest(site: Site) -> None:
    result = run("new", "comunicados", "Uno", cwd=site({}))
    assert result.returncode == 2
    assert "no existe el tipo «comunicados». ¿Quiso decir «comunicado»?" in result.stderr


@pytest.mark.parametrize("title", ["", "   ", "¿?¡!", "🎉"])
def test_a_title_without_letters_is_refused(site: Site, title: str) -> None:
    root = site({})
    result = run("new", "nota", title, cwd=root)
    assert result.returncode == 2 and "el título no tiene letras ni números" in result.stderr
    assert not any((root / "content").iterdir())


def test_a_title_that_is_too_long_is_refused(site: Site) -> None:
    root = site({})
    result = run("new", "nota", "agua " * 60, cwd=root)
    assert result.returncode == 2 and "200" in result.stderr, told(result)
    assert not any((root / "content").iterdir())


@pytest.mark.parametrize("title", ["Agenda", "Prensa", "Temas", "Nota"])
def test_a_page_never_takes_an_address_of_the_site(site: Site, title: str) -> None:
    root = site({})
    result = run("new", "pagina", title, cwd=root)
    checked = run("check", cwd=root)
    assert checked.returncode == 0, told(result) + told(checked)


@pytest.mark.parametrize(
    "title",
    ["no", "2027", "010", "12:30", "Él dijo: \"ya\" y 'no' \\ # & *", "{{ 7*7 }}", "a\tb", "x\x7f"],
)  # fmt: skip
def test_any_title_is_kept_as_it_was_typed(site: Site, title: str) -> None:
    root = site({})
    path = created(root, "nota", title)
    _, archive, _ = read(root)
    assert not archive.errors
    document = archive.entries[path.relative_to(root / "content").as_posix()].document
    assert document.title.replace("\x7f", "") == " ".join(title.split()).replace("\x7f", "")


def test_the_folio_follows_the_years_last_even_in_a_file_with_faults(site: Site) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    year = datetime.now(ZoneInfo("America/Mexico_City")).year
    broken = bulletin(type="comunicado", folio=41, date=f"{year}-01-02", title="a" * 400)
    old = bulletin(
        type="comunicado", folio=99, date=f"{year - 1}-01-02", title="Viejo", summary="S.",
        dateline="San Jacinto",
    )  # fmt: skip
    root = site({f"bulletins/{year}/a.md": broken, f"bulletins/{year - 1}/b.md": old})
    assert "folio: 42\n" in created(root, "comunicado", "Uno").read_text("utf-8")
    assert "folio: 43\n" in created(root, "comunicado", "Uno").read_text("utf-8")
    assert "folio" not in created(root, "nota", "Uno").read_text("utf-8")


def test_the_same_title_gets_another_address(site: Site) -> None:
    root = site({})
    names = [created(root, "pagina", "Quiénes somos").name for _ in range(3)]
    assert names == ["quienes-somos.md", "quienes-somos-2.md", "quienes-somos-3.md"]


def test_twenty_people_at_once_get_twenty_folios(site: Site) -> None:
    root = site({})
    started = [start("new", "comunicado", "Se repara la red", cwd=root) for _ in range(20)]
    results = [end(process) for process in started]
    assert [r.returncode for r in results] == [0] * 20, told(results[-1])
    assert len({r.stdout.splitlines()[0] for r in results}) == 20
    _, archive, _ = read(root)
    bulletins = archive.bulletins
    assert sorted(b.folio or 0 for b in bulletins) == list(range(1, 21))
    assert len({b.id for b in bulletins}) == len({b.address for b in bulletins}) == 20
    checked = run("check", cwd=root)
    assert checked.returncode == 0, told(checked)


def test_an_editor_is_not_opened_for_a_program(site: Site) -> None:
    result = run("new", "nota", "Uno", cwd=site({}), env={"EDITOR": "false --boom"})
    assert result.returncode == 0 and "boom" not in told(result)


def test_a_newsroom_of_other_types_is_served_alike(site: Site) -> None:
    toml = newsroom('[types.gaceta-sindical]\nname = "Gaceta sindical"\nplural = "Gacetas"\n')
    root = site({}, toml)
    assert "type: gaceta-sindical" in created(root, "Gaceta sindical", "Uno").read_text("utf-8")

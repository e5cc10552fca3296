"""`check` and `build` with the rules of the desk: what is told, decided, switched and refused."""

import json
from pathlib import Path

import pytest
from conftest import Site
from town import NOW, PROGRAM, bulletin, newsroom, photo, run, told, tree

from pregonero.content.cache import ContentCache
from pregonero.lint.proofreading import _Records

NOTE = "bulletins/2026/nota.md"
PHONE = "Informes con Lucía al celular 246 111 2233."
WHY = "Lo pidió publicar su dueña."
HEADER = f"# pregonero: ignore telefono-personal {WHY}\n"
COMMENT = f"<!-- pregonero: ignore telefono-personal {WHY} -->"


def decided(file: str, line: str) -> str:
    """A file with a line more at the end of its header."""
    head, _, body = file.partition("\n---\n")
    return f"{head}\n{line.rstrip()}\n---\n{body}"


def found(root: Path, *words: str) -> list[dict[str, object]]:
    result = run("check", "--at", NOW, "--format", "json", *words, cwd=root)
    records: list[dict[str, object]] = json.loads(result.stdout)
    return records


def test_personal_data_stops_check_and_build(site: Site) -> None:
    root = site({NOTE: bulletin(f"Hola.\n\n{PHONE}")})
    checked, built = (run(name, "--at", NOW, cwd=root) for name in ("check", "build"))
    assert checked.returncode == built.returncode == 1
    assert f"content/{NOTE}:11: texto: el teléfono 246 111 2233 no es" in checked.stdout
    assert "[telefono-personal]" in checked.stdout
    assert "246 111 2233" in told(built) and not (root / "output").exists()


def test_a_draft_may_hold_it_and_is_warned(site: Site) -> None:
    root = site({NOTE: bulletin(PHONE, status="draft")})
    assert [(p["rule"], p["severity"]) for p in found(root)] == [("telefono-personal", "warning")]


@pytest.mark.parametrize(
    "file", [decided(bulletin(PHONE), HEADER), bulletin(f"{PHONE}\n\n{COMMENT}")]
)
def test_a_decision_lets_it_pass_is_listed_and_never_published(site: Site, file: str) -> None:
    root = site({NOTE: file})
    checked = run("check", "--at", NOW, cwd=root)
    assert (checked.returncode, checked.stdout) == (0, ""), told(checked)
    assert "Decisiones en vigor: 1;" in checked.stderr
    listed = run("check", "--decisions", "--format", "json", cwd=root)
    (one,) = json.loads(listed.stdout)
    assert (one["file"], one["rule"], one["reason"]) == (
        f"content/{NOTE}", "telefono-personal", WHY
    )  # fmt: skip
    assert "pregonero: ignore" in file.splitlines()[one["line"] - 1]
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    site_bytes = b"".join(tree(root / "output").values())
    assert b"246 111 2233" in site_bytes
    assert b"pregonero: ignore" not in site_bytes and WHY.encode() not in site_bytes


@pytest.mark.parametrize(
    ("line", "gist"),
    [
        ("# pregonero: ignore telefono-personal", "no dice por qué"),
        ("# pregonero: ignore telefono-persona Sí.", "¿Quiso decir «telefono-personal»?"),
        ("# pregonero: ignore curp Ya no está.", "la decisión sobre curp no calla nada"),
        ("# pregonero: ignore", "no dice sobre qué regla"),
    ],
)
def test_a_decision_that_is_none_is_warned(site: Site, line: str, gist: str) -> None:
    root = site({NOTE: decided(bulletin(), line)})
    checked = run("check", "--at", NOW, cwd=root)
    assert checked.returncode == 0 and gist in checked.stdout, told(checked)
    assert "[decision] (aviso)" in checked.stdout


def test_a_decision_written_as_a_heading_is_warned(site: Site) -> None:
    root = site({NOTE: bulletin("Hola.\n\n# pregonero: ignore curp Por esto.")})
    assert [(p["rule"], p["line"]) for p in found(root)] == [("decision", 11)]


def test_promotion_is_warned_until_somebody_signs(site: Site) -> None:
    toml = newsroom('\n[lint]\nofficials = ["Rosalía Montes Cuapio"]\n')
    file = bulletin(title="Rosalia Montes Cuapio abre el pozo")
    root = site({NOTE: file}, toml)
    assert [(p["rule"], p["severity"]) for p in found(root)] == [("promocion-personal", "warning")]
    why = "# pregonero: ignore promocion-personal La ley pide su firma."
    (root / "content" / NOTE).write_text(decided(file, why), "utf-8")
    assert {p["rule"] for p in found(root)} == {"promocion-personal", "decision"}
    signed = f"{why} Decide: Ana Torres, titular de Prensa."
    (root / "content" / NOTE).write_text(decided(file, signed), "utf-8")
    assert found(root) == []


def test_a_newsroom_switches_rules_off_and_on(site: Site) -> None:
    file = bulletin("La feria comienza el 15 de marzo.")
    root = site({NOTE: file})
    assert [p["rule"] for p in found(root)] == ["fecha-sin-ano"]
    switch = '\n[lint.rules]\nfecha-sin-ano = "{}"\n'
    (root / "newsroom.toml").write_text(newsroom(switch.format("off")), "utf-8")
    assert found(root) == []
    (root / "newsroom.toml").write_text(newsroom(switch.format("error")), "utf-8")
    assert [p["severity"] for p in found(root)] == ["error"]
    built = run("build", "--at", NOW, cwd=root)
    assert built.returncode == 1 and "no dice el año" in told(built)


@pytest.mark.parametrize(
    ("line", "gist"),
    [
        ('fecha-sin-anos = "off"', "¿Quiso decir «fecha-sin-ano»?"),
        ('lenguaje-incluyente = "error"', "no puede ser un error"),
        ('curp = "nunca"', "«nunca» no es un valor admitido"),
    ],
)
def test_a_switch_that_cannot_be_is_told_with_its_line(site: Site, line: str, gist: str) -> None:
    root = site({NOTE: bulletin()}, newsroom(f"\n[lint.rules]\n{line}\n"))
    checked = run("check", cwd=root)
    number = (root / "newsroom.toml").read_text("utf-8").splitlines().index(line) + 1
    assert checked.returncode == 1 and gist in checked.stdout
    assert checked.stdout.startswith(f"newsroom.toml:{number}: lint.rules.")


def test_telephones_of_the_institution_and_of_others_that_it_names_are_let_through(
    site: Site,
) -> None:
    text = (
        "Informes al +52 246 000 0000. Con Lucía: 246 111 2233. Escriba a <lucia@vecinas.example>."
    )
    toml = newsroom('\n[lint]\npublic = ["246 111 2233", "vecinas.example"]\n')
    untold = {p["rule"] for p in found(site({NOTE: bulletin(text)}))}
    assert untold == {"telefono-personal", "correo-personal"}
    assert found(site({NOTE: bulletin(text)}, toml)) == []


def test_the_name_of_a_minor_stops_a_build(site: Site) -> None:
    shown = {"file": "a.jpg", "alt": "Dos niñas leen en la sala.", "credit": "Prensa"}
    more = {"minors": True, "consent": "CM-1", "caption": "Sofía Hernández lee."}
    root = site({NOTE: bulletin(photos=[shown | more]), "media/a.jpg": photo()})
    assert [(p["field"], p["rule"]) for p in found(root)] == [
        ("photos.1.caption", "nombre-de-menor")
    ]
    assert run("build", "--at", NOW, cwd=root).returncode == 1


def test_explain_says_why_with_examples_and_knows_near_names(site: Site) -> None:
    root = site({NOTE: bulletin()})
    every = run("check", "--explain", cwd=root)
    assert every.returncode == 0 and len(every.stdout.splitlines()) > 25
    one = run("check", "--explain", "fecha-sin-ano", cwd=root).stdout
    for part in ("fecha-sin-ano: aviso", "Mal:", "Bien:", "[lint.rules]", "# pregonero: ignore"):
        assert part in one
    wrong = run("check", "--explain", "fecha-sin-anio", cwd=root)
    assert wrong.returncode == 2 and "«fecha-sin-ano»" in wrong.stderr


def test_spelling_is_told_where_there_is_a_dictionary(site: Site, dictionaries: Path) -> None:
    file = bulletin("El servicio vuelve. Tambien habrá pipas en Sanctorum.", title="El agua vuelve")
    root = site({NOTE: file, "dictionary.txt": "# Lugares\nSanctórum\n"})
    without = run("check", "--at", NOW, cwd=root)
    assert without.stdout == "" and "sudo apt install hunspell-es" in without.stderr
    env = {"DICPATH": str(dictionaries)}
    checked = run("check", "--at", NOW, cwd=root, env=env)
    assert checked.returncode == 0 and "apt install" not in checked.stderr
    assert "«Sanctorum» lleva mal el acento. Escriba «Sanctórum»" in checked.stdout
    (root / "content/dictionary.txt").write_text("Sanctórum\nSanctorum\n", "utf-8")
    assert "Sanctorum" not in run("check", "--at", NOW, cwd=root, env=env).stdout
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    assert not [name for name in tree(root / "output") if "dictionary" in name]


def test_an_unchanged_text_is_not_read_again(site: Site) -> None:
    root = site({NOTE: bulletin("La feria comienza el 15 de marzo.")})
    assert "no dice el año" in run("check", "--at", NOW, cwd=root).stdout
    shelf = ContentCache(root / ".cache/bulletins.db", None)
    rows = [shelf.bucket(number, _Records) or {} for number in range(128, 256)]
    (record,) = [row[NOTE] for row in rows if NOTE in row]
    assert [p.rule for p in record[2]] == ["fecha-sin-ano"]
    assert "no dice el año" in run("check", "--at", NOW, cwd=root).stdout


def test_github_and_json_name_the_rule(site: Site) -> None:
    root = site({NOTE: bulletin("La feria comienza el 15 de marzo.")})
    shown = run("check", "--at", NOW, "--format", "github", cwd=root).stdout
    assert shown.startswith(f"::warning file=content/{NOTE},line=9,title=texto::")
    assert shown.rstrip().endswith("[fecha-sin-ano]")


def test_the_content_of_this_repository_is_clean_or_decided() -> None:
    checked = run("check", "--at", NOW, "--format", "json", cwd=PROGRAM)
    assert json.loads(checked.stdout) == []

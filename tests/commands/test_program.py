"""The program speaks Spanish, answers at once, and ends with the status it should."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from town import (
    NOW,
    PROGRAM,
    bulletin,
    environment,
    faults,
    newsroom,
    photo,
    run,
    standing,
    told,
    tree,
)

Site = Callable[..., Path]
NOTE = "bulletins/2026/nota.md"
TWINS = {
    "new": "nuevo", "check": "revisar", "build": "construir", "list": "lista", "serve": "servir",
    "schema": "esquema",
}  # fmt: skip
CATALOG = PROGRAM / "pregonero/locale/en/LC_MESSAGES/pregonero.po"


@pytest.fixture
def bad(site: Site) -> Path:
    return site({NOTE: bulletin(title="a" * 400, topic="aguas"), "pages/x.md": standing()})


# How it is called


def test_help_lists_both_names_of_every_command(tmp_path: Path) -> None:
    shown = run("--help", cwd=tmp_path)
    assert shown.returncode == 0 and shown.stdout.startswith("Uso: ")
    for english, spanish in TWINS.items():
        assert f"{english}, {spanish} " in shown.stdout


@pytest.mark.parametrize("names", TWINS.items())
def test_each_command_explains_itself_under_both_names(
    names: tuple[str, str], tmp_path: Path
) -> None:
    shown = [run(name, "--help", cwd=tmp_path) for name in names]
    one, other = (s.stdout.replace(n, "…", 1) for s, n in zip(shown, names, strict=True))
    assert [s.returncode for s in shown] == [0, 0] and one and one == other


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", str(PROGRAM / "cli.py"), "--help"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert shown.returncode == 0
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in shown.stderr.split("\n")
    }
    assert "typer" in loaded
    for heavy in ("pelican", "pydantic", "PIL", "markdown", "jinja2", "babel", "yaml", "feedgen"):
        assert heavy not in loaded


@pytest.mark.parametrize(
    ("words", "gist"),
    [
        (["chekc"], "¿Quiso decir «check»?"),
        (["revizar"], "¿Quiso decir «revisar»?"),
        (["publicar-ya"], "existe la orden"),
        (["new", "nota", "- uno"], "Error: no existe la opción"),
        (["check", "--formato", "json"], "Error: no existe la opción --formato"),
        (["check", "--format", "xml"], "Error: «xml» no es un valor de --format"),
        (["new"], "Error: falta TIPO"),
        (["new", "nota"], "Error: falta TÍTULO"),
        (["new", "nota", "uno", "dos"], "«dos»"),
        (["build", "--output"], "--output"),
        (["build", "--at", "mañana"], "«mañana» no es una fecha. Escriba año-mes-día"),
        (["build", "--at", "2026-02-30"], "la fecha «2026-02-30» no existe en el calendario"),
        (["check", "otra.md"], "otra.md no es un archivo de este sitio"),
        (["--config", "otra.toml", "check"], "Error: no existe otra.toml"),
        (["serve", "--port", "muchos"], "«muchos» no sirve para --port: puerto; 0 elige"),
        (["serve", "--port", "70000"], "70000 no es un puerto. Escriba uno entre 1 y 65535."),
        (["serve", "--port", "-1"], "-1 no es un puerto"),
        (["serve", "--port"], "a la opción --port le falta su valor. Vea «python cli.py serve"),
        (["check", "--explain=no"], "la opción --explain no lleva un valor"),
        (["list", "todo"], "no se esperaba «todo». Si tiene espacios, póngalo entre comillas"),
        (["correct", "4/2026"], "falta la opción --note: lo que leerá el público"),
        (["question", "ad"], "no existe la orden «ad». ¿Quiso decir «add»?"),
        (["deploy"], "falta DESTINO: un destino de newsroom.toml. Vea «python cli.py deploy"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(site: Site, words: list[str], gist: str) -> None:
    result = run(*words, cwd=site({NOTE: bulletin()}))
    assert result.returncode == 2, told(result)
    assert gist in result.stderr and not result.stdout
    assert len(result.stderr.strip().splitlines()) == 1 and ".." not in result.stderr


@pytest.mark.parametrize(
    ("words", "gist"),
    [
        (["question", "add", "--file", "nada.txt"], "Error: nada.txt: no existe. Revise la ruta"),
        (["question", "add", "--file", "content"], "Error: content: es una carpeta."),
        (["schema", "--into", "newsroom.toml"], "newsroom.toml: ya existe."),
        (["build", "--output", "newsroom.toml/x"], "newsroom.toml: ya existe. Elija otro nombre"),
    ],
)
def test_what_the_system_refuses_is_told_in_words_of_ours(
    site: Site, words: list[str], gist: str
) -> None:
    result = run(*words, cwd=site({NOTE: bulletin()}))
    assert result.returncode == 3 and gist in result.stderr, told(result)
    for english in ("No such", "directory", "exists"):
        assert english not in result.stderr


def test_a_fault_of_the_program_is_kept_for_whoever_mends_it(tmp_path: Path) -> None:
    code = (
        "from pregonero.cli import list_bulletins, program\n"
        "def run(*_): raise ZeroDivisionError('dato')\n"
        "list_bulletins.run = run\n"
        "import sys; sys.argv = ['cli.py', 'list']\n"
        "program.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROGRAM, env=environment(TMPDIR=str(tmp_path)), capture_output=True, text=True,
    )  # fmt: skip
    (kept,) = tmp_path.iterdir()
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: el programa falló (ZeroDivisionError). Envíe ")
    assert str(kept) in done.stderr and "ZeroDivisionError: dato" in kept.read_text("utf-8")


def test_without_a_command_it_shows_its_help(tmp_path: Path) -> None:
    shown = run(cwd=tmp_path)
    assert shown.returncode == 2 and shown.stderr.startswith("Uso: python cli.py [OPCIONES]")
    assert "construir" in shown.stderr and "esquema" not in shown.stderr  # those of every day
    assert ".." not in shown.stderr and "Error" not in shown.stderr


def test_help_groups_commands_by_what_they_are_for_and_names_no_type_of_python(
    tmp_path: Path,
) -> None:
    shown = run("--help", cwd=tmp_path).stdout
    titles = re.findall(r"^(\S.*):$", shown, re.MULTILINE)
    assert titles[:3] == ["Opciones", "Escribir y revisar", "Publicar"] and len(titles) > 4
    for names in re.findall(r"^  (\w+), \w+ ", shown, re.MULTILINE):
        help_ = run(names, "--help", cwd=tmp_path).stdout
        assert not re.search(r"<|\[\[|list\[|\bstr\b|Path|ISO 8601|\{", help_), names


def test_every_command_tells_a_wrong_call_in_one_line_of_spanish(site: Site) -> None:
    root = site({NOTE: bulletin()})

    def named(*words: str) -> list[str]:
        shown = run(*words, "--help", cwd=root).stdout
        return re.findall(r"^  \w+, (\w+) ", shown, re.MULTILINE)

    commands = [[name] for name in named()] + [["pregunta", name] for name in named("pregunta")]
    assert len(commands) > 18
    for words in commands:
        shown = run(*words, "--help", cwd=root).stdout
        options = re.findall(r"^  (--[\w-]+)( [A-ZÁÉÍÓÚa-z|]+)?  ", shown, re.MULTILINE)
        calls = [["--zzz"], ["--ayuda=1"], ["x"] * 9 if words != ["revisar"] else ["x"]]
        calls += [[name] for name, value in options if value]
        calls += [[f"{name}=x"] for name, value in options if not value and name != "--help"]
        for call in calls:
            result = run(*words, *call, cwd=root)
            assert result.returncode == 2 and not result.stdout, (words, call, told(result))
            (line,) = result.stderr.splitlines()
            assert line.startswith("Error: ") and line.endswith((".", "?")), line
            assert not re.search(
                r"\.\.|\.»\.|\?\.|: \.|  |\b(?:No|Missing|Invalid|Got|such|Did|is|the|requires)\b",
                line,
            ), line


def test_it_tells_its_version_and_that_of_what_it_runs_on(tmp_path: Path) -> None:
    from pregonero import __version__

    shown = run("--version", cwd=tmp_path)
    line = rf"Pregonero {re.escape(__version__)} \(Python 3\.\d+\.\S+, Pelican \d\S+\)\n"
    assert shown.returncode == 0 and re.fullmatch(line, shown.stdout)


def test_a_shell_completes_commands_under_both_names(tmp_path: Path) -> None:
    def completed(words: str) -> set[str]:
        env = {
            "_PREGONERO_COMPLETE": "complete_bash", "COMP_WORDS": f"pregonero {words}",
            "COMP_CWORD": str(words.count(" ") + 1),
        }  # fmt: skip
        return {*run(cwd=tmp_path, env=env).stdout.split()}

    assert completed("rev") == {"revisar", "revertir"} and completed("che") == {"check"}
    assert completed("pregunta re") == {"responder"} and completed("revisar --sin") == {"--since"}


def test_a_shell_is_taught_to_complete(tmp_path: Path) -> None:
    command = f"{sys.executable} {PROGRAM / 'cli.py'} --install-completion; true"
    home = {"HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-c", command], env=environment(**home), capture_output=True, text=True
    )
    assert "Cierre la terminal y ábrala otra vez." in done.stderr, done.stderr
    sourced = "source ~/.bashrc; complete -p pregonero"
    known = subprocess.run(["bash", "-c", sourced], env=environment(**home), capture_output=True)
    assert b"_pregonero_completion" in known.stdout


def test_it_works_from_any_folder_of_the_newsroom(site: Site) -> None:
    root = site({NOTE: bulletin()})
    assert run("check", cwd=root / "content/bulletins").returncode == 0
    result = run("build", "--at", NOW, cwd=root / "content")
    assert result.returncode == 0 and (root / "output/index.html").is_file()


def test_the_order_of_options_and_names_is_free(site: Site) -> None:
    root = site({NOTE: bulletin()})
    result = run("--config", "newsroom.toml", "construir", "--output", "a", "--at", NOW, cwd=root)
    assert result.returncode == 0 and (root / "a/index.html").is_file()


def test_a_closed_pipe_is_no_failure_to_explain(site: Site) -> None:
    root = site({f"bulletins/2026/{n}.md": bulletin(title=f"Nota {n}") for n in range(200)})
    command = f"{sys.executable} {PROGRAM / 'cli.py'} list --format json | head -c 10"
    shown = subprocess.run(
        command, shell=True, cwd=root, env=environment(), capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in shown.stderr and "Exception" not in shown.stderr
    assert shown.stderr == ""


# Check


def test_a_good_site_says_so(site: Site) -> None:
    result = run("check", "--at", NOW, cwd=site({NOTE: bulletin(), "pages/x.md": standing()}))
    assert result.returncode == 0 and result.stdout == ""
    assert re.findall(r"\d+", result.stderr) == ["2", "0", "0"] and "rrores" in result.stderr


def test_check_writes_records_for_a_program(bad: Path) -> None:
    result = run("check", "--format", "json", cwd=bad)
    assert result.returncode == 1
    records = json.loads(result.stdout)
    assert {(r["file"], r["line"], r["field"], r["severity"]) for r in records} == {
        (f"content/{NOTE}", 4, "title", "error"),
    } | {(f"content/{NOTE}", r["line"], "topic", "error") for r in records if r["field"] == "topic"}
    (title,) = [r for r in records if r["field"] == "title"]
    assert title["message"] == "mide 400 caracteres; el máximo es 200"
    assert title["remedy"] == "Acórtelo." and title["values"]["size"] == "400"


def test_check_writes_nothing_wrong_as_an_empty_list(site: Site) -> None:
    result = run("check", "--format", "json", cwd=site({NOTE: bulletin()}))
    assert result.returncode == 0 and json.loads(result.stdout) == []


def test_check_writes_what_github_shows_in_place(site: Site) -> None:
    root = site({"bulletins/2026/a,b: 100%.md": bulletin(title="a" * 400)})
    result = run("check", "--format", "github", cwd=root)
    assert result.returncode == 1
    (line,) = [one for one in result.stdout.splitlines() if "title=title" in one]
    assert line.startswith("::error file=content/bulletins/2026/a%2Cb%3A 100%25.md,line=4,title=")
    assert "::title: mide 400 caracteres; el máximo es 200. Acórtelo." in line


@pytest.mark.parametrize("shape", ["json", "github"])
def test_a_program_is_also_told_what_is_wrong_with_the_newsroom(site: Site, shape: str) -> None:
    result = run("check", "--format", shape, cwd=site({}, newsroom(url="ejemplo")))
    assert result.returncode == 1
    if shape == "json":
        (record,) = json.loads(result.stdout)
        assert record["file"] == "newsroom.toml" and record["field"] == "url"
    else:
        assert "file=newsroom.toml,line=1,title=url" in result.stdout


def test_check_of_some_files_tells_of_those_alone(site: Site) -> None:
    root = site({NOTE: bulletin(title="a" * 400), "pages/x.md": standing(title="b" * 400)})
    result = run("check", "content/pages/x.md", cwd=root)
    assert result.returncode == 1
    assert all(line.startswith("content/pages/x.md:") for line in result.stdout.splitlines())
    again = run("revisar", "bulletins/../pages/x.md", cwd=root / "content")
    assert again.stdout == result.stdout


def test_check_of_another_moment_sees_that_moment(site: Site) -> None:
    root = site(
        {
            "pages/x.md": standing("Vea [otra](../bulletins/2026/nota.md)."),
            NOTE: bulletin(embargo="2026-12-24 09:00"),
        }
    )
    assert run("check", "--at", "2026-12-24T08:59", cwd=root).returncode == 1
    assert run("check", "--at", "2026-12-24T09:00", cwd=root).returncode == 0


def test_check_writes_nothing(bad: Path) -> None:
    before = tree(bad)
    run("check", cwd=bad)
    assert {n: d for n, d in tree(bad).items() if not n.startswith(".cache")} == before


# Build


def test_build_says_what_it_did(site: Site) -> None:
    root = site({NOTE: bulletin(), "bulletins/2026/b.md": bulletin(title="B", status="draft")})
    result = run("build", "--at", NOW, cwd=root)
    assert result.returncode == 0 and result.stdout == ""
    assert re.fullmatch(
        r"Publicados: 1, en output/\nRetenidos: 1\n  content/bulletins/2026/b.md: borrador\n"
        r"Avisos: 0\nSegundos: \d+\.\d\n",
        result.stderr,
    )


def test_build_repeats_the_warnings_of_check(site: Site) -> None:
    root = site({NOTE: bulletin(title="SE REPARA LA RED")})
    built, checked = (run(c, "--at", NOW, cwd=root) for c in ("build", "check"))
    assert built.returncode == 0 and "(aviso)" in built.stdout
    assert built.stdout == checked.stdout


def test_siteurl_in_the_environment_wins(site: Site) -> None:
    root = site({NOTE: bulletin()})
    here = {"SITEURL": "http://localhost:9000"}
    assert run("build", "--at", NOW, cwd=root, env=here).returncode == 0
    page = (root / "output/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="http://localhost:9000/">' in page
    wrong = run("build", cwd=root, env={"SITEURL": "ejemplo"})
    assert wrong.returncode in (1, 2) and "Traceback" not in told(wrong)


# List


def test_list_shows_what_is_public_and_what_waits(site: Site) -> None:
    root = site(
        {
            "bulletins/2026/a.md": bulletin(title="[bold]Uno[/bold]"),
            "bulletins/2026/b.md": bulletin(title="Dos", status="draft"),
            "bulletins/2026/c.md": bulletin(title="Tres", embargo="2027-01-01"),
            "bulletins/2026/d.md": bulletin(type="aviso", title="Cuatro", expires="2026-11-21"),
            "bulletins/2026/e.md": bulletin(
                title="Cinco", status="withdrawn",
                changes=[{"date": "2026-11-21", "note": "No era así."}],
            ),
        }
    )  # fmt: skip
    shown = run("list", "--at", NOW, cwd=root)
    assert shown.returncode == 0
    states = {
        "[bold]Uno[/bold]": "público", "Dos": "borrador",
        "Tres": "embargo hasta 2027-01-01 00:00-06:00", "Cuatro": "venció el 2026-11-21 23:59",
        "Cinco": "retirado",
    }  # fmt: skip
    for title, state in states.items():
        assert re.search(rf"{re.escape(title)} .*{re.escape(state)}", shown.stdout), title
    records = json.loads(run("lista", "--format", "json", "--at", NOW, cwd=root).stdout)
    assert {r["title"]: r["state"] for r in records} == states
    assert records[-1]["path"].startswith("content/") and records[0]["address"].startswith("/")


def test_list_shows_the_hour_of_a_date_that_has_one(site: Site) -> None:
    root = site(
        {
            "bulletins/2026/a.md": bulletin(title="Uno", date="2026-11-20"),
            "bulletins/2026/b.md": bulletin(title="Dos", date="2026-11-20 00:00"),
        }
    )
    shown = run("list", "--at", NOW, cwd=root).stdout
    assert re.search(r"2026-11-20 {8}.*Uno", shown)
    assert re.search(r"2026-11-20 00:00 .*Dos", shown)


def test_list_counts_what_it_could_not_read(bad: Path) -> None:
    shown = run("list", cwd=bad)
    assert shown.returncode == 0 and "errores: ejecute" in shown.stderr


def test_list_of_an_unknown_type_does_not_fail(site: Site) -> None:
    shown = run("list", cwd=site({NOTE: bulletin(type="gacetilla")}))
    assert shown.returncode == 0 and "gacetilla" in shown.stdout


# The other language


needs_english = pytest.mark.skipif(not CATALOG.exists(), reason="no English catalog yet")


@needs_english
def test_it_speaks_english_when_asked(site: Site, bad: Path) -> None:
    english = {"PREGONERO_LANG": "en"}
    checked = run("check", cwd=bad, env=english)
    assert checked.returncode == 1
    spanish = run("check", cwd=bad)
    for one, other in zip(checked.stdout.split("\n"), spanish.stdout.split("\n"), strict=True):
        assert not one or one != other
    assert "400" in checked.stdout and "characters" in checked.stdout
    for word in ("archivos", "caracteres", "Escriba", "máximo", "existe"):
        assert word not in told(checked)
    assert run("--help", cwd=bad, env=english).stdout.startswith("Usage: ")
    wrong = run("chekc", cwd=bad, env=english)
    assert wrong.returncode == 2 and "check" in wrong.stderr and "orden" not in wrong.stderr


@needs_english
def test_an_unknown_language_of_the_operator_is_spanish(bad: Path) -> None:
    result = run("check", cwd=bad, env={"PREGONERO_LANG": "tlh"})
    assert result.stdout == run("check", cwd=bad).stdout


@needs_english
def test_the_operators_language_is_not_the_sites(site: Site) -> None:
    root = site({NOTE: bulletin()})
    assert run("build", "--at", NOW, cwd=root, env={"PREGONERO_LANG": "en"}).returncode == 0
    page = (root / "output/index.html").read_text("utf-8")
    assert "Saltar al contenido" in page and '<html lang="es"' in page


@needs_english
def test_a_site_in_english_has_english_pages(site: Site) -> None:
    root = site({NOTE: bulletin()}, newsroom(lang="en"))
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    for path in (root / "output").rglob("*.html"):
        page = path.read_text("utf-8")
        assert '<html lang="en"' in page
        for word in ("Saltar al", "Archivo", "Suscribirse", "Todavía", "noviembre"):
            assert word not in page, (path, word)


# The schema


def test_the_schema_accepts_what_check_accepts(site: Site, tmp_path: Path) -> None:
    import jsonschema
    import yaml

    root = site(
        {
            NOTE: bulletin(
                topic="agua", tags=["uno"], deck=["dos"], embargo="2026-11-21 09:00",
                photos=[{"file": "a.jpg", "alt": "Una calle vacía", "credit": "P"}],
            ),
            "media/a.jpg": photo(),
        }
    )  # fmt: skip
    assert not faults(root)
    schema = json.loads(run("schema", cwd=root).stdout)
    header = yaml.safe_load((root / "content" / NOTE).read_text("utf-8").split("---")[1])
    jsonschema.validate(header, schema)
    for key, value in {"title": 7, "tittle": "x", "type": "gacetilla", "status": "listo"}.items():
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**header, key: value}, schema)


def test_the_repositorys_own_newsroom_passes(tmp_path: Path) -> None:
    checked = run("check", cwd=PROGRAM)
    assert checked.returncode == 0, told(checked)
    built = run("build", "--output", str(tmp_path / "salida"), cwd=PROGRAM)
    assert built.returncode == 0, told(built)
    assert (tmp_path / "salida/index.html").stat().st_size > 1000


def test_check_says_how_feeds_survive_another_domain(site: Site) -> None:
    target = '[targets.sitio]\nkind = "disk"\nurl = "https://ya.example"\npath = "/srv/x"\n'
    files = {"bulletins/2026/nota.md": bulletin()}
    for more, wanted in (
        ("", False),
        (target, False),
        (f"{target}production = true\n", True),
        (f'{target}production = true\n[feeds]\nauthority = "https://ya.example"\n', False),
    ):
        result = run("check", cwd=site(files, newsroom(more)))
        assert result.returncode == 0
        assert ('authority = "https://ya.example"' in told(result)) == wanted

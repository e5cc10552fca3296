"""newsroom.toml: whatever is wrong is told at its line, before anything is built."""

from collections.abc import Callable
from pathlib import Path

import pytest
from town import NOW, bulletin, newsroom, run, told, tree

from pregonero.diagnostics import ProblemsFound
from pregonero.newsroom.loader import load

VEDA = '[[veda]]\nname = "V"\nstarts = "2027-04-01"\n'
Live = Callable[..., Path]


def told_of(tmp_path: Path, text: str | bytes) -> list[str]:
    path = tmp_path / "newsroom.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ProblemsFound) as found:
        load(path, {})
    return [problem.show("es") for problem in found.value.problems]


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


@pytest.mark.parametrize("command", ["check", "build", "list", "new"])
def test_every_command_refuses_it_and_changes_nothing(live: Live, command: str) -> None:
    root = live({"bulletins/2026/nota.md": bulletin()}, newsroom(color="#000000"))
    before = tree(root)
    words = [command, "nota", "Uno"] if command == "new" else [command]
    result = run(*words, cwd=root)
    assert result.returncode == 1
    assert "newsroom.toml:7: color: la clave «color» no existe. ¿Quiso decir" in told(result)
    assert tree(root) == before


@pytest.mark.parametrize(
    ("change", "start", "gist"),
    [
        (("folio = true", "folios = true"), "folios", "«folios» no existe. ¿Quiso decir «folio»?"),
        (('region = "Tlaxcala"\n', ""), "[address]", "address.region: falta este dato"),
        (('name = "Guardia de prensa"', "name = 7"), "name = 7", "«7» no es un texto"),
        (('phone = "+52', 'phone = "llame al +52'), "phone", "no es un teléfono"),
        (("folio = true", 'folio = "tal vez"'), "folio =", "no es sí ni no"),
        (('requires = ["call"]', 'requires = ["calls"]'), 'requires = ["calls"]', "calls"),
        (('schema_type = "Special', 'schema_type = "Big'), "schema_type", "«BigAnnouncement»"),
        (('url = "https', 'url = "ftp'), "url", "no es una dirección web"),
        (("[types.nota]", "[types.Nota_X]"), "[types.Nota_X]", "Nota_X"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_at_its_line(
    tmp_path: Path, change: tuple[str, str], start: str, gist: str
) -> None:
    text = newsroom().replace(*change, 1)
    found = told_of(tmp_path, text)
    assert len(found) == 1, found
    assert found[0].startswith(f"newsroom.toml:{line_of(text, start)}: ") and gist in found[0]


@pytest.mark.parametrize(
    ("more", "start", "gist"),
    [
        ('[colours]\nbrand = "#ff9999"\n', "brand", "contraste insuficiente"),
        ('[colours]\naccent = "#ffff00"\n', "accent", "contraste insuficiente"),
        ('[colours]\nbrand = "rojo"\n', "brand", "«rojo» no es un color"),
        (VEDA + 'ends = "2027-03-01"\n', "[[veda]]", "la veda termina antes de empezar"),
        (VEDA + 'ends = "6 de junio"\n', "ends", "no es una fecha"),
        (VEDA + 'ends = "2027-06-06"\ntopics = ["saluz"]\n',
         "topics", "el tema «saluz» no existe. ¿Quiso decir «salud»?"),
        ('[targets.production]\nkind = "ftp"\nurl = "https://a.example"\n', "kind", "«ftp»"),
        ('[[social]]\nname = "F"\nurl = "face.example"\n', 'url = "face', "no es una dirección"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_told_at_its_line(
    tmp_path: Path, more: str, start: str, gist: str
) -> None:
    text = newsroom(more)
    found = told_of(tmp_path, text)
    assert len(found) == 1, found
    assert found[0].startswith(f"newsroom.toml:{line_of(text, start)}: ") and gist in found[0]


def test_a_date_of_toml_is_a_date(tmp_path: Path) -> None:
    text = newsroom(VEDA.replace('"2027-04-01"', "2027-04-01") + "ends = 2027-06-06\n")
    (tmp_path / "newsroom.toml").write_text(text, "utf-8")
    (veda,) = load(tmp_path / "newsroom.toml", {}).veda
    assert veda.starts.isoformat() == "2027-04-01T00:00:00-06:00"
    assert veda.ends.isoformat() == "2027-06-06T23:59:59-06:00"


@pytest.mark.parametrize(
    ("top", "gist"),
    [
        ({"timezone": "America/Tlaxcala"}, "la zona horaria «America/Tlaxcala» no existe"),
        ({"lang": "español"}, "no es un código de idioma BCP 47"),
        ({"folio_format": "Boletín {numero}"}, "no se puede usar"),
        ({"folio_format": "Boletín"}, "no se puede usar"),
        ({"email": "prensa en ejemplo"}, "no es un correo electrónico"),
        ({"name": ""}, "está vacío"),
    ],
)
def test_a_wrong_first_key_is_told(tmp_path: Path, top: dict[str, object], gist: str) -> None:
    found = told_of(tmp_path, newsroom(**top))
    (key,) = top
    assert found[0].startswith(f"newsroom.toml:{line_of(newsroom(**top), f'{key} =')}: {key}: ")
    assert gist in found[0] and len(found) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = "x"\nname = \n', 2),
        ('a = "x"\n\n[tabla\n', 3),
        ("a = 1\na = 2\n", 2),
        ("name: x\n", 1),
    ],
)
def test_bad_toml_is_told_at_its_line(tmp_path: Path, text: str, line: int) -> None:
    (found,) = told_of(tmp_path, text)
    assert found.startswith(f"newsroom.toml:{line}: archivo: no es TOML válido (")


def test_another_encoding_is_told_at_its_line(tmp_path: Path) -> None:
    (found,) = told_of(tmp_path, b'a = "x"\nname = "Tel\xe9fono"\n')
    assert found == "newsroom.toml:2: archivo: el archivo no está en UTF-8. Guárdelo como UTF-8."


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_bytes(b"\xef\xbb\xbf" + newsroom().encode())
    assert load(tmp_path / "newsroom.toml", {}).short_name == "San Jacinto"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = told_of(tmp_path, newsroom('[colours]\nbrand = "x"\n', url="x", lang="x y"))
    assert len(found) == 3


def test_the_colours_of_the_office_are_legible_on_the_page(live: Live) -> None:
    root = live({}, newsroom('[colours]\nbrand = "#0a3d62"\naccent = "#7a5c00"\n'))
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    (css,) = (root / "output/theme").glob("site.*.css")
    assert "--brand:#0a3d62" in css.read_text("utf-8").replace(" ", "")


def test_a_press_contact_that_nobody_can_reach_is_told(live: Live) -> None:
    toml = newsroom().replace('phone = "+52 246 000 0000"\n', "", 1)
    folio = {"type": "comunicado", "folio": 1, "summary": "x", "dateline": "x"}
    files = {
        "bulletins/2026/a.md": bulletin(contacts=["guardia"], **folio),
        "bulletins/2026/b.md": bulletin(title="Otra"),
    }
    root = live(files, toml)
    shown = run("check", "--at", NOW, cwd=root)
    assert shown.returncode == 0
    wanted = "press_contacts.guardia: nadie puede comunicarse con «Guardia de prensa»"
    assert wanted in shown.stdout and "Añada phone, whatsapp o email." in shown.stdout
    (line,) = [line for line in shown.stdout.splitlines() if "a.md" in line]
    assert "los medios no tienen a quién llamar" in line
    off = toml + '[lint.rules]\nsin-contacto = "off"\n'
    (root / "newsroom.toml").write_text(off, "utf-8")
    assert "guardia" not in run("check", "--at", NOW, cwd=root).stdout

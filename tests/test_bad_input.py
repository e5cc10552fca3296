"""Everything that arrives wrong is told with file, line and remedy, and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from town import (
    NOW,
    bulletin,
    faults,
    newsroom,
    photo,
    run,
    standing,
    told,
    tree,
)

Live = Site = Callable[..., Path]
NOTE = "bulletins/2026/nota.md"
OTHER = "6f0f1a36-2a5a-4d3e-8f43-0d3b0ad3f001"
DATE = '"2026-11-20"'
ALT = "Dos personas revisan una bomba de agua"


def refused(root: Path, where: str, gist: str) -> None:
    """Check and build end with 1 and one line about it; what was published stays as it was."""
    before, beside = tree(root / "output"), {p.name for p in root.iterdir()}
    checked, built = (run(command, "--at", NOW, cwd=root) for command in ("check", "build"))
    assert checked.returncode == 1, told(checked)
    (line,) = [line for line in checked.stdout.splitlines() if line.startswith(f"{where}: ")]
    assert gist in line
    assert built.returncode == 1, told(built)
    assert line in told(built)
    assert "Traceback" not in told(checked) + told(built)
    assert tree(root / "output") == before
    assert {p.name for p in root.iterdir()} - beside <= {".cache"}


def listed(root: Path, where: str, gist: str) -> None:
    """The same of the list alone, for what every command reads in one place."""
    (line,) = [line for line in faults(root) if line.startswith(f"{where}: ")]
    assert gist in line


def warned(root: Path, where: str, gist: str) -> None:
    """Check says it and ends with 0."""
    checked = run("check", "--at", NOW, cwd=root)
    assert checked.returncode == 0, told(checked)
    (line,) = [line for line in checked.stdout.splitlines() if line.startswith(f"{where}: ")]
    assert gist in line and line.endswith("(aviso)")


def head(lines: str) -> str:
    """A bulletin whose header ends in lines written by hand, the first of them at line 7."""
    return bulletin().replace("\n---\n", f"\n{lines}\n---\n")


def pictured(**more: object) -> str:
    return bulletin(photos=[{"file": "bomba.jpg", "alt": ALT, "credit": "Prensa", **more}])


# The file


def test_a_byte_order_mark_is_mended_and_told(live: Live) -> None:
    root = live({NOTE: b"\xef\xbb\xbf" + bulletin().encode()})
    warned(root, f"content/{NOTE}:1: archivo", "BOM")
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    page = (root / "output/nota/2026/nota/index.html").read_bytes()
    assert b"\xef\xbb\xbf" not in page and b"Se repara la red de agua" in page


def test_windows_control_characters_become_what_word_meant(live: Live) -> None:
    root = live({NOTE: bulletin("Dijo \x93ya hay agua\x94 \x96 y la hubo\x85")})
    warned(root, f"content/{NOTE}:9: archivo", "Windows-1252")
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    page = (root / "output/nota/2026/nota/index.html").read_text("utf-8")
    assert "Dijo “ya hay agua” – y la hubo…" in page


def test_loose_accents_are_joined(live: Live) -> None:
    root = live({NOTE: bulletin("La inundacio\u0301n baja.")})
    warned(root, f"content/{NOTE}:9: archivo", "NFC")
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    assert "La inundación baja" in (root / "output/nota/2026/nota/index.html").read_text("utf-8")


@pytest.mark.parametrize("character", ["\x00", "\x0b"])
def test_a_control_character_in_the_text_is_told(live: Live, character: str) -> None:
    refused(
        live({NOTE: bulletin(f"El agua{character} vuelve.")}),
        f"content/{NOTE}:9: texto",
        "carácter de control",
    )


def test_a_control_character_in_the_title_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin(title="El agua\x08 vuelve")}),
        f"content/{NOTE}:4: title",
        "carácter de control",
    )


def test_a_file_in_another_encoding_is_told(live: Live) -> None:
    refused(
        live({NOTE: bulletin("La inundación baja.").encode("latin-1")}),
        f"content/{NOTE}:9: archivo",
        "no está en UTF-8 (byte 0xF3)",
    )


def test_an_empty_file_is_told(live: Live) -> None:
    (line,) = faults(live({NOTE: ""}))
    assert line.startswith(f"content/{NOTE}:1: encabezado: el archivo está vacío")


def test_a_file_of_blanks_is_told(site: Site) -> None:
    listed(site({NOTE: " \n\n\t\n"}), f"content/{NOTE}:1: encabezado", "el archivo está vacío")


def test_a_file_of_five_megabytes_is_told(live: Live) -> None:
    refused(
        live({NOTE: bulletin("agua " * 1_000_000)}),
        f"content/{NOTE}:1: archivo",
        "pesa más de 1 MB",
    )


def test_a_text_without_header_is_told(site: Site) -> None:
    listed(
        site({NOTE: "El agua vuelve.\n"}), f"content/{NOTE}:1: encabezado", "falta el encabezado"
    )


def test_a_header_that_is_not_closed_is_told(live: Live) -> None:
    refused(
        live({NOTE: "---\ntitle: El agua vuelve\nestado: aprobado\n\nEl lunes.\n"}),
        f"content/{NOTE}:1: encabezado",
        "no se cierra",
    )


def test_an_empty_header_is_told(site: Site) -> None:
    listed(site({NOTE: "---\n---\nTexto\n"}), f"content/{NOTE}:1: encabezado", "está vacío")


def test_a_header_nested_thousands_deep_is_told(site: Site) -> None:
    listed(
        site({NOTE: head("deck: " + "[" * 9_000 + "]" * 9_000)}),
        f"content/{NOTE}:2: encabezado",
        "",
    )


@pytest.mark.parametrize("name", ["nota.markdown", "NOTA.MD"])
def test_a_text_that_would_be_left_out_is_told(site: Site, name: str) -> None:
    listed(
        site({f"bulletins/2026/{name}": bulletin()}),
        f"content/bulletins/2026/{name}:1: archivo",
        "donde no se publica",
    )


def test_a_text_outside_the_three_folders_is_told(site: Site) -> None:
    listed(site({"nota.md": bulletin()}), "content/nota.md:1: archivo", "donde no se publica")


def test_a_link_out_of_content_is_not_followed(live: Live, tmp_path: Path) -> None:
    (tmp_path / "directorio.md").write_text(bulletin("Teléfonos de la prensa"), "utf-8")
    root = live({"bulletins/2026/otra.md": bulletin()})
    (root / "content" / NOTE).symlink_to(tmp_path / "directorio.md")
    refused(root, f"content/{NOTE}:1: archivo", "enlace simbólico")


def test_a_folder_linked_from_outside_is_not_followed(site: Site, tmp_path: Path) -> None:
    (tmp_path / "fuera").mkdir()
    (tmp_path / "fuera" / "nota.md").write_text(bulletin(), "utf-8")
    root = site({})
    (root / "content/bulletins").symlink_to(tmp_path / "fuera")
    listed(root, "content/bulletins:1: archivo", "enlace simbólico")


def test_a_link_to_nothing_is_told(site: Site) -> None:
    root = site({"bulletins/2026/otra.md": bulletin()})
    (root / "content" / NOTE).symlink_to("borrado.md")
    listed(root, f"content/{NOTE}:1: archivo", "no lleva a un archivo")


def test_a_file_name_that_is_not_utf_8_is_told(live: Live) -> None:
    root = live({"bulletins/2026/otra.md": bulletin()})
    (root / "content/bulletins/2026").joinpath("a\udcf1o.md").write_text(bulletin(title="Año"))
    strict = {"PYTHONIOENCODING": "utf-8:strict"}  # as in any locale but C
    checked = run("check", "--at", NOW, cwd=root, env=strict)
    assert checked.returncode == 1 and "Traceback" not in told(checked)
    assert "content/bulletins/2026/a" in checked.stdout


# The values


def test_a_repeated_key_is_told_with_the_line_of_the_first(live: Live) -> None:
    refused(
        live({NOTE: head("title: Otro título")}),
        f"content/{NOTE}:7: title",
        "la clave está repetida; ya estaba en la línea 4",
    )


def test_a_key_and_its_spanish_name_are_one(site: Site) -> None:
    listed(
        site({NOTE: head("título: Otro título")}),
        f"content/{NOTE}:7: título",
        "la clave está repetida; title es lo mismo",
    )


def test_an_unknown_key_is_told_with_the_nearest(live: Live) -> None:
    refused(
        live({NOTE: head("tittle: Otro")}),
        f"content/{NOTE}:7: tittle",
        "la clave «tittle» no existe. ¿Quiso decir «title»?",
    )


def test_an_unknown_key_inside_a_group_is_told_at_its_line(site: Site) -> None:
    listed(
        site(
            {
                NOTE: head(
                    f"photos:\n  - file: bomba.jpg\n    alt: {ALT}\n    crédito: Prensa\n    pye: X"
                ),
                "media/bomba.jpg": photo(),
            }
        ),
        f"content/{NOTE}:11: photos.1.pye",
        "la clave «pye» no existe",
    )


def test_an_unfinished_line_is_told(site: Site) -> None:
    listed(site({NOTE: head('deck: ["uno')}), f"content/{NOTE}:7: encabezado", "deck")


def test_a_colon_inside_a_value_is_told(site: Site) -> None:
    listed(
        site({NOTE: head("summary: Hoy: hay agua")}),
        f"content/{NOTE}:7: encabezado",
        "dos puntos dentro del valor: summary: Hoy: hay agua. Ponga todo el valor entre comillas",
    )


def test_a_tabulator_is_told(site: Site) -> None:
    listed(site({NOTE: head("deck:\n\t- uno")}), f"content/{NOTE}:8: encabezado", "tabulador")


def test_a_reference_bomb_is_told_and_never_unfolded(live: Live) -> None:
    bomb = "deck: &a0 [x]\n" + "\n".join(
        f"tags{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)
    )
    checked = run("check", "--at", NOW, cwd=live({NOTE: head(bomb)}))
    assert checked.returncode == 1
    assert ": tags1.1: no se admiten anclas" in checked.stdout


@pytest.mark.parametrize("typed", ["no", "12:30", "010", "0x1F", "1_000", "yes", "on", "1.5e+3"])
def test_a_title_that_yaml_would_change_is_told(site: Site, typed: str) -> None:
    text = bulletin(title=None, slug="nota")
    root = site({NOTE: text.replace("---\n\n", f"title: {typed}\n---\n\n")})
    found = " ".join(faults(root))
    assert f"content/{NOTE}:7: title: YAML no lee «{typed}» como texto. Ponga el valor" in found
    assert "entre comillas" in found


@pytest.mark.parametrize("typed", ["010", "012", "08", '"12"', "12.0", "doce"])
def test_a_folio_is_told_to_be_bare_figures(site: Live, typed: str) -> None:
    text = bulletin(type="comunicado", summary="Hay agua.", dateline="San Jacinto")
    root = site({NOTE: text.replace("---\n\n", f"folio: {typed}\n---\n\n")})
    (line,) = faults(root)
    assert line.startswith(f"content/{NOTE}:9: folio: ")
    # Between quotes it would be refused again.
    assert "comillas" not in line or "sin comillas" in line
    if typed.startswith("0"):
        assert "cero" in line or typed.lstrip("0") in line.split(". ", 1)[1]


def test_a_title_of_four_hundred_characters_is_told(live: Live) -> None:
    refused(
        live({NOTE: bulletin(title="a" * 400)}),
        f"content/{NOTE}:4: title",
        "mide 400 caracteres; el máximo es 200",
    )


def test_mathematical_letters_are_told_with_plain_ones(live: Live) -> None:
    warned(
        live({NOTE: bulletin(title="𝚂𝙰𝙽𝚃𝙰 Ana tiene agua")}),
        f"content/{NOTE}:4: title",
        "letras matemáticas que los lectores de pantalla no leen: 𝚂𝙰𝙽𝚃𝙰. Escriba «SANTA».",
    )


def test_a_title_all_in_capitals_is_told(live: Live) -> None:
    root = live({NOTE: bulletin(title="SE REPARA LA RED")})
    warned(root, f"content/{NOTE}:4: title", "mayúsculas")


@pytest.mark.parametrize("line", ["embargo:", "embargo: # mañana", "vence:", "expires: ~"])
def test_a_moment_begun_and_left_empty_publishes_nothing(live: Live, line: str) -> None:
    root = live({NOTE: head(line)})
    refused(root, f"content/{NOTE}:7", f"{line.partition(':')[0]}: está vacío. Escriba el dato, o")


@pytest.mark.parametrize("typed", ["22 de noviembre de 2026", "22/11/2026", "05/06/2026", "hoy"])
def test_a_date_in_words_is_told(site: Site, typed: str) -> None:
    root = site({NOTE: bulletin(date=typed)})
    found = " ".join(faults(root))
    assert f"content/{NOTE}:5: date: «{typed}» no es una fecha." in found


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13-01", "2026-11-20 25:00", "2026-00-10"])
def test_a_date_that_is_in_no_calendar_is_told(site: Site, typed: str) -> None:
    root = site({NOTE: bulletin().replace(f'date: "{NOW[:8]}20"', f"date: {typed}")})
    found = " ".join(faults(root))
    assert f"content/{NOTE}:5: date: la fecha «{typed}» no existe en el calendario" in found


@pytest.mark.parametrize("typed", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
def test_a_date_at_the_end_of_time_is_told(site: Site, typed: str) -> None:
    (line,) = faults(site({"bulletins/nota.md": bulletin(date=typed)}))
    assert line.startswith("content/bulletins/nota.md:5: date: ")


def test_a_slug_too_long_for_a_file_is_told(site: Site) -> None:
    listed(site({NOTE: bulletin(slug="a-" * 140 + "a")}), f"content/{NOTE}:7: slug", "281")


def test_the_thirtieth_of_february_changes_nothing(live: Live) -> None:
    refused(live({NOTE: bulletin(date="2026-02-30")}), f"content/{NOTE}:5: date", "no existe")


def test_an_unknown_topic_is_told_with_the_nearest(live: Live) -> None:
    refused(
        live({NOTE: bulletin(topic="aguas")}),
        f"content/{NOTE}:7: topic",
        "el tema «aguas» no existe. ¿Quiso decir «agua»?",
    )


def test_an_unknown_type_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin(type="gacetilla")}),
        f"content/{NOTE}:3: type",
        "el tipo «gacetilla» no existe",
    )


def test_an_unknown_status_is_told_with_the_choices(site: Site) -> None:
    listed(
        site({NOTE: bulletin(status="listo")}),
        f"content/{NOTE}:6: status",
        "«listo» no es un valor admitido",
    )


def test_the_choices_are_told_once_each(site: Site) -> None:
    (line,) = faults(site({NOTE: bulletin(status="listo")}))
    choices = line.partition("uno de estos: ")[2].rstrip(".").split(", ")
    assert {"draft", "approved", "withdrawn"} <= set(choices)
    assert len(choices) == len(set(choices))


def test_a_missing_identifier_is_told_with_one_to_copy(live: Live) -> None:
    root = live({NOTE: bulletin(id=None)})
    refused(root, f"content/{NOTE}:1: id", "falta el identificador permanente")
    identity = told(run("check", cwd=root)).partition("línea: id: ")[2].split()[0]
    (root / "content" / NOTE).write_text(bulletin(id=identity), "utf-8")
    assert run("check", cwd=root).returncode == 0


def test_what_a_type_needs_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin(type="aviso")}),
        f"content/{NOTE}:1: expires",
        "falta; el tipo «Aviso» lo necesita",
    )


def test_a_withdrawal_without_a_reason_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin(status="withdrawn")}),
        f"content/{NOTE}:1: encabezado",
        "un boletín retirado debe decir cuándo y por qué",
    )


def test_a_notice_that_expires_before_it_is_published_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin(type="aviso", expires="2026-11-01")}),
        f"content/{NOTE}:1: encabezado",
        "vence antes de publicarse",
    )


# What files claim of each other


def test_an_identifier_used_twice_is_told_of_the_second(live: Live) -> None:
    root = live({"bulletins/2026/a.md": bulletin(), "bulletins/2026/b.md": bulletin()})
    refused(
        root,
        "content/bulletins/2026/b.md:2: id",
        "el identificador ya es de content/bulletins/2026/a.md",
    )


def test_an_address_used_twice_is_told(live: Live) -> None:
    refused(
        live(
            {
                "bulletins/2026/a.md": bulletin(title="Uno", slug="agua"),
                "bulletins/2026/b.md": bulletin(title="Dos", slug="agua", id=OTHER),
            }
        ),
        "content/bulletins/2026/b.md:7: slug",
        "la dirección /nota/2026/agua/ ya es de content/bulletins/2026/a.md",
    )


def released(number: int, title: str = "") -> str:
    return bulletin(
        type="comunicado",
        folio=number,
        title=title or f"Comunicado {number}",
        summary="Hay agua.",
        dateline="San Jacinto",
    )


def test_a_folio_used_twice_is_told(live: Live) -> None:
    refused(
        live(
            {
                "bulletins/2026/a.md": released(1),
                "bulletins/2026/b.md": released(1)
                .replace("Comunicado 1", "Otro")
                .replace("id: ", f'id: "{OTHER}" #'),
            }
        ),
        "content/bulletins/2026/b.md:7: folio",
        "el folio Boletín No. 001/2026 ya es de content/bulletins/2026/a.md",
    )


def test_a_folio_that_is_skipped_is_a_warning(live: Live) -> None:
    warned(
        live({f"bulletins/2026/{n}.md": released(n) for n in (1, 2, 5)}),
        "content/bulletins/2026/5.md:7: folio",
        "en la serie de 2026 no aparece el folio 3–4",
    )


def test_a_missing_folio_is_told(site: Site) -> None:
    listed(
        site({NOTE: released(1).replace("folio: 1\n", "")}),
        f"content/{NOTE}:1: folio",
        "falta el folio",
    )


def test_a_campaign_that_does_not_exist_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin(campaign="limpia")}),
        f"content/{NOTE}:7: campaign",
        "la campaña «limpia» no existe",
    )


@pytest.mark.parametrize("name", ["temas", "archivo", "feeds", "nota", "buscar"])
def test_a_page_cannot_take_an_address_of_the_site(site: Site, name: str) -> None:
    root = site({f"pages/{name}.md": standing()})
    found = " ".join(faults(root))
    assert f"content/pages/{name}.md:1: slug: la dirección /{name}/ es del propio sitio" in found


def test_a_type_cannot_take_an_address_of_the_site(live: Live) -> None:
    root = live({NOTE: bulletin()}, newsroom('[types.archivo]\nname = "X"\nplural = "Xs"\n'))
    before = tree(root / "output")
    for command in ("check", "build"):
        result = run(command, "--at", NOW, cwd=root)
        assert result.returncode == 1 and "newsroom.toml:" in told(result), told(result)
        assert "types.archivo" in told(result) and "Traceback" not in told(result)
    assert tree(root / "output") == before


# Links


def test_a_link_to_a_bulletin_that_does_not_exist_is_told(live: Live) -> None:
    refused(
        live({NOTE: bulletin("Uno.\n\nVea [el otro](otro.md).")}),
        f"content/{NOTE}:11: texto",
        "el enlace lleva a content/bulletins/2026/otro.md, que no existe",
    )


def test_a_link_to_an_address_that_does_not_exist_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin("Vea [el otro](/nota/2026/otro/).")}),
        f"content/{NOTE}:9: texto",
        "la dirección /nota/2026/otro/ no existe en este sitio",
    )


@pytest.mark.parametrize("address", ["/temas/aguas/", "/archivo/1999/01/", "/feeds/nada.xml"])
def test_a_link_to_a_list_that_does_not_exist_is_told(site: Site, address: str) -> None:
    root = site({NOTE: bulletin(f"Vea [la lista]({address}).")})
    found = " ".join(faults(root))
    assert f"content/{NOTE}:9: texto: la dirección {address} no existe" in found


def test_a_link_to_a_draft_is_told(live: Live) -> None:
    refused(
        live(
            {
                NOTE: bulletin("Vea [el otro](secreto.md)."),
                "bulletins/2026/secreto.md": bulletin(title="Secreto", status="draft"),
            }
        ),
        f"content/{NOTE}:9: texto",
        "content/bulletins/2026/secreto.md, que es un borrador",
    )


def test_a_link_to_an_embargoed_bulletin_is_told(live: Live) -> None:
    refused(
        live(
            {
                NOTE: bulletin("Vea [el otro](/nota/2026/secreto/)."),
                "bulletins/2026/secreto.md": bulletin(title="Secreto", embargo="2026-12-24 09:00"),
            }
        ),
        f"content/{NOTE}:9: texto",
        "content/bulletins/2026/secreto.md, que no será público hasta 2026-12-24 09:00-06:00",
    )


def test_a_page_that_links_to_an_embargoed_bulletin_is_told(live: Live) -> None:
    refused(
        live(
            {
                "pages/oficina.md": standing("Vea [el otro](../bulletins/2026/secreto.md)."),
                "bulletins/2026/secreto.md": bulletin(title="Secreto", embargo="2026-12-24 09:00"),
            }
        ),
        "content/pages/oficina.md:7: texto",
        "content/bulletins/2026/secreto.md, que no es público",
    )


def test_a_link_out_of_content_is_told(live: Live) -> None:
    refused(
        live({NOTE: bulletin("El [directorio](../../../directorio.pdf).")}),
        f"content/{NOTE}:9: texto",
        "sale de content/",
    )


def test_a_link_without_its_beginning_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin("Vea [el sitio](www.sanjacinto.example).")}),
        f"content/{NOTE}:9: texto",
        "«www.sanjacinto.example» le falta",
    )


def test_a_file_that_does_not_exist_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin("El [acta](acta.pdf).")}),
        f"content/{NOTE}:9: texto",
        "el enlace lleva a «acta.pdf», que no existe",
    )


@pytest.mark.parametrize("name", ["pagina.html", "mapa.svg", "truco.js", "estilo.css", "lista.xml"])
def test_a_file_that_a_browser_would_run_is_refused(site: Site, name: str) -> None:
    root = site(
        {
            NOTE: bulletin(f"El [archivo]({name})."),
            f"media/{name}": "<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>",
        }
    )
    (line,) = faults(root)
    assert line.startswith(f"content/{NOTE}:9: texto: ") and name in line


# What the text may not carry


def test_a_script_is_told_and_taken_out(live: Live) -> None:
    root = live({NOTE: bulletin("Hola.\n\n<script>alert('hoy')</script>")})
    warned(root, f"content/{NOTE}:11: texto", "«<script» no se admite y se quitará")
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    assert all(b"alert('hoy')" not in data for data in tree(root / "output").values())


def test_a_javascript_link_is_told_and_loses_its_address(live: Live) -> None:
    root = live({NOTE: bulletin("Pulse [aquí](javascript:alert(7)).")})
    warned(
        root,
        f"content/{NOTE}:9: texto",
        "el enlace «javascript:alert(7)» no se admite y se quitará",
    )
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    assert all(b"alert(7" not in data for data in tree(root / "output").values())


def test_template_instructions_are_published_as_typed(live: Live) -> None:
    root = live(
        {
            NOTE: bulletin(
                "Da {{ 7*7 }} y {% include 'base.html' %}.",
                title="Suman {{ 7*7 }} litros",
                summary="{% set x = 1 %}",
            )
        }
    )
    checked = run("check", "--at", NOW, cwd=root)
    assert (
        checked.returncode == 0 and f"content/{NOTE}:10: texto: «{{{{ 7*7 }}}}»" in checked.stdout
    )
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    output = tree(root / "output")
    page = output["nota/2026/nota/index.html"].decode()
    assert "Da {{ 7*7 }} y {% include 'base.html' %}." in page
    assert "<h1>Suman {{ 7*7 }} litros</h1>" in page and "{% set x = 1 %}" in page
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert "{{ 7*7 }}" in output[f"feeds/{name}"].decode()


# Photographs


@pytest.mark.parametrize("file", ["../../secreto.jpg", "../newsroom.toml", "/etc/passwd"])
def test_a_photograph_outside_the_media_folder_is_refused(site: Site, file: str) -> None:
    root = site({NOTE: pictured(file=file)})
    found = " ".join(faults(root))
    assert f"content/{NOTE}:7: photos.1.file: la ruta «{file}» sale de content/media/" in found


def test_a_photograph_that_is_not_there_is_told(live: Live) -> None:
    refused(live({NOTE: pictured()}), f"content/{NOTE}:7: photos.1.file", "no existe")


def test_a_text_named_as_a_photograph_is_told(live: Live) -> None:
    refused(
        live({NOTE: pictured(), "media/bomba.jpg": "Oficio 12"}),
        f"content/{NOTE}:7: photos.1.file",
        "bomba.jpg no se puede abrir como fotografía (no es una fotografía)",
    )


def test_a_photograph_cut_short_is_told(site: Site) -> None:
    listed(
        site({NOTE: pictured(), "media/bomba.jpg": photo()[:-40]}),
        f"content/{NOTE}:7: photos.1.file",
        "está incompleta o dañada",
    )


def test_a_photograph_without_alternative_text_is_told(live: Live) -> None:
    refused(
        live({NOTE: pictured(alt=""), "media/bomba.jpg": photo()}),
        f"content/{NOTE}:7: photos.1.alt",
        "no tiene texto alternativo",
    )


@pytest.mark.parametrize(
    "alt", ["Imagen", "foto", "IMG_2034", "bomba.jpg", "bomba", "Imagen del evento", "...",
            "Se repara la red de agua"],
)  # fmt: skip
def test_an_alternative_text_that_says_nothing_is_told(site: Site, alt: str) -> None:
    root = site({NOTE: pictured(alt=alt), "media/bomba.jpg": photo()})
    found = " ".join(faults(root))
    assert f"content/{NOTE}:7: photos.1.alt: el texto alternativo «{alt}» no describe" in found


def test_minors_without_consent_are_not_published(live: Live) -> None:
    refused(
        live({NOTE: pictured(minors=True), "media/bomba.jpg": photo()}),
        f"content/{NOTE}:7: photos.1.consent",
        "aparecen menores y no hay consentimiento",
    )


@pytest.mark.parametrize("consent", [False, "no", "", "  "])
def test_a_consent_that_was_not_given_is_none(site: Site, consent: object) -> None:
    root = site({NOTE: pictured(minors=True, consent=consent), "media/bomba.jpg": photo()})
    found = " ".join(faults(root))
    assert f"content/{NOTE}:7: photos.1.consent: " in found


def test_a_photograph_named_with_loose_accents_is_found(live: Live) -> None:
    """As a Mac writes it in a zip file: the same letters, other code points."""
    root = live({NOTE: pictured(file="sesión.jpg"), "media/sesio\u0301n.jpg": photo()})
    checked = run("check", "--at", NOW, cwd=root)
    assert checked.returncode == 0, told(checked)


def test_an_image_of_another_site_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin("![Mapa](https://mapas.example/1.png)")}),
        f"content/{NOTE}:9: texto",
        "está en otro sitio",
    )


def test_an_image_that_is_not_declared_is_told(site: Site) -> None:
    listed(
        site({NOTE: bulletin("![Mapa](mapa.jpg)"), "media/mapa.jpg": photo()}),
        f"content/{NOTE}:9: texto",
        "la imagen mapa.jpg no está en photos",
    )


def test_a_photograph_is_never_published_as_the_phone_left_it(live: Live) -> None:
    """A link to the file itself would give the place it was taken, and nobody's consent."""
    secret = photo() + b"GPS 19.43 -99.13\xff\xd9"
    root = live({NOTE: bulletin("La [foto](bomba.jpg)."), "media/bomba.jpg": secret})
    result = run("build", "--at", NOW, cwd=root)
    assert all(b"GPS 19.43" not in data for data in tree(root / "output").values()), told(result)


@pytest.mark.parametrize("key", ["body", "path"])
def test_a_key_that_only_the_program_fills_in_is_told(site: Site, key: str) -> None:
    text = bulletin().replace("title:", f"{key}: x\ntitle:")
    listed(site({NOTE: text}), f"content/{NOTE}:4: {key}", "no existe")


# All at once


def test_every_problem_is_told_at_once(live: Live) -> None:
    lines = bulletin(type="comunicado", folio=3, topic="aguas", campaign="x").replace(
        DATE, "mañana"
    )
    text = lines.replace("El agua vuelve", "[Vea](nada.md) ![](no.jpg) El agua vuelve")
    root = live({NOTE: text.replace("\n---\n", "\nsummary:\n---\n")})
    found = {
        line.split(": ")[0].rpartition(":")[2] + " " + line.split(": ")[1] for line in faults(root)
    }
    assert found == {
        "5 date", "8 topic", "9 campaign", "10 summary", "1 dateline", "13 texto"
    }, faults(root)  # fmt: skip
    checked = run("check", "--at", NOW, cwd=root)
    assert checked.returncode == 1 and "10: summary: está vacío" in checked.stdout


@pytest.mark.parametrize("key", ["title", "date", "type"])
def test_a_key_that_is_there_and_empty_is_told_at_its_line(site: Site, key: str) -> None:
    import re

    text = re.sub(rf"^{key}: .*$", f"{key}:", bulletin(), flags=re.MULTILINE)
    line = text.splitlines().index(f"{key}:") + 1
    listed(site({NOTE: text}), f"content/{NOTE}:{line}: {key}", "está vacío. Escriba el dato")


@pytest.mark.parametrize("typed", ["“Agua: corte”", "«Agua: corte»", "‘Agua: corte’", "“Agua #1”"])
def test_quotes_of_books_are_told_as_such(site: Site, typed: str) -> None:
    text = bulletin().replace('"Se repara la red de agua"', typed)
    (line,) = [one for one in faults(site({NOTE: text})) if "son tipográficas" in one]
    assert line.startswith(f"content/{NOTE}:4: ")
    assert line.endswith(f'Use comillas rectas: title: "{typed[1:-1]}"')


def test_quotes_of_books_around_some_words_stay_where_they_are(site: Site) -> None:
    typed = "«Luz para todos»: cambian 120 lámparas"
    text = bulletin().replace('"Se repara la red de agua"', typed)
    (line,) = [one for one in faults(site({NOTE: text})) if "son tipográficas" in one]
    assert line.endswith(f'Use comillas rectas: title: "{typed}"')

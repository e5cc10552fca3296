"""Pages say what the bulletin says, in the order of time, and nothing of anybody else."""

import re
from pathlib import Path

import pytest
from town import NOW, URL, build, bulletin, newsroom, pages, photo, standing, write

ALT = "Una cuadrilla abre una zanja"


def page(root: Path, address: str, at: str = NOW) -> str:
    return pages(build(root, at))[address]


def nothing_unescaped(text: str) -> None:
    assert "<script>alert" not in text and "<b>x</b>" not in text


def test_a_communique_has_all_its_parts_in_order(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "bulletins/2026/zanja.md": bulletin(
                "Se abre una zanja de cien metros.\n\n## Medidas\n\nCien metros.",
                type="comunicado", folio=12, title="Se abre una zanja",
                deck=["Cien metros", "Dos meses"], summary="La zanja está en la calle Real.",
                dateline="Barrio Alto, Tlax.", topic="obras-publicas", tags=["drenaje"],
                campaign="limpieza", contacts=["guardia"], date="2026-11-20 09:05",
                notes="Habrá recorrido.\n\nSin costo.",
                changes=[{"date": "2026-11-21 18:30", "note": "Eran cien metros."}],
                photos=[{"file": "a.jpg", "alt": ALT, "caption": "La zanja", "credit": "Prensa"}],
            ),
            "campaigns/limpieza.md": standing(title="Calles limpias"),
            "media/a.jpg": photo(),
        },
    )  # fmt: skip
    text = page(root, "/comunicado/2026/zanja/")
    main = text[text.index("<main") : text.index("</main>")]
    parts = [
        "Comunicado", "Boletín No. 012/2026", "20 de noviembre de 2026, 09:05",
        "<h1>Se abre una zanja</h1>", "Cien metros", "Dos meses", "La zanja está en la calle Real.",
        "Eran cien metros.", f'alt="{ALT}"', "La zanja", "Foto: Prensa", "Barrio Alto, Tlax.",
        "Se abre una zanja de cien metros.", "<h2 id=", "--000--", "Habrá recorrido.", "Sin costo.",
        "Guardia de prensa", 'href="tel:+522460000000"', "/temas/obras-publicas/",
        "/campanas/limpieza/", "drenaje",
    ]  # fmt: skip
    at = 0
    for part in parts:
        at = main.find(part, at)
        assert at >= 0, part


def test_an_event_a_call_and_a_claim_show_their_data(tmp_path: Path) -> None:
    found = pages(
        build(
            write(
                tmp_path,
                {
                    "bulletins/2026/feria.md": bulletin(
                        type="evento", title="Feria",
                        event={"start": "2026-12-01 10:00", "place": "La plaza",
                               "accessibility": "Hay rampa", "programme": ["Bienvenida"],
                               "state": "cancelled"},
                    ),
                    "bulletins/2026/beca.md": bulletin(
                        type="convocatoria", title="Beca",
                        call={"deadline": "2026-11-30", "audience": "Estudiantes",
                              "requirements": ["Acta"], "how": "En ventanilla"},
                    ),
                    "bulletins/2026/cerrada.md": bulletin(
                        type="convocatoria", title="Beca cerrada", call={"deadline": "2026-11-22"},
                    ),
                    "bulletins/2026/falso.md": bulletin(
                        type="aclaracion", title="No es cierto",
                        claim={"claim": "Cierran la escuela", "verdict": "misleading",
                               "evidence": ["Oficio 3"], "seen_on": "WhatsApp"},
                    ),
                },
            )
        )
    )  # fmt: skip
    for part in ("Evento cancelado", "La plaza", "Hay rampa", "Bienvenida"):
        assert part in found["/evento/2026/feria/"]
    for part in ("Hasta el <time", "lunes 30 de noviembre", "Abierta", "Acta", "En ventanilla"):
        assert part in found["/convocatoria/2026/beca/"]
    assert "Cerrada" in found["/convocatoria/2026/cerrada/"]
    for part in ("Cierran la escuela", "Engañoso", "Oficio 3", "WhatsApp"):
        assert part in found["/aclaracion/2026/falso/"]


def test_markup_in_any_field_is_only_text(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script><b>x</b>\"'&{{ 7*7 }}{% raw %}"
    root = write(
        tmp_path,
        {
            "bulletins/2026/nota.md": bulletin(
                title=bad, summary=bad, deck=[bad], dateline=bad, tags=[bad], notes=bad,
                translator=bad, topic="agua", type="evento",
                event={"start": "2026-12-01", "place": bad, "address": bad, "programme": [bad]},
                call={"deadline": "2026-12-01", "audience": bad, "requirements": [bad]},
                claim={"claim": bad, "verdict": "true", "evidence": [bad]},
                changes=[{"date": "2026-11-21", "note": bad}],
                photos=[{"file": "a.jpg", "alt": f"Foto de {bad}", "caption": bad, "credit": bad}],
                live={"url": "https://a.example/?a=1&b='onload='alert(1)",
                      "title": bad, "starts": "2026-12-01"},
            ),
            "pages/oficina.md": standing(title=bad, summary=bad, nav_title=bad, menu=1),
            "campaigns/limpieza.md": standing(title=bad, summary=bad, objective=bad, audience=bad),
            "media/a.jpg": photo(),
        },
        newsroom(
            name=bad[:110], office=bad[:110], description=bad, administration=bad, end_mark=bad,
            folio_format="<b>x</b> {number}",
        ).replace("Guardia de prensa", "<b>x</b>"),
    )  # fmt: skip
    found = pages(build(root))
    for text in found.values():
        nothing_unescaped(text)
    assert "{{ 7*7 }}{% raw %}" in found["/evento/2026/nota/"]


def test_the_home_page_shows_current_alerts_first(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "bulletins/2026/lluvia.md": bulletin(
                type="alerta", title="Lluvia fuerte", date="2026-11-01", expires="2026-11-25"
            ),
            "bulletins/2026/vieja.md": bulletin(
                type="alerta", title="Granizo", date="2026-11-01", expires="2026-11-05"
            ),
            "bulletins/2026/nota.md": bulletin(title="Nota de hoy"),
        },
    )
    text = page(root, "/")
    assert text.index("Lluvia fuerte") < text.index("Nota de hoy")
    assert "Granizo" not in text


def test_lists_are_newest_first_in_pages_of_twenty(tmp_path: Path) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(
            title=f"Nota {n:02}", topic="agua", date=f"2026-10-{n + 1:02}"
        )
        for n in range(23)
    }
    found = pages(build(write(tmp_path, files)))
    for start in ("/archivo/", "/temas/agua/", "/nota/", "/archivo/2026/", "/archivo/2026/10/"):
        first = re.findall(r"<h2><a [^>]*>(Nota \d\d)", found[start])
        second = re.findall(r"<h2><a [^>]*>(Nota \d\d)", found[f"{start}pagina/2/"])
        assert first + second == [f"Nota {n:02}" for n in range(22, -1, -1)]
        assert len(first) == 20
        assert f'href="{start}pagina/2/" rel="next"' in found[start]
        assert f'href="{start}" rel="prev"' in found[f"{start}pagina/2/"]
        assert ", página 2 ·" in found[f"{start}pagina/2/"]
        assert f"{start}pagina/3/" not in found


def test_a_new_bulletin_changes_two_pages_of_a_list_however_long_it_is(tmp_path: Path) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(
            title=f"Nota {n:03}", date=f"2026-{n // 28 + 1:02}-{n % 28 + 1:02}"
        )
        for n in range(90)
    }
    before = pages(build(write(tmp_path, files)))
    files["bulletins/2026/90.md"] = bulletin(title="Nota 090", date="2026-11-02")
    after = pages(build(write(tmp_path, files)))
    lists = {at for at in after if at.startswith("/archivo/") and "/2026/" not in at}
    assert {at for at in lists if before.get(at) != after[at]} == {
        "/archivo/",
        "/archivo/pagina/5/",
    }
    # Read from the newest page on, each comes once and in its order.
    seen, at = [], "/archivo/"
    while at:
        seen += re.findall(r"<h2><a [^>]*>(Nota \d\d\d)", after[at])
        older = re.search(r'href="([^"]*)" rel="next"', after[at])
        assert not older or f'href="{at}" rel="prev"' in after[older[1]]
        at = older[1] if older else ""
    assert seen == [f"Nota {n:03}" for n in range(90, -1, -1)]


def test_every_declared_address_answers_on_an_empty_site(tmp_path: Path) -> None:
    found = pages(build(write(tmp_path, {})))
    assert set(found) >= {
        "/", "/archivo/", "/temas/", "/temas/agua/", "/campanas/", "/prensa/", "/suscribirse/",
        "/accesibilidad/", "/nota/", "/404.html",
    }  # fmt: skip


def test_a_bulletin_leads_to_the_one_before_and_the_one_after(tmp_path: Path) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(title=f"Nota {n}", date=f"2026-11-0{n}")
        for n in (1, 2, 3)
    }
    text = page(write(tmp_path, files), "/nota/2026/2/")
    assert 'href="/nota/2026/1/" rel="prev"' in text and 'href="/nota/2026/3/" rel="next"' in text


def test_a_photograph_is_shown_at_every_width_that_exists(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "bulletins/2026/nota.md": bulletin(
                photos=[
                    {"file": "a.jpg", "alt": ALT, "credit": "P"},
                    {"file": "b.jpg", "alt": "Un tubo en la zanja", "credit": "P"},
                ]
            ),
            "media/a.jpg": photo("#447700", (1000, 600)),
            "media/b.jpg": photo("#004477", (500, 800)),
        },
    )
    output = build(root)
    text = pages(output)["/nota/2026/nota/"]
    for srcset in re.findall(r'srcset="([^"]*)"', text):
        for one in srcset.split(", "):
            assert one.split(" ")[0].lstrip("/") in output
    assert re.findall(r'<img [^>]*alt="([^"]+)"', text) == [ALT, "Un tubo en la zanja"]
    assert 'width="1000" height="600" fetchpriority="high"' in text
    assert 'width="500" height="800" loading="lazy"' in text


def test_one_photograph_under_two_names_is_published_for_both(tmp_path: Path) -> None:
    same = photo("#773300", (100, 80))
    files = {
        "bulletins/2026/a.md": bulletin(
            title="A", photos=[{"file": "1/x.jpg", "alt": ALT, "credit": "P"}]
        ),
        "bulletins/2026/b.md": bulletin(
            title="B", photos=[{"file": "2/x.jpg", "alt": ALT, "credit": "P"},
                               {"file": "2/y.jpg", "alt": "Otra vista", "credit": "P"}]
        ),
        "media/1/x.jpg": same, "media/2/x.jpg": same, "media/2/y.jpg": same,
    }  # fmt: skip
    output = build(write(tmp_path, files))
    for address in ("/nota/2026/a/", "/nota/2026/b/"):
        for source in re.findall(r'<img [^>]*src="/([^"]+)"', pages(output)[address]):
            assert source in output


def test_a_text_in_another_language_is_marked_as_such(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"bulletins/2026/rain.md": bulletin("It rains.", title="Rain", lang="en")}
    )
    found = pages(build(root))
    text = found["/nota/2026/rain/"]
    assert '<html lang="en"' in text and "<h1>Rain</h1>" in text
    assert re.search(r'<a href="/nota/2026/rain/" lang="en">Rain</a>', found["/"])


@pytest.mark.parametrize("lang", ["nhn", "otz", "es-MX", "en"])
def test_a_site_may_be_in_any_language_of_the_office(tmp_path: Path, lang: str) -> None:
    files = {"bulletins/2026/nota.md": bulletin(changes=[{"date": "2026-11-21", "note": "Una."}])}
    found = pages(build(write(tmp_path, files, newsroom(lang=lang, languages=[lang]))))
    assert f'<html lang="{lang}"' in found["/nota/2026/nota/"]


def test_a_recording_is_played_with_captions_and_transcript(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "bulletins/2026/nota.md": bulletin(
            video=[{"file": "v.mp4", "title": "En lengua de señas", "captions": "v.vtt",
                    "transcript": "v.txt"}],
            audio=[{"url": "https://radio.example/1", "title": "La entrevista"}],
        ),
        "media/v.mp4": b"mp4", "media/v.txt": "Lo que se dice.",
        "media/v.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHola.\n",
    }  # fmt: skip
    output = build(write(tmp_path, files))
    text = pages(output)["/nota/2026/nota/"]
    assert '<video controls preload="none" src="/media/v.mp4"' in text
    assert '<track kind="captions" src="/media/v.vtt" srclang="es"' in text
    assert "<p>Lo que se dice.</p>" in text and 'href="https://radio.example/1"' in text
    assert {"media/v.mp4", "media/v.vtt", "media/v.txt"} <= output.keys()


@pytest.mark.parametrize("word", ["PASSWORD", "directorio"])
def test_nothing_of_the_newsroom_but_what_is_public_is_on_a_page(tmp_path: Path, word: str) -> None:
    toml = newsroom(
        f'[targets.production]\nkind = "ssh"\nurl = "https://a.example"\nhost = "{word}.example"\n'
        f'user = "{word}"\npath = "/srv/{word}"\n'
    )
    output = build(write(tmp_path, {"bulletins/2026/nota.md": bulletin()}, toml))
    assert word.encode() not in b"".join(output.values())


def test_a_long_word_and_an_empty_text_do_no_harm(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "bulletins/2026/a.md": bulletin("", title="A" * 200),
            "bulletins/2026/b.md": bulletin("x" * 50_000, title="B"),
        },
    )
    found = pages(build(root))
    assert "A" * 200 in found["/nota/2026/a/"] and "x" * 50_000 in found["/nota/2026/b/"]
    description = re.search(r'name="description" content="([^"]*)"', found["/nota/2026/b/"])
    assert description and 0 < len(description[1]) <= 255


def test_a_photograph_named_by_its_whole_address_is_shown(tmp_path: Path) -> None:
    """`check` takes the site's own address for a path inside it, and so does the page."""
    files = {
        "bulletins/2026/nota.md": bulletin(
            f"![]({URL}/media/zanja.jpg)",
            photos=[{"file": "zanja.jpg", "alt": "Una zanja abierta en la calle", "credit": "Ana"}],
        ),
        "media/zanja.jpg": photo(),
    }
    page = pages(build(write(tmp_path, files)))["/nota/2026/nota/"]
    assert page.count("Una zanja abierta en la calle") == 2, "in the text, and as the share card's"
    assert '<figure class="photo inline">' in page and "photo lead" not in page


@pytest.mark.parametrize("name", ["Ayuntamiento", "Las Lomas", "El Colegio", "Universidad"])
def test_no_sentence_needs_an_article_before_the_name_of_the_institution(
    tmp_path: Path, name: str
) -> None:
    files = {"bulletins/2026/nota.md": bulletin(contacts=["guardia"]), "pages/x.md": standing()}
    root = write(tmp_path, files, newsroom(name=name, office="Dirección de Prensa"))
    for address, page in pages(build(root)).items():
        # A name stands by itself: after the beginning of an element, a comma or a colon.
        for before in re.findall(rf"(\w+) {name}\b", re.sub(r"<[^>]+>", " | ", page)):
            raise AssertionError((address, before))

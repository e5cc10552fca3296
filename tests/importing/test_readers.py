"""Every kind of old archive is read, and says where its texts were."""

from pathlib import Path

import pytest
from old import TITLE, archive, bring, docx, item, one, post, told, town, written, wxr
from town import faults, photo, tree

ALT = "Dos personas revisan una bomba de agua"
HUGO = 'baseURL = "https://viejo.example/"\n[permalinks]\nnoticias = "/:year/:month/:slug/"\n'
HEADERS = {
    "yaml": f'---\ntitle: "{TITLE}"\ndate: 2019-03-05T09:30:00-06:00\ntags: [agua, pozo]\n---\nTexto.\n',  # noqa: E501
    "toml": f'+++\ntitle = "{TITLE}"\ndate = 2019-03-05T09:30:00-06:00\ntags = ["agua", "pozo"]\n+++\nTexto.\n',  # noqa: E501
    "json": f'{{\n"title": "{TITLE}",\n"date": "2019-03-05T09:30:00-06:00",\n"tags": ["agua", "pozo"]\n}}\n\nTexto.\n',  # noqa: E501
    "pelican": f"Title: {TITLE}\nDate: 2019-03-05 09:30\nTags: agua, pozo\n\nTexto.\n",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_any_generators_header_says_the_same(tmp_path: Path, header: str) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"nota.md": header})))
    assert text.fate == "imported", told(text)
    made = written(sala, text)
    assert f'title: "{TITLE}"\nslug: "nota"\ndate: "2019-03-05 09:30' in made
    assert 'topic: "agua"\ntags:\n  - "pozo"\n' in made
    assert "status: approved" in made and made.endswith("---\n\nTexto.\n")
    assert faults(sala) == []


def test_a_jekyll_post_keeps_its_address(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {
            "_config.yml": "url: https://viejo.example\npermalink: pretty\n",
            "_posts/2019-03-05-el-agua.markdown": f"---\ntitle: {TITLE}\nlayout: post\n---\nTexto.\n",  # noqa: E501
            "_posts/2019-03-06-el-pozo.md": (
                "---\ntitle: El pozo\n---\nVea [lo de ayer]({% post_url 2019-03-05-el-agua %}) y "
                "[otra vez](https://viejo.example/2019/03/05/el-agua/) y "
                "[más](/2019/03/05/el-agua/#fin).\n"
            ),
            "_drafts/idea.md": "---\ntitle: Una idea\n---\nPendiente.\n",
            "acerca.md": "---\ntitle: Acerca\n---\nSomos.\n",
            "_layouts/post.html": "<html></html>",
            "_site/2019/03/05/el-agua/index.html": "<html></html>",
        },
    )
    outcome = bring(sala, old)
    assert outcome.found == 4
    by = {text.source: text for text in outcome.texts}
    water = by["_posts/2019-03-05-el-agua.markdown"]
    assert water.path == "bulletins/2019/2019-03-05-el-agua.md"
    assert 'aliases:\n  - "/2019/03/05/el-agua/"\n' in written(sala, water)
    assert "# layout: post\n" in written(sala, water)
    link = "(/bulletins/2019/2019-03-05-el-agua.md"
    well = written(sala, by["_posts/2019-03-06-el-pozo.md"])
    assert well.count(f"{link})") == 2 and f"{link}#fin)" in well
    assert by["_drafts/idea.md"].fate == "queued"
    assert by["acerca.md"].path == "pages/acerca.md"
    assert sum(outcome.others.values()) == 3
    assert faults(sala) == []


def test_hugo_bundles_sections_and_permalinks(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {
            "hugo.toml": HUGO,
            "content/noticias/agua/index.md": post(
                f'![{ALT}](pozo.jpg "El pozo")\n\n[Plano](plano.pdf) y [lista](/noticias/)',
                "slug: agua-ya\naliases: [/viejas/agua.html]\n",
            ),
            "content/noticias/agua/pozo.jpg": photo(),
            "content/noticias/agua/plano.pdf": b"%PDF-1.4",
            "content/noticias/_index.md": "---\ntitle: Noticias\n---\nTodo lo que pasa.\n",
            "layouts/index.html": "{{ . }}",
            "archetypes/default.md": "---\ntitle: x\n---\n",
        },
    )
    outcome = bring(sala, old)
    by = {text.source: text for text in outcome.texts}
    bundle = by["content/noticias/agua/index.md"]
    assert bundle.fate == "imported", told(bundle)
    made = written(sala, bundle)
    assert "/viejas/agua.html" in made and "/2019/03/agua-ya/" in made
    media = "importado/viejo/content/noticias/agua"
    assert f'  - file: "{media}/pozo.jpg"\n    alt: "{ALT}"\n    caption: "El pozo"\n' in made
    assert f"![]({media}/pozo.jpg)" in made and f"[Plano]({media}/plano.pdf)" in made
    assert (sala / "content/media" / media / "pozo.jpg").read_bytes() == photo()
    assert "[lista](/pages/noticias.md)" in made
    assert by["content/noticias/_index.md"].path == "pages/noticias.md"
    assert outcome.found == 2 and sum(outcome.others.values()) == 5
    assert [f for f in faults(sala) if "crédito" not in f] == []


def test_pelican_and_astro_folders(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    pelican = archive(
        tmp_path / "pelican",
        {
            "pelicanconf.py": "SITEURL = 'https://viejo.example'\nARTICLE_URL = 'n/{date:%Y}/{slug}.html'\n",  # noqa: E501
            "content/agua.md": HEADERS["pelican"],
            "content/pozo.md": "Title: Pozo\nDate: 2019-03-06\n\nVea [agua]({filename}agua.md).\n",
            "content/pages/quienes.md": "Title: Quiénes\n\nSomos.\n",
        },
    )
    outcome = bring(sala, pelican)
    assert "/n/2019/vuelve-el-agua-a-la-calle-real.html" in written(sala, outcome.texts[0])
    assert outcome.texts[1].path == "pages/quienes.md"
    assert "[agua](/bulletins/2019/2019-03-05-agua.md)" in written(sala, outcome.texts[2])
    astro = archive(
        tmp_path / "astro",
        {
            "astro.config.mjs": "export default { site: 'https://nuevo.example' }",
            "src/content/blog/feria.mdx": (
                "---\ntitle: La feria\npubDate: 'Mar 07 2019'\nheroImage: '../../assets/f.jpg'\n"
                f"heroImageAlt: {ALT}\n---\nimport Mapa from '../Mapa.astro'\n\n<Mapa lugar='a' />\n\nTexto.\n"  # noqa: E501
            ),
            "src/content/blog/desfile.md": "---\ntitle: El desfile\npubDate: 2019-03-08\n---\nTexto.\n",  # noqa: E501
            "src/assets/f.jpg": photo(),
        },
    )
    outcome = bring(sala, astro)
    parade, fair = outcome.texts
    assert parade.fate == "imported" and "/blog/desfile/" in written(sala, parade)
    assert fair.fate == "queued" and "<Mapa lugar='a' />" in told(fair)
    made = written(sala, fair)
    assert 'date: "2019-03-07"' in made and "<Mapa lugar='a' />" in made
    assert f'    alt: "{ALT}"' in made
    assert [
        f for f in faults(sala) if all(one not in f for one in ("(aviso)", "crédito", "Mapa"))
    ] == []


def test_a_wordpress_export_with_its_uploads(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    body = (
        "<!-- wp:paragraph -->\nPrimera línea.\nSegunda &amp; última.\n\n"
        '[caption id="a" width="300"]<img src="https://viejo.example/wp-content/uploads/2019/03/pozo.jpg" '  # noqa: E501
        f'alt="{ALT}" /> El pozo nuevo[/caption]\n\n<ul><li>Uno</li><li>Dos</li></ul>\n\n'
        '<a href="https://viejo.example/2019/03/otra/">otra</a>'
    )
    export = wxr(
        item(
            TITLE,
            body,
            link="https://viejo.example/2019/03/vuelve-el-agua/",
            excerpt="El <b>resumen</b>.",
            more='<category domain="category" nicename="agua"><![CDATA[Agua]]></category>'
            "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
            "<wp:postmeta><wp:meta_key>twitt</wp:meta_key><wp:meta_value>Uno\n• Dos</wp:meta_value></wp:postmeta>",  # noqa: E501
        ),
        item(
            "Otra",
            "Texto.",
            post_id="8",
            post_name="otra",
            post_date="2019-03-01 08:00:00",
            link="https://viejo.example/2019/03/otra/",
        ),
        item(
            "pozo",
            "",
            post_id="9",
            post_type="attachment",
            status="inherit",
            attachment_url="https://viejo.example/wp-content/uploads/2019/03/pozo.jpg",
        ),
        item("Borrada", "x", post_id="10", status="trash"),
        item("En revisión", "Texto.", post_id="11", status="pending", post_name="r"),
        item(
            "Contacto",
            'Llámenos. [contact-form-7 id="3"]',
            post_id="12",
            post_type="page",
            post_name="contacto",
        ),
        item("Menú", "", post_id="13", post_type="nav_menu_item"),
    )
    old = archive(
        tmp_path / "viejo",
        {
            "export.xml": export,
            "wp-content/uploads/2019/03/pozo.jpg": photo(),
            "leame.html": "<p>x</p>",
        },
    )
    for source in (old, old / "export.xml"):
        outcome = bring(sala, source, dry=True)
        assert outcome.found == 5 and outcome.others["wordpress attachment"] == 1
    outcome = bring(sala, old)
    by = {text.source.partition("#")[2]: text for text in outcome.texts}
    assert {k: t.fate for k, t in by.items()} == {
        "7": "imported",
        "8": "imported",
        "10": "refused",
        "11": "queued",
        "12": "queued",
    }, told(by["7"])
    made = written(sala, by["7"])
    assert 'date: "2019-03-05 09:30"' in made and 'topic: "agua"' in made
    assert 'summary: "El resumen."\ndeck:\n  - "Uno"\n  - "Dos"\n' in made
    assert f'alt: "{ALT}"\n    caption: "El pozo nuevo"' in made
    assert '- "/2019/03/vuelve-el-agua/"' in made
    assert "Primera línea.  \nSegunda & última." in made and "- Uno\n- Dos" in made
    assert "[otra](/bulletins/2019/2019-03-01-otra.md)" in made
    assert "contact-form-7" in told(by["12"]) and by["12"].path == "pages/contacto.md"
    assert [f for f in faults(sala) if "crédito" not in f] == []


def test_a_word_document_is_a_draft_with_its_photograph(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    name = "Boletín 12 2019-03-05.docx"
    data = docx(
        TITLE, "San Jacinto, Tlax., 5 de marzo de 2019.– El agua vuelve.", photo=photo(), alt=ALT
    )
    text = one(bring(sala, archive(tmp_path / "viejo", {name: data})))
    assert text.fate == "queued" and "no dice si llegó a publicarse" in told(text)
    made = written(sala, text)
    assert f'title: "{TITLE}"' in made and 'date: "2019-03-05"' in made and ALT in made
    assert 'dateline: "San Jacinto, Tlax."' in made and "---\n\nEl agua vuelve.\n" in made
    (picture,) = (sala / "content/media").rglob("*.jpg")
    assert picture.read_bytes() == photo()
    assert [f for f in faults(sala) if "crédito" not in f] == []
    single = one(bring(town(tmp_path / "otra"), tmp_path / "viejo" / name))
    assert single.fate == "queued"


def test_pasted_text_and_an_exported_chat(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    pasted = f"*{TITLE}*\n\nSan Jacinto, Tlax., 5 de marzo de 2019.- El _agua_ *vuelve* hoy.\n■ Uno\n■ Dos\n"  # noqa: E501
    text = one(bring(sala, Path("-"), pasted=pasted.encode()))
    made = written(sala, text)
    assert f'title: "{TITLE}"' in made and 'date: "2019-03-05"' in made
    assert "El _agua_ **vuelve** hoy.\n- Uno\n- Dos\n" in made
    long = "El Ayuntamiento informa que el agua vuelve. " * 10
    chat = (
        "[13/03/2019, 09:15:02] Prensa: \u200eLos mensajes están cifrados.\n"
        f"[13/03/2019, 09:16:00] Prensa: *Aviso del agua*\n\n{long}\n"
        "[14/03/2019, 10:00:00] Ana: gracias\n"
        "[14/03/2019, 10:01:00] Ana: <Multimedia omitido>\n"
    )
    outcome = bring(sala, archive(tmp_path / "c", {"chat.txt": chat}) / "chat.txt")
    assert [t.fate for t in outcome.texts] == ["refused", "queued", "refused", "refused"]
    assert outcome.texts[1].path == "bulletins/2019/2019-03-13-aviso-del-agua.md"
    assert faults(sala) == []


def test_standard_input_is_read_by_the_command(tmp_path: Path) -> None:
    import subprocess
    import sys

    from town import PROGRAM, environment

    sala = town(tmp_path / "sala")
    done = subprocess.run(
        [sys.executable, str(PROGRAM / "cli.py"), "importar", "-"],
        cwd=sala,
        input=f"{TITLE}\n\nTexto.\n",
        env=environment(),
        text=True,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Textos: 1 = 0 públicos + 1 en la cola + 0 sin entrar." in done.stdout
    (waiting,) = (sala / "content/import/undated").iterdir()
    assert TITLE in waiting.read_text("utf-8")
    assert faults(sala) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("export.xml", wxr(item(TITLE, "<p>Uno.</p>"), item("Otra", "", post_id="8")).encode()),
        ("nota.docx", docx(TITLE, "El agua vuelve.", photo=photo(), alt=ALT)),
        ("nota.txt", f"*{TITLE}*\n\nEl agua ~no~ vuelve.\n".encode()),
    ],
)
def test_any_source_twice_changes_nothing(tmp_path: Path, name: str, data: bytes) -> None:
    sala, old = town(tmp_path / "sala"), archive(tmp_path / "viejo", {name: data}) / name
    bring(sala, old)
    before = tree(sala / "content")
    assert set(bring(sala, old).actions) == {"same"}
    assert tree(sala / "content") == before

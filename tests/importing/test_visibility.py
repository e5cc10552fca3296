"""What not everybody could read on its old site is not public here until a person says so."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old import TITLE, archive, bring, docx, item, one, post, told, town, written, wxr
from town import NOW, build, faults, read

LATER, BEFORE, OVER = "2035-01-01", "2019-01-01", "2020-01-01"

#: Headers of each generator that keep a text from somebody.
HEADERS: dict[str, tuple[str, ...]] = {
    "hugo": (
        "draft: true", 'draft: "true"', "Draft: TRUE", "DRAFT: yes", "draft: maybe", "draft: sí",
        "draft:", "headless: true", "private: true", "build: {list: never}",
        "_build:\n  render: never", "build:\n  render: false", "_build: {list: local}",
        f"expiryDate: {OVER}", f"unpublishdate: {OVER}", "expiryDate: pronto",
        "publishDate: mañana", "params: {draft: true}", "params: {private: yes}",
        "draft: true\ndraft: false", "Draft: true\ndraft: false", "robotsNoIndex: true",
        "searchHidden: true", "sitemap: {disable: true}", "hiddenInHomeList: true",
        "tags: [agua, borrador]", "categories: privado", "type: draft", "locked: true",
        "encrypt: true", "archived: true", "deleted: 'yes'", "live: false",
        "outputs: []", "outputs: [json]", "layout: redirect", "type: redirect", "index: false",
    ),
    "jekyll": (
        "published: false", "published: 'no'", "published: 0", "published: off", "published: nunca",
        "hidden: true", "unlisted: true", "sitemap: false", "permalink: false", "exclude: true",
        "robots: noindex", "redirect_to: /otra/", "redirect_to: https://otro.example/",
        "redirect: /otra/", "redirectUrl: /otra/", "layout: redirect",
    ),
    "eleventy": (
        "permalink: false", "eleventyExcludeFromCollections: true", "permalink: {build: false}",
        "draft: 1", "eleventyExcludeFromCollections: quizás",
    ),
    "astro": (
        "isDraft: true", "unlisted: true", "published: n", "status: wip", "isPublic: false",
        "extra: {hidden: on}",
    ),
    "pelican": ("status: draft", "Status: hidden", "status: skip", "status: algo"),
    "generic": (
        "visibility: private", "access: members", "access: [editors, admin]", "members_only: true",
        "password: clave", "embargo: sí", "embargo: mañana", f"expires: {OVER}",
        "published: 'no'", "borrador: sí", "publicado: no", "privado: 'true'",
        "visibilidad: interna", "estado: borrador", "contraseña: clave", "clave: 1234",
        "accessLevel: staff", "memberOnly: 1", "restricted_to: socios", "uso_interno: x",
        "es_privado: sí", "no_publicar: true", "not_private: false", "requiresPassword: true",
        "visible_to: consejo", "visibilidad:", "nivel_de_acceso: reservado", "workflow: draft",
        "state: pending",
        "layout: private", "permiso: jefatura", "isVisible: false", "listed: no",
        "audience_restriction: prensa", "confidencial: si", "hide: true", "ocultar: true",
        "hide_from_search: true", "approved: false", "revisión_interna: pendiente",
        "published: [uno, dos]", "publish: {web: false}", "premium: 1",
        "meta: {visibility: hidden}", "mostrar: no", "enabled: false", "activo: 'no'",
        "clasificacion: reservado", "tier: members", "login_required: true", "requires_login: 1",
        "allowed_users: [ana]", "needs_review: true", "review: pending", "nolist: true",
        f"remove_on: {OVER}", f"vigencia: {OVER}", f"vigente_hasta: {OVER}",
        f"vigencia: 1 de enero de {OVER[:4]}", f"fin_vigencia: {OVER}", f"valid_until: {OVER}",
        f"valid_to: {OVER}", f"validThrough: {OVER}", f"not_after: {OVER}", f"sunset: {OVER}",
        f"end_date: {OVER}", f"endDate: {OVER}", f"hasta: {OVER}", f"fecha_fin: {OVER}",
        f"delete_after: {OVER}", f"take_down: {OVER}", f"offline_date: {OVER}",
        f"start_date: {LATER}", f"desde: {LATER}", f"effective_date: {LATER}",
        "vigente: no", "disponible: no", "roles: [editor]", "roles: editor", "groups: [staff]",
        "groups: [mesa]", "audience: staff", "audiencia: consejo", "audience: [members, press]",
        "para: consejo", "for: staff", "viewers: ana", "shared_with: [ana]", "users: [ana]",
        "permissions: {view: staff}", "staff_only: true", "editors_only: 1", "solo_personal: sí",
        "press_only: true", "only_for_members: true", "workflow_state: in review", "tlp: amber",
        "in_list: false", "isReady: false", "autorizado: no", "visto_bueno: no", "reviewed: no",
        "withdrawn: true", "on_hold: true", "ignore: true", "disable: yes", "nda: true",
        "estado_nota: por publicar",
        "acl: private", "content_protection: {protected: true}", f"fecha_de_caducidad: {OVER}",
    ),
}  # fmt: skip
HIDING = [(name, head) for name, heads in HEADERS.items() for head in heads]

#: Headers that only look like those, and say that everybody may read it.
PUBLIC = (
    "draft: false", 'draft: "False"', "published: true", "published: 2019-03-05", "status: publish",
    "Status: Published", "visibility: public", "visibilidad: pública", "access: everyone",
    "members_only: false", "private: 'no'", "unlisted: off", "is_public: yes", "headless: false",
    "build: {list: always, render: always}", "eleventyExcludeFromCollections: false",
    "password: ''", "hideTitle: true", "hidemeta: true", "publisher: Oficina", "published_by: Ana",
    "lugar_publicacion: Centro", "obras_publicas: pozo", "accessibility: AA", "secretaria: Salud",
    "palabras_clave: agua", "robots: index, follow", "sitemap: {priority: 0.5}", "hide_toc: true",
    "tags: [agua, internet]", "live: {url: 'https://v.example/1'}", "preview: portada.jpg",
    "paid: 500", "active: true", "web: https://x.example", "event: {online: 'no'}",
    "block: centro", "_edit_lock: '1:1'", "login: ''",
    "proteccion_civil: aviso", "international: true", "remember_me: 1", "nav_exclude: true",
    f"publishDate: {BEFORE}", "expires: never",
    "expiryDate: 9999-12-31", "event: {status: confirmed}", "private: 0",
    "outputs: [html, rss]", "release: 2.0.1", "vigencia: 6 meses", f"valid_from: {BEFORE}",
    f"start_date: {BEFORE}", f"end_date: {OVER}\nvenue: Centro", "end_date: 9999-12-31",
    f"type: evento\nend_date: {OVER}", f"event: {{start_date: {OVER}, end_date: {OVER}}}",
    "audience: ciudadanía", "audience: [everyone, staff]", "audience: developers", "para: Salud",
    "role: Presidenta", "grupo: Adultos mayores", "redirect: false", "redirects: [/viejo/]",
    "canonical: https://otro.example/x", "form: {redirect: /gracias/}", "tlp: clear",
    "disponible: en ventanilla", "cancelled: true", "share: false", "final: 2-1",
    "launch: Salón de actos", "hasta: agotar existencias", "roles: [todos]",
)  # fmt: skip


def shown(sala: Path, at: str = NOW) -> int:
    """How many texts an edition has."""
    return len(read(sala, at)[2].documents)


@pytest.mark.parametrize(("_name", "head"), HIDING, ids=[f"{n} {h}" for n, h in HIDING])
def test_a_key_that_kept_a_text_from_somebody_sends_it_to_the_queue(
    tmp_path: Path, _name: str, head: str
) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": post(head=f"{head}\n")})))
    assert text.fate == "queued", head
    assert any(word in told(text) for word in ("público", "contraseña", "llevaba a otra"))
    assert "status: approved" not in written(sala, text) and shown(sala) == 0


@pytest.mark.parametrize("head", PUBLIC)
def test_a_key_that_says_everybody_changes_nothing(tmp_path: Path, head: str) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": post(head=f"{head}\n")})))
    assert text.fate == "imported", told(text)
    assert shown(sala) == 1


@pytest.mark.parametrize(
    "head",
    [
        f"publishDate: {LATER}",
        f"publishDate: {LATER}T00:00:00Z",
        f"pubDate: {LATER} 10:00",
        f"embargo: {LATER}",
        f"embargado_hasta: 1 de enero de {LATER[:4]}",
        f"published: {LATER}",
        f"go_live: {LATER}",
        "publish_at: 2051222400",
        f"hidden_until: {LATER}",
        f"hide_until: {LATER}",
        f"confidencial_hasta: {LATER}",
        f"show_after: {LATER}",
        f"release: {LATER}",
        f"release_date: {LATER}",
        f"launch: {LATER}",
        f"disponible_desde: {LATER}",
        f"valid_from: {LATER}",
        f"vigente_desde: {LATER}",
        f"liveDate: {LATER}",
        f"post_at: {LATER}",
    ],
)
def test_a_later_publication_is_an_embargo_that_the_edition_keeps(
    tmp_path: Path, head: str
) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"agua.md": post(head=f"{head}\n")})
    text = one(bring(sala, old))
    assert text.fate == "imported" and '\nembargo: "2035-01-01' in written(sala, text)
    assert "no se publicaba hasta 2035-01-01" in told(text)
    assert shown(sala) == 0 and shown(sala, "2035-01-02") == 1
    assert TITLE.encode() not in b"".join(build(sala).values())
    assert faults(sala) == []


@pytest.mark.parametrize("head", [f"expiryDate: {LATER}", f"vence: {LATER}", f"vigencia: {LATER}"])
def test_an_end_to_come_is_kept(tmp_path: Path, head: str) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": post(head=f"{head}\n")})))
    assert text.fate == "imported" and '\nexpires: "2035-01-01' in written(sala, text)
    assert len(read(sala)[2].bulletins) == 1 and len(read(sala, "2035-01-03")[2].expired) == 1


def files_of(sala: Path) -> dict[str, bytes]:
    """Every file of a newsroom's content."""
    return {
        str(path.relative_to(sala)): path.read_bytes()
        for path in sorted((sala / "content").rglob("*"))
        if path.is_file()
    }


def test_an_import_repeated_when_days_have_passed_changes_nothing(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    files = {
        "_config.yml": "url: https://viejo.example\n",
        "_posts/2019-03-05-vence.md": post(head="expires: 2030-01-01\n"),
        "_posts/2019-03-05-vencida.md": post(head=f"expires: {OVER}\n"),
        "_posts/2019-03-05-espera.md": post(head="publishDate: 2030-01-01\n"),
        "_posts/2019-03-05-desde.md": post(head="start_date: 2030-01-01\n"),
        "vence.md": "---\ntitle: Vence\nexpires: 2030-01-01\n---\nTexto.\n",
        "llega.md": "---\ntitle: Llega\ndate: 2030-01-01\n---\nTexto.\n",
    }
    old = archive(tmp_path / "viejo", files)
    export = tmp_path / "wp.xml"
    end = META.format("_expiration-date", "1893456000")
    export.write_text(wxr(item("Otra", "<p>Texto.</p>", more=end)), "utf-8")
    for source in (old, export):
        bring(sala, source)
    before = files_of(sala)
    assert b'expires: "2030-01-01' in before["content/bulletins/2019/2019-03-05-vence.md"]
    for source in (old, export):
        outcome = bring(sala, source, at="2031-01-01")
        assert {text.action for text in outcome.texts} == {"same"}
    assert files_of(sala) == before


def test_an_end_that_the_source_sets_later_is_judged_when_it_comes(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"agua.md": post(head="expires: 2030-01-01\n")})
    assert one(bring(sala, old)).fate == "imported"
    archive(old, {"agua.md": post(head="expires: 2029-01-01\n")})
    assert one(bring(sala, old, at="2031-01-01")).fate == "queued"


def test_a_page_that_was_to_come_or_to_go_waits(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    files = {
        "_config.yml": "url: https://viejo.example\n",
        "a.md": f"---\ntitle: A\ndate: {LATER}\n---\nTexto.\n",
        "b.md": f"---\ntitle: B\nexpires: {LATER}\n---\nTexto.\n",
        "c.md": f"---\ntitle: C\ndate: {BEFORE}\n---\nTexto.\n",
    }
    outcome = bring(sala, archive(tmp_path / "viejo", files))
    assert [t.fate for t in outcome.texts] == ["queued", "queued", "imported"]
    assert shown(sala) == 1


#: Archives whose folders or configuration keep `a` from readers, not `b`.
FOLDERS: dict[str, dict[str, str]] = {
    "a cascade of Hugo": {
        "hugo.toml": "",
        "content/x/_index.md": "---\ntitle: X\ncascade:\n  draft: true\n---\nTexto.\n",
        "content/x/y/a.md": post(),
        "content/z/b.md": post(),
    },
    "a cascade with targets": {
        "hugo.toml": "",
        "content/x/_index.md": (
            "+++\ntitle = 'X'\n[[cascade]]\n[cascade.build]\nrender = 'never'\n"
            "[cascade.target]\npath = '/x/**'\n+++\nTexto.\n"
        ),
        "content/x/a.md": post(),
        "content/z/b.md": post(),
    },
    "defaults of Jekyll": {
        "_config.yml": (
            "defaults:\n- scope: {path: internos}\n  values: {published: false}\n"
            "- scope: {path: '', type: actas}\n  values: {hidden: true}\n"
            "collections:\n  actas: {output: true}\n  notas: {output: true}\n"
        ),
        "_actas/a.md": post(),
        "_notas/b.md": post(),
        "internos/a2.md": post(),
    },
    "a collection that Jekyll does not show": {
        "_config.yml": "collections: {notas: {output: true}}\nexclude: [viejo/a3.md]\n",
        "_actas/a.md": post(),
        "_notas/b.md": post(),
        "viejo/a3.md": post(),
    },
    "drafts of Jekyll": {
        "_config.yml": "", "_drafts/a.md": post(), "_posts/2019-03-05-b.md": post(),
    },
    "data of Eleventy": {
        "eleventy.config.js": "module.exports = {}",
        "x/x.json": '{"eleventyExcludeFromCollections": true}',
        "x/a.md": post(),
        "y/y.11tydata.json": '{"permalink": false}',
        "y/a2.md": post(),
        "z/a3.11tydata.json": '{"draft": true}',
        "z/a3.md": post(),
        "w/w.11tydata.js": "module.exports = { permalink: false };",
        "w/a4.md": post(),
        "z/b.md": post(),
    },
    "what Eleventy is told to ignore": {
        "eleventy.config.js": "", ".gitignore": "# no\nx/\na2.md\n", ".eleventyignore": "a3.md\n",
        "x/a.md": post(), "a2.md": post(), "a3.md": post(), "b.md": post(),
    },
    "files that Hugo ignores": {
        "hugo.toml": "ignoreFiles = ['a[0-9]?\\.md$']", "content/a.md": post(),
        "content/a2.md": post(), "content/b.md": post(),
    },
    "dates that Hugo was told of by other names": {
        "hugo.toml": "[frontmatter]\nexpiryDate = ['fin', ':default']\n",
        "content/a.md": post(head="Fin: 2019-05-01\n"),
        "content/b.md": post(head="fin: 2035-01-01\n"),
    },
    "a language that Hugo does not show": {
        "hugo.toml": "defaultContentLanguage = 'es'\n[languages.es]\n"
                     "[languages.en]\ndisabled = true",
        "content/a.en.md": post(), "content/b.md": post(),
    },
    "languages that Hugo does not show": {
        "hugo.toml": "disableLanguages = ['en']\n[languages.es]\ncontentDir = 'content/es'\n"
                     "[languages.en]\ncontentDir = 'content/en'",
        "content/en/a.md": post(), "content/es/b.md": post(),
    },
    "what Pelican does not read": {
        "pelicanconf.py": "import os\nPATH = 'textos'\nARTICLE_PATHS = ['notas']\n"
                          "PAGE_PATHS = ['p']\n"
                          "ARTICLE_EXCLUDES = ['notas/x']\nIGNORE_FILES = ['a3*', os.sep]\n",
        "publishconf.py": "IGNORE_FILES = ['a3*']\n",
        "textos/otra/a.md": post(), "textos/notas/x/a2.md": post(), "textos/notas/a3.md": post(),
        "textos/notas/b.md": post(),
    },
    "metadata that Pelican gives": {
        "pelicanconf.py": "DEFAULT_METADATA = {'status': 'draft'}\n"
                          "EXTRA_PATH_METADATA = {'x': {'Status': 'hidden'}}\n",
        "content/a.md": post(), "content/x/a2.md": post(head="status: published\n"),
        "content/b.md": post(head="status: published\n"),
    },
    "what Astro passes over": {
        "astro.config.mjs": "",
        "src/content/blog/_a.md": post(),
        "src/content/blog/b.md": post(),
    },
    "folders by their name": {
        "borradores/a.md": post(), "Privado/a2.md": post(), "internos/x/a3.md": post(),
        "publico/b.md": post(),
    },
}  # fmt: skip


@pytest.mark.parametrize("files", FOLDERS.values(), ids=FOLDERS)
def test_what_holds_for_a_folder_holds_for_its_texts(tmp_path: Path, files: dict[str, str]) -> None:
    sala = town(tmp_path / "sala")
    outcome = bring(sala, archive(tmp_path / "viejo", dict(files)))
    fates = {t.source.rpartition("/")[2].rpartition(".")[0]: t.fate for t in outcome.texts}
    for name, fate in fates.items():
        if not name.startswith("_index"):
            assert fate == ("imported" if name.endswith("b") else "queued"), name


META = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
WORDPRESS: dict[str, dict[str, str]] = {
    **{
        status: {"status": status}
        for status in ("draft", "pending", "private", "future", "auto-draft", "inherit", "", "otro")
    },
    "password": {"post_password": "s3samo"},
    "another kind": {"post_type": "feedback"},
    "visibility": {"more": META.format("_visibility", "hidden")},
    "members": {"more": META.format("_members_access_role", "editor")},
    "membership": {"more": META.format("membership_level", "3")},
    "no index": {"more": META.format("_yoast_wpseo_meta-robots-noindex", "1")},
    "leads away": {"more": META.format("_links_to", "https://otro.example/")},
    "a private template": {"more": META.format("_wp_page_template", "page-private.php")},
    "a plugin's word": {"more": META.format("passster_activate_protection", "1")},
    "expired": {"more": META.format("_expiration-date", "1577836800")},
    "child of a protected page": {"post_type": "page", "post_parent": "21"},
    "grandchild of a private page": {"post_type": "page", "post_parent": "23"},
}


@pytest.mark.parametrize("given_", WORDPRESS.values(), ids=WORDPRESS)
def test_what_wordpress_kept_from_somebody(tmp_path: Path, given_: dict[str, str]) -> None:
    sala = town(tmp_path / "sala")
    above = (
        item("Con clave", "x", post_id="21", post_type="page", post_password="s3samo"),
        item("Privada", "x", post_id="22", post_type="page", status="private"),
        item("Hija", "x", post_id="23", post_type="page", post_parent="22"),
    )
    old = archive(
        tmp_path / "viejo", {"e.xml": wxr(item(TITLE, "<p>Texto.</p>", **given_), *above)}
    )
    outcome = bring(sala, old)
    assert {t.fate for t in outcome.texts} == {"queued"}
    assert shown(sala) == 0
    for text in outcome.texts:
        assert "s3samo" not in written(sala, text) + told(text)


@pytest.mark.parametrize(
    "more",
    [
        META.format("_visibility", "visible"),
        META.format("_wp_page_template", "elementor_header_footer"),
        META.format("_links_to_target", "_blank"),
        META.format("_edit_lock", "1577836800:1"),
        META.format("_jetpack_newsletter_access", "everybody"),
        META.format("_publicize_twitter_user", "@x"),
        META.format("_wp_trash_meta_status", "publish"),
        "<wp:is_sticky>1</wp:is_sticky>",
    ],
)
def test_what_wordpress_showed_to_everybody(tmp_path: Path, more: str) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"e.xml": wxr(item(TITLE, "<p>Texto.</p>", more=more))})
    text = one(bring(sala, old))
    assert text.fate == "imported", told(text)


def test_an_own_kind_of_wordpress_that_the_editor_names_is_public(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"e.xml": wxr(item(TITLE, "Texto.", post_type="boletin"))})
    assert one(bring(sala, old)).fate == "queued"
    text = one(bring(sala, old, types={"boletin": "nota"}))
    assert text.fate == "imported", told(text)


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGADO HASTA EL 3 DE MAYO, 9:00 H",
        "**Embargado hasta el lunes**",
        "BORRADOR",
        "[BORRADOR 2]",
        "NO PUBLICAR",
        "Documento para USO INTERNO",
        "Sólo para uso interno.",
        "CONFIDENCIAL",
    ],
)
def test_a_line_that_says_so_is_heard(tmp_path: Path, line: str) -> None:
    sala = town(tmp_path / "sala")
    files = {
        "a.md": post(f"Uno.\n\n{line}\n\nDos."),
        "b.docx": docx(TITLE, line, "El agua vuelve."),
        "c.txt": f"{TITLE}\n\n{line}\nEl agua vuelve.\n",
        "d.md": post().replace(TITLE, f"{line}: agua" if line.isupper() else line),
    }
    outcome = bring(sala, archive(tmp_path / "viejo", files))
    for text in outcome.texts:
        assert text.fate == "queued"
        assert "el texto dice que no es público" in told(text), text.source


def test_words_that_only_share_letters_with_those_are_not_heard(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    body = (
        "El borrador de la ley es público.\n\nNo publique datos.\n\n- No publicar fotos de menores"
    )
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": post(body)})))
    assert text.fate == "imported", told(text)


def test_the_editor_may_say_that_a_key_says_nothing(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"a.md": post(head="acceso: Entrada por el patio\n")})
    waiting = one(bring(sala, old))
    assert "public_keys" in told(waiting)
    text = one(bring(sala, old, public_keys=["Acceso"]))
    assert text.fate == "imported" and "# acceso: Entrada por el patio" in written(sala, text)


def test_a_public_text_that_links_to_an_embargoed_one_waits(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {"a.md": post("Vea [b](b.md)."), "b.md": post(head=f"publishDate: {LATER}\n")},
    )
    outcome = bring(sala, old)
    assert [t.fate for t in outcome.texts] == ["queued", "imported"]
    assert faults(sala) == [] and shown(sala) == 0


@settings(max_examples=40)
@given(
    first=st.sampled_from([*PUBLIC, f"publishDate: {LATER}", f"expires: {LATER}"]),
    key=st.sampled_from([head for _, head in HIDING if "\n" not in head]),
    last=st.booleans(),
)
def test_one_more_key_never_makes_a_text_more_public(
    tmp_path_factory: pytest.TempPathFactory, first: str, key: str, last: bool
) -> None:
    root = tmp_path_factory.mktemp("viejo")
    sala = town(root / "sala")
    heads = (first, key) if last else (key, first)
    old = archive(root / "viejo", {"agua.md": post(head="\n".join(heads) + "\n")})
    assert one(bring(sala, old)).fate == "queued"
    assert shown(sala) == shown(sala, "2036-01-01") == 0


#: Bodies with something that readers were not shown, by the file that has them.
PARTS = [
    ("a.md", '<p style="color: red; Display : none">Oculto</p>'),
    ("a.md", "<div hidden>Oculto</div>"),
    ("a.md", "<span style='visibility:hidden'>Oculto</span>"),
    ("a.md", '<div class="d-none caja">Oculto</div>'),
    ("a.md", "{::comment}\nOculto\n{:/comment}"),
    ("a.md", "{#\nOculto\n\nOculto\n#}"),
    ("a.md", "{# Oculto #}"),
    ("a.md", "{{/*\nOculto\n\n*/}}"),
    ("a.md", "{%\n comment\n%}\nOculto\n{% endcomment %}"),
    ("a.mdx", "{/* Oculto */}"),
    ("a.mdx", "{false &&\n<p>Oculto</p>}"),
]
BLOCKS = [
    '<!-- wp:paragraph {"metadata":{"blockVisibility":false}} --><p>Oculto</p>',
    '<!-- wp:group {"blockVisibility":{"hideBlock":true}} --><p>Oculto</p><!-- /wp:group -->',
    "<!-- wp:jetpack/subscribers-only --><p>Oculto</p><!-- /wp:jetpack/subscribers-only -->",
    "<p>A</p><!-- wp:jetpack/paywall /--><p>Oculto</p>",
    "<!-- wp:premium-content/container --><p>Oculto</p><!-- /wp:premium-content/container -->",
    '<p hidden="">Oculto</p>',
]


@pytest.mark.parametrize(("name", "body"), PARTS)
def test_a_part_that_nobody_was_shown_waits(tmp_path: Path, name: str, body: str) -> None:
    sala = town(tmp_path / "sala")
    files = {"astro.config.mjs": "", f"src/content/{name}": post(f"El agua vuelve.\n\n{body}")}
    if name == "a.md":
        files = {name: post(f"El agua vuelve.\n\n{body}")}
    text = one(bring(sala, archive(tmp_path / "viejo", files)))
    assert text.fate == "queued", written(sala, text)
    assert "Oculto" in written(sala, text) and shown(sala) == 0


@pytest.mark.parametrize("body", BLOCKS)
def test_a_block_that_not_everybody_was_shown_waits(tmp_path: Path, body: str) -> None:
    sala = town(tmp_path / "sala")
    export = tmp_path / "wp.xml"
    export.write_text(wxr(item("Agua", f"<p>Vuelve.</p>{body}")), "utf-8")
    text = one(bring(sala, export))
    assert text.fate == "queued" and "no se veía en el sitio anterior" in told(text)


@pytest.mark.parametrize(
    "body",
    [
        "`{# esto #}` y `<div hidden>` se escriben así.",
        '<div class="hidden md:block">El lunes.</div>',
        "## Obras {#obras}\n\nVea [las obras](#obras).",
        '<!-- wp:paragraph {"align":"center"} -->\n<p style="display:block">A</p>',
        '<!-- wp:image {"displayAsHidden":false,"sizeSlug":"large"} -->\n\nEl lunes.',
    ],
)
def test_a_part_that_everybody_was_shown_is_public(tmp_path: Path, body: str) -> None:
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": post(body)})))
    assert text.fate == "imported", told(text)

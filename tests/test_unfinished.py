"""What nobody has approved stops no build and changes no public byte, whatever it holds."""

import json
import subprocess
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import (
    NOW,
    PROGRAM,
    bulletin,
    faults,
    newsroom,
    photo,
    publish,
    question,
    run,
    standing,
    told,
    town_id,
    tree,
    write,
)

from pregonero.content.approval import approval
from pregonero.engine.preview import PreviewSite

Site = Callable[..., Path]
GOOD = "bulletins/2026/agua.md"
DRAFT = "bulletins/2026/borrador.md"
DIALOGUE = '[dialogue]\nreply_days = 5\nprivacy = "privacidad"\n'


MINE = ("-c", "user.name=Ana", "-c", "user.email=ana@prensa.example", "-c", "commit.gpgsign=false")


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def town() -> dict[str, str | bytes]:
    """A site in which approved texts lean on everything that a draft may be."""
    released = {"type": "comunicado", "folio": 1, "dateline": "San Jacinto", "summary": "Vuelve."}
    return {
        GOOD: bulletin("Vuelve [hoy](/archivo/2026/11/).", title="Agua", **released),
        "bulletins/2026/beca.md": bulletin(
            title="Beca", type="convocatoria", slug="beca", campaign="limpia", topic="agua",
            call={"deadline": "2026-12-20", "result": "lista.md"},
        ),
        "bulletins/2026/water.md": bulletin(
            title="Water", lang="en", translation_of=town_id("Original"), translator="Ana",
        ),
        "bulletins/2026/lista.md": bulletin(title="Lista", status="draft"),
        "bulletins/2026/original.md": bulletin(title="Original", status="draft"),
        DRAFT: bulletin(title="Luz", **{**released, "folio": 2}, status="draft",
                        photos=[{"file": "luz.jpg", "alt": "Un poste caído en la calle Real",
                                 "credit": "Prensa"}]),
        "campaigns/limpia.md": standing(title="Limpia", slug="limpia", status="draft"),
        "pages/privacidad.md": standing(title="Privacidad", slug="privacidad", status="draft"),
        "questions/2026/una.md": question(about=town_id("Original")),
        "questions/2026/otra.md": question(title="¿Y la luz?", status="draft"),
        "media/luz.jpg": photo(),
    }  # fmt: skip


UNAPPROVED = [
    "bulletins/2026/lista.md", "bulletins/2026/original.md", DRAFT, "campaigns/limpia.md",
    "pages/privacidad.md", "questions/2026/otra.md",
]  # fmt: skip
NEW = [
    "bulletins/2026/0-nuevo.md", "pages/zz.md", "campaigns/zz.md", "questions/0.md", "suelto.md",
    "bulletins/nota.MD", "pages/.oculto.md", "media/luz.jpg", "media/nada.vtt", "bulletins/x.txt",
]  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, bytes]]:
    """The town built once, and its public bytes."""
    root = write(tmp_path_factory.mktemp("pueblo"), town(), newsroom(DIALOGUE))
    publish(root)
    return root, tree(root / "output")


def same(root: Path, output: Mapping[str, bytes], files: Mapping[str, bytes]) -> None:
    """With these files besides, the site builds to the same bytes; then they are as they were."""
    before = town()
    try:
        for name, raw in files.items():
            path = root / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        report = publish(root)
        assert tree(root / "output") == output
        kept = {one.path for one in report.withheld}
        assert {name for name in files if not name.startswith("media/")} <= kept, kept
    finally:
        for name in files:
            raw = before.get(name)
            if raw is None:
                (root / "content" / name).unlink()
            else:
                (root / "content" / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=40),
    st.sampled_from([
        "mañana", "0001-01-01", "9999-12-31", "2026-02-30", "agua", "beca", "/nota/2026/agua/",
        "/comunicado/2026/agua/", "limpia", "/", "archivo", "es", "en", "nota", "comunicado",
        town_id("Agua"), town_id("Beca"), town_id("Original"), "[x](/media/no.jpg)", "lista.md",
        "246 123 4567", "1990-01-01 00:00",
    ]),
    st.lists(st.sampled_from(["/comunicado/2026/agua/", "/archivo/", "a", 3]), max_size=3),
    st.dictionaries(st.sampled_from(["file", "start", "deadline", "alt", "date", "note"]),
                    st.one_of(st.integers(), st.sampled_from(["mañana", "2026-12-01", "luz.jpg"])),
                    max_size=3),
)  # fmt: skip
KEYS = st.sampled_from([
    "id", "type", "title", "date", "slug", "folio", "summary", "embargo", "expires", "topic",
    "lang", "campaign", "translation_of", "replaced_by", "aliases", "photos", "event", "call",
    "audio", "menu", "asked", "about", "live", "changes", "modified", "veda", "algo", "privacy",
])  # fmt: skip


@st.composite
def anything(draw: st.DrawFn) -> bytes:
    """Bytes that nobody approved."""
    if draw(st.booleans()):
        raw = draw(st.binary(max_size=200))
        return raw if approval(raw, DRAFT) != "approved" else b"\0"
    values: dict[str, Any] = {"title": "Agua", "date": "2026-11-20", "type": "nota"}
    values |= draw(st.dictionaries(KEYS, VALUES, max_size=6))
    values["status"] = draw(st.sampled_from(["draft", "borrador", "por aprobar", "pendiente"]))
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in values.items()]
    extra = [
        "",
        "title: otra vez",
        "date: [",
        "<<<<<<< HEAD",
        "\ttab: x",
        "a: *b",
        "“x”: y",
        "x: a: b",
    ]
    lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(extra)))
    fences = draw(st.sampled_from([("---", "---"), ("", "---"), ("---", ""), ("--", "--")]))
    body = draw(
        st.sampled_from(["", "Texto.", "[x](agua.md) ![y](luz.jpg)", "\x00", "=======", "<b"])
    )
    text = "\n".join([fences[0], *lines, fences[1], body])
    return text.encode(draw(st.sampled_from(["utf-8", "utf-16", "latin-1"])), "replace")


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from([*UNAPPROVED, *NEW]), anything(), min_size=1, max_size=5))
def test_nothing_unapproved_stops_or_changes_the_site(
    good: tuple[Path, Mapping[str, bytes]], files: dict[str, bytes]
) -> None:
    same(*good, files)


def test_a_broken_draft_is_told_and_stops_nothing(site: Site) -> None:
    broken = bulletin(title="Luz", status="draft").replace('"2026-11-20"', "mañana")
    root = site({GOOD: bulletin(), DRAFT: broken})
    checked, built = (run(command, "--at", NOW, cwd=root) for command in ("check", "build"))
    assert checked.returncode == built.returncode == 0, told(checked) + told(built)
    (line,) = [one for one in checked.stdout.splitlines() if DRAFT in one]
    assert line.startswith(f"content/{DRAFT}:5: date: ")
    assert line.endswith(" (borrador; no detiene el sitio)")
    assert f"content/{DRAFT}: borrador con errores" in told(built)
    strict = run("check", "--strict", "--at", NOW, cwd=root)
    assert strict.returncode == 1


def test_two_drafts_may_have_one_folio_and_the_approved_one_keeps_its_own(site: Site) -> None:
    def released(title: str, status: str) -> str:
        return bulletin(
            title=title, type="comunicado", folio=7, dateline="X", summary="Y.", status=status
        )

    names = [f"bulletins/2026/{name}.md" for name in "abc"]
    texts = [released("Uno", "draft"), released("Dos", "approved"), released("Tres", "draft")]
    root = site(dict(zip(names, texts, strict=True)))
    checked = run("check", "--at", NOW, "--format", "json", cwd=root)
    assert checked.returncode == 0
    clashes = [p for p in json.loads(checked.stdout) if "folio" in p["message"]]
    gaps = [p for p in clashes if "no aparece" in p["message"]]
    assert {p["file"] for p in clashes if p not in gaps} == {
        f"content/{names[0]}",
        f"content/{names[2]}",
    }
    assert all(p["unapproved"] for p in clashes if p not in gaps)
    (root / "content" / names[0]).write_text(released("Uno", "approved"), "utf-8")
    assert run("build", "--at", NOW, cwd=root).returncode == 1


def test_an_editor_who_names_her_draft_learns_what_its_approval_lacks(site: Site) -> None:
    draft = bulletin(title="Luz", type="comunicado", status="draft")
    root = site({GOOD: bulletin(), DRAFT: draft})
    assert not [one for one in faults(root) if DRAFT in one]
    checked = run("check", f"content/{DRAFT}", "--at", NOW, cwd=root)
    assert checked.returncode == 0
    pending = [one for one in checked.stdout.splitlines() if "(antes de aprobarlo)" in one]
    assert {one.split(": ")[1] for one in pending} == {"folio", "summary", "dateline"}
    assert "Antes de aprobar: 3." in checked.stderr


@pytest.mark.parametrize(
    ("header", "path", "said"),
    [
        ("status: draft\ndate: mañana", DRAFT, "draft"),
        ("status: approved\ndate: mañana", DRAFT, "approved"),
        ("'estado' : \"Aprobada\"\ntitle: [", DRAFT, "approved"),
        ("ESTADO: aprobdo\ntitle: [", DRAFT, "approved"),
        ("estatus: aprobado", DRAFT, "approved"),
        ("estado: retirado # por error\ntitle: [", DRAFT, "approved"),
        ("status: draft\n<<<<<<< HEAD\nstatus: draft\n=======\nstatus: approved\n>>>>>>> x", DRAFT,
         "approved"),
        ("status: draft\nstatus: approved", DRAFT, "approved"),
        ("estado: por aprobar\ndate: mañana", DRAFT, "unsaid"),
        ("draft: false\ntitle: x", DRAFT, "approved"),
        ("title: Aprobado el presupuesto\ndate: mañana", DRAFT, "unsaid"),
        ("{status: approved, title: x", DRAFT, "approved"),
        ("title: Quiénes somos\nmenu: alto", "pages/a.md", "approved"),
        ("title: [", "pages/a.md", "approved"),
        ("status: borrador\ntitle: [", "pages/a.md", "draft"),
        ("cualquier cosa", "pages/a.md", "unsaid"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_a_sign_of_approval_is_seen_wherever_it_is(
    header: str, path: str, said: str, encoding: str
) -> None:
    assert approval(f"---\n{header}\n---\n\nTexto.\n".encode(encoding), path) == said


@pytest.mark.parametrize("fault", ["", "Ni encabezado.", "---\ntitle: x\n"])
def test_a_file_that_says_nothing_is_what_git_knew_it_as(site: Site, fault: str) -> None:
    root = site({GOOD: bulletin(), DRAFT: bulletin(title="Luz")})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, *MINE, "commit", "-qm", "Uno")
    (root / "content" / DRAFT).write_text(fault, "utf-8")
    (root / "content/bulletins/2026/nuevo.md").write_text(fault, "utf-8")
    git(root, *MINE, "commit", "-qam", "Dos")
    checked = run("check", "--at", NOW, "--format", "json", cwd=root)
    levels = {p["file"]: p["severity"] for p in json.loads(checked.stdout)}
    assert checked.returncode == 1
    assert levels[f"content/{DRAFT}"] == "error"
    assert levels["content/bulletins/2026/nuevo.md"] == "warning"


def test_words_of_a_draft_that_become_wrong_stop_nothing(site: Site) -> None:
    root = site({GOOD: bulletin(), DRAFT: bulletin(title="Luz", status="draft")})
    publish(root)
    before = tree(root / "output")
    (root / "content" / DRAFT).write_text(bulletin("\x0b", title="Luz", status="draft"), "utf-8")
    report = publish(root)
    assert tree(root / "output") == before
    assert [one.unapproved for one in report.warnings] == ["draft"]


def test_a_preview_shows_the_rest_of_the_drafts(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's copies, in each other's way, do not keep an editor from her own."""
    root = site({
        GOOD: bulletin(slug="agua", title="El agua"), DRAFT: bulletin(title="Luz", status="draft"),
        "bulletins/2026/0.md": bulletin(slug="agua", title="Copia", status="draft"),
        "bulletins/2026/1.md": bulletin(title="Rota", status="draft", date="mañana"),
        "pages/temas.md": standing(slug="temas", title="Temas propios", status="draft"),
        "campaigns/a.md": standing(slug="a", title="A", status="draft"),
        "campaigns/b.md": standing(slug="a", title="B", status="draft"),
    })  # fmt: skip
    monkeypatch.setenv("PREGONERO_CONFIG", str(root / "newsroom.toml"))
    live = PreviewSite(
        PROGRAM / "pelicanconf.py", PATH=str(root / "content"), THEME=str(PROGRAM / "theme"),
        CACHE_PATH=str(root / ".cache"), UNAPPROVED=True, INDEX=False, NOTICE="Vista previa",
    )  # fmt: skip
    live.refresh()
    assert b"El agua" in (live.get("nota/2026/agua/index.html") or b"")
    assert b"Luz" in (live.get("nota/2026/borrador/index.html") or b"")
    assert {Path(problem.file).stem for problem in live.pending} == {"0", "1", "temas", "b"}


@pytest.mark.parametrize("name", ["p.jpg", "v.vtt", "t.txt"])
def test_what_only_a_draft_shows_may_be_broken(site: Site, name: str) -> None:
    shown = {
        "photos": [{"file": "p.jpg", "alt": "Un poste caído en la calle", "credit": "P"}],
        "video": [{"file": "v.mp4", "title": "V", "captions": "v.vtt", "transcript": "t.txt"}],
    }
    files: dict[str, str | bytes] = {
        "media/p.jpg": photo(), "media/v.mp4": b"mp4", "media/t.txt": "Hola.",
        "media/v.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHola.\n",
        DRAFT: bulletin(title="Luz", status="draft", **shown), GOOD: bulletin(),
    }  # fmt: skip
    root = site({**files, f"media/{name}": b"\xff\xfe\x00nada"})
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    (root / "content" / DRAFT).write_text(bulletin(title="Luz", **shown), "utf-8")
    assert run("build", "--at", NOW, cwd=root).returncode == 1


def test_two_files_of_one_name_matter_where_they_are_used(site: Site) -> None:
    names = [unicodedata.normalize(form, "media/niñez.jpg") for form in ("NFC", "NFD")]
    shown = [{"file": "niñez.jpg", "alt": "Un patio con juegos pintados en el piso", "credit": "P"}]
    root = site({**{name: photo() for name in names}, GOOD: bulletin(photos=shown, status="draft")})
    if len(list((root / "content/media").iterdir())) < 2:
        pytest.skip("this disk takes both names for one")
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    (root / "content" / GOOD).write_text(bulletin(photos=shown), "utf-8")
    assert run("build", "--at", NOW, cwd=root).returncode == 1


def test_many_broken_drafts_cost_what_they_are_many(site: Site) -> None:
    many = {f"bulletins/2026/{n}.md": "---\nestado: borrador\ntitle: [\n" for n in range(400)}
    root = site({GOOD: bulletin(), **many})
    assert len(faults(root)) >= 400

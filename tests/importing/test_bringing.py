"""An import loses nothing, changes nothing twice, and leaves every editor's work alone."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old import TITLE, archive, bring, one, post, told, town, written
from town import build, faults, newsroom, photo, run, tree
from town import told as said

from pregonero.importers.outcome import ImportedText, Outcome, Unaccounted

ALT = "Dos personas revisan una bomba de agua"


def messy(root: Path, count: int = 120, seed: int = 5) -> Path:
    """An old archive with something of everything, the same for the same seed."""
    dice = random.Random(seed)
    files: dict[str, str | bytes] = {
        "img/pozo.jpg": photo(),
        "logo.svg": b"<svg/>",
        "vacio.md": b"",
    }
    for number in range(count):
        day = f"20{dice.randint(10, 25)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        title = dice.choice(["Agua", "El pozo: aviso", "Año «nuevo»", "𝐀𝐕𝐈𝐒𝐎", "*Feria*"])
        head = [f"title: {json.dumps(title, ensure_ascii=False)}"]
        head += [f"date: {day}"] if dice.random() < 0.8 else []
        head += ["slug: agua"] if dice.random() < 0.5 else []
        head += ["draft: true"] if dice.random() < 0.1 else []
        head += ["tags: [agua, 'x']", "raro: {a: [1, 2]}"] if dice.random() < 0.4 else []
        bits = [
            "El agua vuelve.",
            "<p>Uno<br>dos</p>",
            f"![{ALT}](/img/pozo.jpg)",
            "![](/img/pozo.jpg)",
            "{{< mapa >}}",
            "[otro](/nada/)",
            f"[x](p{dice.randint(0, count)}.md)",
            "*a* _b_",
            "<table><tr><td>[y](/z/)</td></tr></table>",
            "[r][1]\n\n[1]: /w/",
            "<a href='/q/'>q</a>",
            "![a [b] c](x.png)",
            "[![i](/img/pozo.jpg)](/h/)",
            "`[c](/d/)`",
            "# Título\n\n~~~\nx\n~~~",
            "\x93ya\x94",
            "Informacio\u0301n",
            "<iframe src=//v.example/1></iframe>",
            "[s](javascript:x)",
            "[t](www.example.org)",
            "<https://a.example/b>",
            "[u](<a b.md>)",
            "[v](../../../etc/passwd)",
        ]
        body = "\n\n".join(dice.choices(bits, k=dice.randint(0, 5)))
        fence = "---"
        files[f"{dice.choice(['', 'a/', 'b/c/'])}p{number}.md"] = "\n" * dice.randint(
            0, 1
        ) + "\n".join([fence, *head, fence, "", body, ""])
    return archive(root, files)


def test_a_messy_archive_leaves_a_site_that_builds(tmp_path: Path) -> None:
    sala, old = town(tmp_path / "sala"), messy(tmp_path / "viejo")
    outcome = bring(sala, old)
    assert outcome.found == 121 == len(outcome.texts) == len({t.source for t in outcome.texts})
    assert (
        outcome.fates["refused"] == 1 and outcome.fates["imported"] > 10 < outcome.fates["queued"]
    )
    paths = [text.path for text in outcome.texts if text.path]
    assert len(set(paths)) == len(paths) == 120
    assert all((sala / "content" / path).is_file() for path in paths)
    assert [f for f in faults(sala) if "(aviso)" not in f and _error(f, sala)] == []
    assert build(sala)


def _error(fault: str, sala: Path) -> bool:
    from town import read

    _, found, _ = read(sala)
    return fault in [p.show("es") for p in found.errors]


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    sala, old = town(tmp_path / "sala"), messy(tmp_path / "viejo")
    bring(sala, old)
    before = tree(sala / "content")
    again = bring(sala, old)
    assert tree(sala / "content") == before
    assert set(again.actions) == {"same", "none"}


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    sala, old = town(tmp_path / "sala"), messy(tmp_path / "viejo")
    before = tree(sala)
    plan = bring(sala, old, dry=True)
    assert tree(sala) == before
    done = bring(sala, old)
    assert [(t.source, t.fate, t.path) for t in plan.texts] == [
        (t.source, t.fate, t.path) for t in done.texts
    ]


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_any_archive_is_accounted_for_and_check_has_no_error(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    root = tmp_path_factory.mktemp("viejo")
    sala = town(root / "sala")
    outcome = bring(sala, messy(root / "viejo", 25, seed))
    assert sum(outcome.fates.values()) == outcome.found == 26
    from town import read

    _, found, _ = read(sala)
    assert [p.show("es") for p in found.errors] == []


def test_a_sum_that_does_not_hold_stops_before_writing() -> None:
    with pytest.raises(Unaccounted):
        Outcome("x", "plain", 2, [ImportedText("a.md", "imported")]).account()


def test_what_an_editor_changed_is_never_written_over(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    files = {f"{name}.md": post(f"Texto {name}.") for name in "abcd"}
    old = archive(tmp_path / "viejo", files)
    outcome = bring(sala, old)
    a, b, c, d = (sala / "content" / text.path for text in outcome.texts)
    a.write_text(a.read_text("utf-8").replace("Texto a.", "Texto de la editora."), "utf-8")
    b.unlink()
    d.rename(d.with_name("2019-03-05-otro-nombre.md"))
    archive(old, {name: text.replace("Texto", "Nuevo texto") for name, text in files.items()})
    again = bring(sala, old)
    assert "Texto de la editora." in a.read_text("utf-8")
    assert not b.exists() and not d.exists()
    assert "Nuevo texto c." in c.read_text("utf-8")
    assert [t.action for t in again.texts] == ["edited", "deleted", "updated", "edited"]
    assert faults(sala) == []


def test_a_draft_that_was_approved_leaves_the_queue(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo", {"a.md": post("{{< x >}}"), "b.md": post(head="draft: true\n")}
    )
    first = bring(sala, old)
    path = sala / "content" / first.texts[0].path
    text = (
        path.read_text("utf-8")
        .replace("status: draft", "status: approved")
        .replace("{{< x >}}", "Ya.")
    )
    path.write_text(text, "utf-8")
    shown = run("import", "--queue", cwd=sala)
    assert first.texts[1].path in shown.stdout and first.texts[0].path not in shown.stdout
    again = bring(sala, old)
    assert [t.fate for t in again.texts] == ["imported", "queued"]


def test_without_its_state_or_with_a_damaged_one_nothing_is_lost(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"a.md": post(), "b.md": post("Otro.")})
    outcome = bring(sala, old)
    a, b = (sala / "content" / text.path for text in outcome.texts)
    for damaged in (b"{", b'{"version": 1, "texts": {"x": 3}}', b"\xff", None):
        a.write_text(a.read_text("utf-8").replace("lunes", "martes"), "utf-8")
        before = a.read_bytes(), b.read_bytes()
        where = sala / "content/import/state.json"
        where.write_bytes(damaged) if damaged is not None else where.unlink()
        again = bring(sala, old)
        assert (a.read_bytes(), b.read_bytes()) == before
        assert [t.action for t in again.texts] == ["edited", "same"]
        assert len(list((sala / "content/bulletins").rglob("*.md"))) == 2


def test_a_text_without_date_that_an_editor_works_on_stays_without_a_state(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(tmp_path / "viejo", {"a.md": f"---\ntitle: {TITLE}\n---\nTexto.\n"})
    path = sala / "content" / one(bring(sala, old)).path
    path.write_text("De la editora.\n", "utf-8")
    for state in (True, False):
        if not state:
            (sala / "content/import/state.json").unlink()
        assert one(bring(sala, old)).action == "edited"
        assert path.read_text("utf-8") == "De la editora.\n"
        assert path.name in (sala / "content/import/queue.csv").read_text("utf-8")


def test_the_same_archive_from_another_folder_is_the_same(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    archive(tmp_path / "todo" / "viejo", {"a.md": post()})
    bring(sala, tmp_path / "todo" / "viejo")
    before = tree(sala / "content/bulletins")
    again = bring(sala, tmp_path / "todo")
    assert one(again).action in ("same", "updated")
    assert list(tree(sala / "content/bulletins")) == list(before)


def test_two_sources_for_one_address_are_both_kept(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo", {f"{n}/agua.md": post(f"Texto {n}.", "aliases: [/x/]\n") for n in "abc"}
    )
    outcome = bring(sala, old)
    assert [t.path.rpartition("/")[2] for t in outcome.texts] == [
        "2019-03-05-agua.md",
        "2019-03-05-agua-2.md",
        "2019-03-05-agua-3.md",
    ]
    assert "la dirección /nota/2019/agua/ ya es de" in told(outcome.texts[1])
    assert "la dirección anterior /x/ ya es de" in told(outcome.texts[2])
    assert faults(sala) == []
    archive(old, {"0/agua.md": post("Texto 0.")})
    again = bring(sala, old)
    assert [t.path for t in again.texts[1:]] == [t.path for t in outcome.texts]


def test_an_older_address_redirects_and_drafts_leak_nothing(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {
            "a.md": post("Vuelve.", "url: /noticias/agua.html\n"),
            "b.md": post("Secreto.", "draft: true\n"),
        },
    )
    bring(sala, old)
    files = build(sala)
    assert b"/nota/2019/a/" in files["noticias/agua.html"]
    assert not [name for name, data in files.items() if b"Secreto" in data or b"viejo" in data]


def test_a_type_that_asks_for_a_summary_takes_the_lead(tmp_path: Path) -> None:
    toml = newsroom().replace(
        'plural = "Notas informativas"', 'plural = "Notas"\nrequires = ["summary"]'
    )
    toml = toml.replace("[types.aviso]", "[types.zeta]").replace("[types.alerta]", "[types.zona]")
    sala = town(tmp_path / "sala", toml)
    body = "El agua **vuelve** el lunes. Falta [la calle Real](https://a.example/)."
    text = one(bring(sala, archive(tmp_path / "viejo", {"a.md": post(body)})))
    assert 'summary: "El agua vuelve el lunes. Falta la calle Real."' in written(sala, text)
    assert "se tomó del primer párrafo" in told(text)


def test_the_mapping_is_saved_and_what_an_editor_writes_in_it_holds(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    old = archive(
        tmp_path / "viejo",
        {
            "a.md": f"---\ncabeza: {TITLE}\ndate: 2019-03-05\ncategories: [Avisos, Tubería]\n---\n[b](https://v.example/b/)\n",
            "b.md": post(),
        },
    )
    assert run("import", str(old), cwd=sala).returncode == 0
    mapping = sala / "content/import/viejo.toml"
    text = mapping.read_text("utf-8")
    text = text.replace('title = ["title"', 'title = ["cabeza", "title"')
    text = text.replace('old_url = ""', 'old_url = "https://v.example"').replace(
        'permalink = ""', 'permalink = "/:slug/"'
    )
    text = text.replace("[types]\n", '[types]\n"Avisos" = "evento"\n').replace(
        "[topics]\n", '[topics]\n"Tubería" = "agua"\n'
    )
    mapping.write_text(text, "utf-8")
    done = run("import", str(old), "--format", "json", cwd=sala)
    report = json.loads(done.stdout)
    assert report["found"] == 2 and report["mapping"] == "content/import/viejo.toml"
    made = (sala / report["texts"][0]["path"]).read_text("utf-8")
    assert f'title: "{TITLE}"' in made and "type: evento" in made and 'topic: "agua"' in made
    assert "[b](/bulletins/2019/2019-03-05-b.md)" in made
    assert "/b/" in (sala / report["texts"][1]["path"]).read_text("utf-8")
    mapping.write_text('tipo = "evento"\n' + text, "utf-8")
    wrong = run("import", str(old), cwd=sala)
    assert wrong.returncode == 1 and "Traceback" not in said(wrong)


def test_the_report_adds_up_and_the_queue_is_a_table(tmp_path: Path) -> None:
    sala, old = town(tmp_path / "sala"), messy(tmp_path / "viejo", 30)
    plan = run("importar", str(old), "--dry-run", cwd=sala)
    assert "Textos: 31 = " in plan.stdout and not (sala / "content/import").exists()
    done = run("import", str(old), cwd=sala, env={"PREGONERO_LANG": "es"})
    assert done.returncode == 1  # one file was empty
    assert "vacio.md" in done.stdout and "el archivo está vacío" in done.stdout
    assert "Otros archivos, que no son textos: 2 (.jpg 1, .svg 1)" in done.stdout
    queue = json.loads(run("import", "--queue", "--format", "json", cwd=sala).stdout)
    assert queue and all(row["reasons"] and row["path"].startswith("content/") for row in queue)
    table = run("import", "--queue", cwd=sala)
    assert table.returncode == 0 and "Por decidir" in table.stdout

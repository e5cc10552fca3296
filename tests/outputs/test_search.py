"""The search index: all that is public is found by its words, and nothing else is in it."""

import gzip
import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from town import build, bulletin, end, newsroom, run, standing, start, told, tree, write

from pregonero.render.data import search_volumes

HERE = "buscar/"


def index(files: dict[str, bytes]) -> dict[str, object]:
    found: dict[str, object] = json.loads(files[f"{HERE}indice.json"])
    return found


def volumes(files: dict[str, bytes]) -> list[str]:
    return [str(folder) for folder in index(files)["volumes"]]  # type: ignore[attr-defined]


def shown(files: dict[str, bytes]) -> dict[str, str]:
    """Title of each record that a search can give, by address."""
    return {
        row[0]: row[1]
        for folder in volumes(files)
        for sheaf in table(files, folder)["sheaves"]
        for row in json.loads(files[f"{HERE}{folder}{sheaf}"])
    }


def table(files: dict[str, bytes], folder: str) -> dict[str, Any]:
    """What the page that searches knows of the records of a volume."""
    entry = json.loads(files[f"{HERE}{folder}pagefind-entry.json"])
    found: dict[str, Any] = json.loads(files[f"{HERE}{folder}{entry['table']}"])
    return found


def indexed(files: dict[str, bytes]) -> bytes:
    """Every byte of the index as a browser would unfold it."""
    held = (data for name, data in files.items() if name.startswith(HERE))
    return b"".join(gzip.decompress(d) if d[:2] == b"\x1f\x8b" else d for d in held)


def test_what_is_public_is_there_and_what_is_not_is_in_no_byte(tmp_path: Path) -> None:
    note = [{"date": "2026-11-21", "note": "No era así."}]
    expiring = {"type": "aviso", "expires": "2026-11-21T10:00"}
    files = {
        "bulletins/2026/a.md": bulletin("El agua.", title="Pozo"),
        "bulletins/2026/b.md": bulletin("Cierre.", title="Vencido", **expiring),
        "bulletins/2026/c.md": bulletin("Zanahoria.", title="Borrador", status="draft"),
        "bulletins/2026/d.md": bulletin("Betabel.", title="Embargo", embargo="2026-12-01"),
        "bulletins/2026/e.md": bulletin(
            "Rábano.", title="Retirado", status="withdrawn", changes=note
        ),
        "bulletins/2026/f.md": bulletin("Chayote.", title="Programado", date="2026-12-24"),
        "pages/somos.md": standing("Una oficina.", title="Somos"),
        "campaigns/limpia.md": standing("Juntas.", title="Limpia"),
    }
    made = build(write(tmp_path, files))
    assert set(shown(made).values()) == {"Pozo", "Vencido", "Somos", "Limpia"}
    everything = indexed(made).lower()
    for word in ("zanahori", "betabel", "raban", "rában", "chayot", "borrador", "programad"):
        assert word.encode() not in everything, word
    for word in ("retirad", "embarg"):  # the title of a notice is public, but not to be found
        assert word.encode() not in everything, word


def test_a_veda_takes_out_of_the_index_what_it_suspends(tmp_path: Path) -> None:
    veda = '\n[[veda]]\nname = "Veda"\nstarts = 2026-11-22\nends = 2026-11-25\n'
    write(tmp_path, {"bulletins/2026/a.md": bulletin("El acueducto.")}, newsroom(veda))
    assert b"acueduct" in indexed(build(tmp_path, "2026-11-21T12:00"))
    assert b"acueduct" not in indexed(build(tmp_path, "2026-11-23T12:00"))
    assert b"acueduct" in indexed(build(tmp_path, "2026-11-26T12:00"))


TITLES = st.lists(
    st.text("abcdefghijklmnñopqrstuáéíóúü ¿?0123456789-", min_size=3, max_size=60).filter(
        lambda title: sum(map(str.isalpha, title)) > 2
    ),
    min_size=1,
    max_size=8,
    unique=True,
)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(titles=TITLES)
def test_every_public_bulletin_has_its_place_in_the_index(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    made = build(
        write(
            tmp_path_factory.mktemp("sala"),
            {
                f"bulletins/2026/n{n}.md": bulletin(
                    title=title, slug=f"n{n}", date=f"2026-{n + 1:02}-03"
                )
                for n, title in enumerate(titles)
            },
        )
    )
    assert set(shown(made)) == {f"/nota/2026/n{n}/" for n in range(len(titles))}
    for folder in volumes(made):
        held = table(made, folder)
        ids = held["ids"].split()
        assert len(ids) == len(set(ids))
        assert all(len(numbers) == len(ids) for _, numbers in held["facets"].values())


def test_a_change_is_indexed_and_the_other_volumes_stay(tmp_path: Path) -> None:
    old, new = "bulletins/2024/vieja.md", "bulletins/2026/nueva.md"
    files = {old: bulletin("Antes.", title="Vieja", date="2024-03-01"), new: bulletin("Hoy.")}
    before = build(write(tmp_path, files))
    write(tmp_path, {new: bulletin("Hoy hay un papalote.")})
    after = build(tmp_path)
    assert b"papalot" in indexed(after) and b"papalot" not in indexed(before)
    assert volumes(after) == volumes(before) and index(after)["state"] != index(before)["state"]
    other = f"{HERE}{volumes(after)[1]}"
    assert {n: d for n, d in after.items() if n.startswith(other)} == {
        n: d for n, d in before.items() if n.startswith(other)
    }
    assert after == build(
        tmp_path, OUTPUT_PATH=str(tmp_path / "otra"), CACHE_PATH=str(tmp_path / "c")
    )


def test_a_site_and_its_index_are_put_in_place_at_once(tmp_path: Path) -> None:
    name = "bulletins/2026/nueva.md"
    write(tmp_path, {name: bulletin("Hoy.")})
    assert run("build", cwd=tmp_path).returncode == 0
    write(tmp_path, {name: bulletin("Hoy hay un papalote.")})
    seen: list[tuple[bool, str]] = []
    process = start("build", cwd=tmp_path)
    while process.poll() is None:
        try:
            page = (tmp_path / "output/nota/2026/nueva/index.html").read_text()
            held = json.loads((tmp_path / "output" / HERE / "indice.json").read_text())
        except FileNotFoundError:  # between one and the other the folder was replaced
            continue
        seen.append(("papalote" in page, held["state"]))
        time.sleep(0.002)
    done = end(process)
    assert done.returncode == 0, told(done)
    final = tree(tmp_path / "output")
    assert b"papalot" in indexed(final)
    # Nobody saw the new text beside the index of the old one.
    old = seen[0][1]
    assert index(final)["state"] != old
    assert not any(new and state == old for new, state in seen[:-1])


def test_a_build_that_is_killed_leaves_no_index_of_what_was(tmp_path: Path) -> None:
    name = "bulletins/2026/nueva.md"
    write(tmp_path, {name: bulletin("Decía jacaranda.")})
    assert run("build", cwd=tmp_path).returncode == 0
    write(tmp_path, {name: bulletin("Dice otra cosa.")})
    process = start("build", cwd=tmp_path)
    page = tmp_path / "output/nota/2026/nueva/index.html"
    while process.poll() is None:
        try:
            if "otra cosa" in page.read_text():
                process.send_signal(signal.SIGKILL)
                break
        except FileNotFoundError:
            pass
    end(process)
    left = tree(tmp_path / "output")
    assert b"jacarand" not in indexed(left)
    assert run("build", cwd=tmp_path).returncode == 0
    final = tree(tmp_path / "output")
    assert "/nota/2026/nueva/" in shown(final)


def test_an_office_that_wants_no_search_has_none(tmp_path: Path) -> None:
    write(tmp_path, {"bulletins/2026/a.md": bulletin()}, newsroom(search=False))
    made = build(tmp_path)
    assert not any(name.startswith(HERE) for name in made)
    assert b"/buscar/" not in b"".join(made.values())


def test_years_are_put_together_until_they_are_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_volumes, "LEAST", 3)
    days = ["2020-01-05", "2020-07-05", "2021-02-03", "2021-09-09", "2022-01-01", "2026-11-01"]
    files = {
        f"bulletins/{day[:4]}/{day}.md": bulletin(title=day, slug=f"n-{day}", date=day)
        for day in days
    }
    made = volumes(build(write(tmp_path, files)))
    assert made == ["2026-11/", "2022-01/", "2020-2021/"]


def test_a_change_of_a_text_is_a_change_of_a_few_files(tmp_path: Path) -> None:
    """What did not change of a volume has the name it had: a deploy does not send it again."""
    folder = "bulletins/2024"
    files = {f"{folder}/n{n}.md": bulletin(f"Texto {n}.", title=f"Nota {n}", slug=f"n{n}",
                                           date="2024-03-01") for n in range(70)}  # fmt: skip
    before = build(write(tmp_path, files | {"bulletins/2026/a.md": bulletin()}))
    write(tmp_path, {f"{folder}/n5.md": files[f"{folder}/n5.md"].replace("Texto", "Papalote")})
    after = build(tmp_path)
    here = f"{HERE}2024-03/"
    sent = {n for n in after if n.startswith(here) and after[n] != before.get(n)}
    kinds = sorted(name.removeprefix(here).rpartition(".")[2] for name in sent)
    assert f"{here}pagefind-entry.json" in sent
    assert kinds.count("json") <= 3 and kinds.count("pf_meta") == 1, sent
    assert len(table(after, "2024-03/")["sheaves"]) == 4


def test_only_the_page_that_searches_may_run_webassembly(tmp_path: Path) -> None:
    made = build(write(tmp_path, {"bulletins/2026/a.md": bulletin(), "pages/s.md": standing()}))
    able = [n for n, data in made.items() if n.endswith(".html") and b"wasm-unsafe-eval" in data]
    assert able == ["buscar/index.html"]


def test_the_words_of_a_text_are_those_of_its_page() -> None:
    html = "<h2>Obras</h2><p>Dos <strong>pozos</strong> &amp; una<br>red.</p><ul><li>a</li></ul>"
    assert search_volumes.plain(html) == "Obras\nDos pozos & una\nred.\na"

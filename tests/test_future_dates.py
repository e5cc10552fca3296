"""Nothing that a record dates in the future is told before, and everything then by itself."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from town import bulletin, faults, publish, question, run, standing, tree

NOTE = "Eran doscientos metros"
LATER = "2026-12-24 09:00"
EARLY = [{"date": "2026-11-21 08:00", "note": "Era otra calle."}]
LIVE = {"url": "https://v.example/1", "title": "Sesión", "starts": LATER}
#: A header's values, a mark of what they say of the future, and the line and field that is told.
CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a note": ({"changes": [*EARLY, {"date": LATER, "note": NOTE}]}, NOTE, ":7: changes.2.date: "),
    "a revision": ({"modified": "2027-01-01"}, "2027-01-01", ":7: modified: "),
    "the recording of a broadcast": (
        {"live": {**LIVE, "recording": "https://v.example/grabada"}},
        "v.example/grabada",
        ":7: live.recording: ",
    ),
}


def whole(output: Mapping[str, bytes]) -> str:
    return "\n".join([*output, *(data.decode("utf-8", "replace") for data in output.values())])


def files(values: Mapping[str, Any]) -> dict[str, str]:
    """One bulletin with these values on the seventh line."""
    return {"bulletins/2026/nota.md": bulletin(**values)}


@pytest.mark.parametrize("case", CASES)
def test_what_is_dated_later_is_nowhere_until_then(site: Site, case: str) -> None:
    values, mark, place = CASES[case]
    root = site(files(values))
    publish(root, "2026-12-01")
    assert mark not in whole(tree(root / "output"))
    (told,) = (line for line in faults(root, "2026-12-01") if "futur" in line or "aún no" in line)
    assert f"content/bulletins/2026/nota.md{place}" in told
    publish(root, "2027-01-02")
    assert mark in whole(tree(root / "output"))
    assert not [line for line in faults(root, "2027-01-02") if "futur" in line]


@pytest.mark.parametrize("case", CASES)
def test_next_knows_when_it_appears(site: Site, case: str) -> None:
    values, _, _ = CASES[case]
    coming = run("next", "--at", "2026-12-01", "--format", "json", cwd=site(files(values))).stdout
    days = {one["at"][:10] for one in json.loads(coming)}
    assert days & {"2026-12-24", "2027-01-01"}


def test_a_warm_build_shows_the_note_at_its_second(site: Site) -> None:
    root = site(files(CASES["a note"][0]))
    publish(root, "2026-12-24T08:59")
    assert NOTE not in whole(tree(root / "output"))
    publish(root, "2026-12-24T09:00")
    warm = tree(root / "output")
    assert NOTE in warm["nota/2026/nota/index.html"].decode()
    assert NOTE in warm["feeds/rss.xml"].decode()
    publish(root, "2026-12-24T09:00", COLD=True)
    assert tree(root / "output") == warm


def test_a_recording_that_came_before_the_end_is_of_no_later_hour(site: Site) -> None:
    live = {**LIVE, "starts": "2026-12-01 10:00", "ends": "2026-12-01 14:00"}
    root = site(files({"live": {**live, "recording": "https://v.example/grabada"}}))
    page = root / "output/nota/2026/nota/index.html"
    for at, shown in (("2026-12-01T12:00", "10:00"), ("2026-12-01T14:00", "14:00")):
        publish(root, at)
        assert f'"uploadDate":"2026-12-01T{shown}:00-06:00"' in page.read_text("utf-8")


def test_pages_campaigns_and_questions_pass_the_same_door(site: Site) -> None:
    answered = {"state": "answered", "answered": LATER, "modified": "2026-12-25"}
    root = site(
        {
            "pages/somos.md": standing(modified="2027-01-01"),
            "campaigns/limpieza.md": standing(title="Limpieza", modified="2027-01-01"),
            "questions/2026/a.md": question(**answered),
            "questions/2026/b.md": question(title="¿Qué?", status="withdrawn", **answered),
        }
    )
    publish(root, "2026-12-01")
    output = tree(root / "output")
    output.pop("pagefind/", None)
    for word in ("2027-01-01", "2026-12-24", "2026-12-25", "24 de diciembre"):
        assert word not in whole(output), word
    lines = faults(root, "2026-12-01")
    assert len([line for line in lines if "modified: la fecha está en el futuro" in line]) == 4


def test_a_withdrawal_of_the_future_takes_the_text_back_now(site: Site) -> None:
    """A slip in a date must not leave public what the office wants gone."""
    note = [*EARLY, {"date": LATER, "note": NOTE}]
    for changes in (note, note[1:]):
        text = bulletin("Secreto a voces.", status="withdrawn", changes=changes)
        root = site({"bulletins/2026/nota.md": text})
        publish(root, "2026-12-01")
        output = whole(tree(root / "output"))
        assert "Secreto" not in output and NOTE not in output and "2026-12-24" not in output
        assert "Este texto fue retirado" in output
        (told,) = faults(root, "2026-12-01")
        assert "el texto ya está retirado" in told
        publish(root, "2026-12-25")
        assert NOTE in (root / "output/nota/2026/nota/index.html").read_text("utf-8")


def test_what_is_scheduled_with_its_text_is_no_mistake(site: Site) -> None:
    root = site({"bulletins/2026/nota.md": bulletin(date=LATER, modified=LATER)})
    assert faults(root, "2026-12-01") == []


def test_a_saved_edit_of_the_future_is_no_history_yet(site: Site, tmp_path: Path) -> None:
    import subprocess

    from town import environment

    root = site({"bulletins/2026/nota.md": bulletin("Mide diez metros.", changes=EARLY)})

    def git(*words: str, at: str = "2026-11-20T09:00:00-06:00") -> None:
        names = {f"GIT_{who}_{of}": "x" for who in ("AUTHOR", "COMMITTER")
                 for of in ("NAME", "EMAIL")}  # fmt: skip
        dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        subprocess.run(["git", *words], cwd=root, check=True, capture_output=True,
                       env=environment(**names, **dates))  # fmt: skip

    git("init", "-q")
    git("add", "content")
    git("commit", "-qm", "a")
    path = root / "content/bulletins/2026/nota.md"
    path.write_text(path.read_text("utf-8").replace("diez", "cien"), "utf-8")
    git("commit", "-qam", "b", at="2026-12-24T09:00:00-06:00")
    page = root / "output/nota/2026/nota/index.html"
    publish(root, "2026-12-01")
    assert "24 de diciembre" not in page.read_text("utf-8")
    publish(root, "2026-12-25")
    assert "24 de diciembre" in page.read_text("utf-8")

"""The archive of the site's feed: all that the feed carries no more, a week to a document."""

import json
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from town import URL, build, bulletin, newsroom, tree, write

from pregonero.newsroom.urls import FEEDS
from pregonero.release.verify.feed import feed_faults

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
WORDS = 'La "red" & <el muelle>'
FILES: dict[str, str | bytes] = {
    f"bulletins/2026/{n}.md": bulletin(
        title=f"Nota {n:02}",
        summary=WORDS,
        topic="agua",
        date=f"{date(2026, 10, 1) + timedelta(days=n)}",
    )
    for n in range(9, 50)
}
GONE = bulletin(
    title="Error", date="2026-10-13", status="withdrawn",
    changes=[{"date": "2026-11-19", "note": "No era & así."}],
)  # fmt: skip
SHORT = bulletin(title="Corte", type="aviso", date="2026-09-02", expires="2026-09-03")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    more = {"bulletins/2026/error.md": GONE, "bulletins/2026/corte.md": SHORT}
    return write(tmp_path_factory.mktemp("semanas"), {**FILES, **more})


@pytest.fixture(scope="module")
def output(root: Path) -> dict[str, bytes]:
    return build(root)


def chain(output: dict[str, bytes], kind: str) -> list[str]:
    """The documents from the feed back to its first week, as a reader follows them."""
    names = [f"feeds/{FEEDS[kind][0]}"]
    while True:
        if kind == "JSON Feed":
            older = json.loads(output[names[-1]]).get("next_url")
        else:
            links = ElementTree.fromstring(output[names[-1]]).iter(f"{ATOM}link")
            older = next((e.get("href") for e in links if e.get("rel") == "prev-archive"), None)
        if not older:
            return names
        names.append(older.removeprefix(f"{URL}/"))


def ids(output: dict[str, bytes], name: str) -> set[str]:
    if name.endswith("json"):
        return {item["id"] for item in json.loads(output[name])["items"]}
    return {entry.id for entry in feedparser.parse(output[name]).entries}


@pytest.mark.parametrize("kind", FEEDS)
def test_who_follows_the_archive_has_every_bulletin(output: dict[str, bytes], kind: str) -> None:
    names = chain(output, kind)
    assert len(names) == 8 and names[-1] == f"feeds/archivo/2026-w36/{FEEDS[kind][0]}"
    every = set().union(*(ids(output, name) for name in names))
    public = {f"urn:uuid:{bulletin(title=f'Nota {n:02}').split(chr(34))[1]}" for n in range(9, 50)}
    assert public <= every
    assert {n for n in output if n.startswith("feeds/archivo/") and n.endswith(FEEDS[kind][0])} == {
        *names[1:]
    }
    for name in names:
        assert not [*feed_faults(name, output[name], None)]  # type: ignore[arg-type]


def test_each_document_is_valid_and_says_what_it_is(output: dict[str, bytes]) -> None:
    site = ElementTree.fromstring(output["feeds/atom.xml"]).findtext(f"{ATOM}id")
    for kind in ("RSS", "Atom"):
        for name in chain(output, kind)[1:]:
            feed = feedparser.parse(output[name])
            assert not feed.bozo and feed.feed.link == f"{URL}/", name
            root = ElementTree.fromstring(output[name])
            assert root.find(f".//{HISTORY}archive") is not None
            links = {e.get("rel"): e.get("href") for e in root.iter(f"{ATOM}link")}
            assert links["self"] == f"{URL}/{name}"
            assert links["current"] == f"{URL}/feeds/{FEEDS[kind][0]}"
            assert kind == "RSS" or root.findtext(f"{ATOM}id") == site
    # In the feed, and in none of its archive.
    assert b"fh:archive" not in output["feeds/atom.xml"] + output["feeds/rss.xml"]
    assert b"prev-archive" not in output["feeds/temas/agua/atom.xml"]


def test_a_withdrawn_bulletin_is_told_in_its_week_too(output: dict[str, bytes]) -> None:
    week = "feeds/archivo/2026-w42/"
    assert b"<at:comment>No era &amp; as\xc3\xad.</at:comment>" in output[f"{week}atom.xml"]
    titles = [e.title for e in feedparser.parse(output[f"{week}rss.xml"]).entries]
    assert titles[0] == "Retirado: Error"
    assert json.loads(output[f"{week}feed.json"])["items"][0]["title"] == "Retirado: Error"


def test_words_are_those_that_were_written(output: dict[str, bytes]) -> None:
    from html import unescape

    rss, atom = (
        feedparser.parse(output[f"feeds/archivo/2026-w43/{name}"]).entries[0]
        for name in ("rss.xml", "atom.xml")
    )
    assert unescape(rss.summary) == atom.summary == WORDS
    item = json.loads(output["feeds/archivo/2026-w43/feed.json"])["items"][0]
    assert item["content_text"] == WORDS


def test_a_week_that_is_over_stays_as_it_is(root: Path, output: dict[str, bytes]) -> None:
    new = {"bulletins/2026/nueva.md": bulletin(title="Nueva", date="2026-12-08")}
    later = build(write(root, new), "2026-12-09")
    weeks = {n: d for n, d in output.items() if n.startswith("feeds/archivo/")}
    assert weeks.items() <= later.items()
    assert later["feeds/archivo/2026-w47/rss.xml"], "the week that was the newest is over"
    path = root / "content/bulletins/2026/20.md"
    note = '\nchanges: [{date: "2026-12-08 09:00", note: "Otra"}]\n---\n\n'
    path.write_text(path.read_text("utf-8").replace("\n---\n\n", note), "utf-8")
    corrected = build(root, "2026-12-09")
    changed = {n for n in corrected if n.startswith("feeds/archivo/") and corrected[n] != later[n]}
    assert {n.split("/")[2] for n in changed} == {"2026-w43"}
    assert b"Nota 20" in corrected["feeds/rss.xml"]


def test_no_week_ever_vanishes(tmp_path: Path) -> None:
    veda = '[[veda]]\nname = "Veda"\nstarts = 2026-11-20\nends = 2026-11-22\n'
    files = {
        "bulletins/2026/a.md": bulletin(title="Una", date="2026-11-01"),
        "bulletins/2026/b.md": bulletin(
            title="Otra", type="aviso", date="2026-11-10", expires="2026-11-12"
        ),
    }
    root = write(tmp_path, files, newsroom(veda))
    for at in ("2026-11-11", "2026-11-13", "2026-11-21", "2026-11-23"):
        output = build(root, at)
        assert {n.split("/")[2] for n in output if n.startswith("feeds/archivo/2")} == {"2026-w44"}
        assert tree(root / "output") == build(root, at, COLD=True)

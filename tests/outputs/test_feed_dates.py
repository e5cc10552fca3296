"""The dates of feeds and sitemaps only go forward: when something leaves, as when it comes."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from town import URL, build, bulletin, newsroom, question, standing, write

from pregonero.content import reader
from pregonero.content.archive import Archive
from pregonero.edition.compose import compose
from pregonero.lint.loading import checks
from pregonero.newsroom.loader import load
from pregonero.render.assets import Assets
from pregonero.render.cards import SiteContext
from pregonero.render.feeds.all_feeds import Feeds
from pregonero.render.pages.all_pages import SitePages
from pregonero.render.sections import group

MEXICO = ZoneInfo("America/Mexico_City")
START = datetime(2026, 11, 1, 12, tzinfo=MEXICO)
VEDAS = """
[[veda]]
name = "Veda"
starts = 2026-11-12
ends = 2026-11-15
topics = ["salud"]

[[veda]]
name = "Otra veda"
starts = 2026-11-14
ends = 2026-11-18
"""
OLD = bulletin(title="Vieja", date="2026-11-01 09:00", topic="agua")


def dates(output: Mapping[str, bytes], folder: str = "feeds/") -> set[str]:
    """What both kinds of a folder say of when they changed."""
    rss = feedparser.parse(output[f"{folder}rss.xml"]).feed.updated_parsed
    atom = feedparser.parse(output[f"{folder}atom.xml"]).feed.updated_parsed
    assert rss == atom
    stamp = re.search(rb"<updated>([^<]+)", output[f"{folder}atom.xml"])
    assert stamp
    return {stamp[1].decode()}


def lastmod(output: Mapping[str, bytes], address: str) -> str:
    found = re.search(
        f"<loc>{URL}{re.escape(address)}</loc><lastmod>([^<]+)", output["sitemap.xml"].decode()
    )
    assert found, address
    return found[1]


def test_what_expires_moves_the_date_to_the_moment_it_did(tmp_path: Path) -> None:
    short = bulletin(title="Corte", type="aviso", date="2026-11-10", expires="2026-11-12 18:00",
                     topic="agua")  # fmt: skip
    root = write(tmp_path, {"bulletins/2026/a.md": OLD, "bulletins/2026/b.md": short})
    assert dates(build(root, "2026-11-12T18:00")) == {"2026-11-10T00:00:00-06:00"}
    output = build(root, "2026-11-13")
    assert "Corte" not in output["feeds/rss.xml"].decode()
    for folder in ("feeds/", "feeds/temas/agua/", "feeds/tipos/aviso/"):
        assert dates(output, folder) == {"2026-11-12T18:00:00-06:00"}
    assert dates(output, "feeds/tipos/nota/") == {"2026-11-01T09:00:00-06:00"}, "not its own"
    for address in ("/", "/archivo/", "/temas/agua/", "/aviso/", "/archivo/2026/"):
        assert lastmod(output, address) == "2026-11-12T18:00:00-06:00", address


def test_a_veda_moves_the_date_when_it_begins_and_when_it_ends(tmp_path: Path) -> None:
    files = {
        "bulletins/2026/a.md": OLD.replace("topic:", "campaign: limpieza\ntopic:"),
        "campaigns/limpieza.md": standing(title="Zafarrancho"),
    }
    root = write(tmp_path, files, newsroom(VEDAS))
    before = build(root, "2026-11-11")
    assert dates(before) == {"2026-11-01T09:00:00-06:00"}
    quiet = build(root, "2026-11-12")
    assert dates(quiet) == dates(quiet, "feeds/temas/agua/") == {"2026-11-12T00:00:00-06:00"}
    assert lastmod(quiet, "/") == "2026-11-12T00:00:00-06:00"
    # No feed vanishes, not those of a campaign, of which nothing is told.
    assert {name for name in before if name.startswith("feeds/")} <= {*quiet}
    assert not any(b"Zafarrancho" in quiet[name] for name in quiet if name.startswith("feeds/"))
    assert dates(quiet, "feeds/campanas/limpieza/") == {"2026-11-12T00:00:00-06:00"}
    again = build(root, "2026-11-19")
    assert "Vieja" in again["feeds/rss.xml"].decode()
    assert dates(again) == {"2026-11-18T23:59:59-06:00"}
    assert lastmod(again, "/archivo/") == "2026-11-18T23:59:59-06:00"


def test_an_embargo_and_a_withdrawal_move_it_too(tmp_path: Path) -> None:
    kept = bulletin(title="Reserva", date="2026-11-02", embargo="2026-11-09 07:00", topic="agua")
    gone = bulletin(title="Error", date="2026-11-03", status="withdrawn", topic="salud",
                    changes=[{"date": "2026-11-10 08:00", "note": "No era así."}])  # fmt: skip
    files = {"bulletins/2026/a.md": OLD, "bulletins/2026/b.md": kept}
    root = write(tmp_path, {**files, "bulletins/2026/c.md": gone})
    assert dates(build(root, "2026-11-09T06:59")) == {"2026-11-03T00:00:00-06:00"}
    assert dates(build(root, "2026-11-09T07:00")) == {"2026-11-09T07:00:00-06:00"}
    output = build(root, "2026-11-11")
    assert dates(output) == dates(output, "feeds/temas/salud/") == {"2026-11-10T08:00:00-06:00"}


def test_a_full_page_changes_when_an_older_bulletin_leaves_and_only_then(tmp_path: Path) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(title=f"Nota {n}", date=f"2026-10-{1 + n // 3:02}")
        for n in range(70)
    }
    early = bulletin(title="Aviso", type="aviso", date="2026-10-08", expires="2026-11-10 09:00")
    output = build(write(tmp_path, {**files, "bulletins/2026/aviso.md": early}), "2026-11-11")
    assert lastmod(output, "/archivo/pagina/2/") < "2026-10-08"
    assert lastmod(output, "/archivo/pagina/3/") == "2026-11-10T09:00:00-06:00"


def test_the_feed_of_answers_keeps_the_date_of_one_that_went(tmp_path: Path) -> None:
    answer = {"state": "answered", "answered": "2026-11-15 10:00"}
    files = {
        "questions/2026/a.md": question(title="¿Una?", state="answered", answered="2026-11-12"),
        "questions/2026/b.md": question(title="¿Otra?", **answer),
    }
    root = write(tmp_path, files)
    assert dates(build(root), "feeds/dialogo/") == {"2026-11-15T10:00:00-06:00"}
    write(root, {"questions/2026/b.md": question(title="¿Otra?", status="withdrawn", **answer)})
    output = build(root)
    titles = [i["title"] for i in json.loads(output["feeds/dialogo/feed.json"])["items"]]
    assert (
        titles == ["Retirado: ¿Otra?", "¿Una?"] and b"El lunes" in output["feeds/dialogo/rss.xml"]
    )
    assert b"deleted-entry" in output["feeds/dialogo/atom.xml"]
    assert dates(output, "feeds/dialogo/") == {"2026-11-15T10:00:00-06:00"}


def test_a_build_of_words_alone_keeps_the_date_of_what_left(tmp_path: Path) -> None:
    short = bulletin(title="Corte", type="aviso", date="2026-11-10", expires="2026-11-12")
    root = write(tmp_path / "a", {"bulletins/2026/a.md": OLD, "bulletins/2026/b.md": short})
    build(root, "2026-11-14")
    path = root / "content/bulletins/2026/a.md"
    path.write_text(f"{path.read_text('utf-8')}\nOtras palabras.\n", "utf-8")
    warm = build(root, "2026-11-14")
    cold = build(write(tmp_path / "b", {"bulletins/2026/a.md": path.read_bytes(),
                                        "bulletins/2026/b.md": short}), "2026-11-14")  # fmt: skip
    assert warm == cold and b"Otras palabras" in warm["feeds/rss.xml"]


def test_json_says_when_each_item_changed(tmp_path: Path) -> None:
    note = [{"date": "2026-11-05 09:00", "note": "Era otra calle."}]
    text = bulletin(title="Calle", date="2026-11-02", changes=note)
    (item,) = json.loads(
        build(write(tmp_path, {"bulletins/2026/a.md": text}), "2026-11-06")["feeds/feed.json"]
    )["items"]
    assert item["date_modified"] == "2026-11-05T09:00:00-06:00"


# Whatever an office does, if it says when


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    found = []
    for more in ("", VEDAS):
        root = write(tmp_path_factory.mktemp("salas"), {}, newsroom(more))
        found.append(load(root / "newsroom.toml", {}))
    return found


KINDS = [
    {"topic": "agua"},
    {"topic": "salud", "type": "aviso"},
    {"topic": "agua", "lang": "en"},
    {
        "type": "evento",
        "event": {"start": "2026-11-16 10:00", "place": "La plaza"},
        "call": {"deadline": "2026-11-20 10:00"},
        "live": {"url": "https://v.example/1", "title": "S", "starts": "2026-11-10 10:00"},
    },
]
STEPS = st.tuples(
    st.sampled_from(["publish", "publish", "note", "revise", "expire", "withdraw", "restore"]),
    st.integers(0, 3),
    st.integers(0, 90),  # how many hours later it takes effect
    st.integers(0, 60),  # how many hours pass then
)


def edits(steps: list[tuple[str, int, int, int]]) -> Iterator[tuple[dict[str, bytes], datetime]]:
    """What an office holds after each step, with the moment at which that is looked at."""
    now, records = START, dict[int, dict[str, Any]]()
    for what, number, later, passing in steps:
        values = records.get(number)
        at, then = (f"{when:%Y-%m-%d %H:%M}" for when in (now, now + timedelta(hours=later)))
        note = {"date": at, "note": "Se cambió."}
        if values is None:
            records[number] = {
                "date": at, "title": f"Nota {number}", "expires": then, **KINDS[number],
                **({"embargo": then} if what == "note" else {}),
            }  # fmt: skip
        elif what == "note":
            values["changes"] = [*values.get("changes", []), note, {**note, "date": then}]
        elif what == "revise":
            values["modified"] = at
        elif what == "expire":
            values["changes"] = [*values.get("changes", []), note]
            values["expires"] = max(then, values.get("embargo", then))
        elif what in ("withdraw", "restore"):
            values["changes"] = [*values.get("changes", []), note]
            values["status"] = "withdrawn" if what == "withdraw" else "approved"
        now += timedelta(hours=passing)
        yield {f"bulletins/2026/{n}.md": bulletin(**v).encode() for n, v in records.items()}, now


@given(steps=st.lists(STEPS, min_size=3, max_size=12), veda=st.booleans())
@example(steps=[("publish", 0, 9, 1), ("publish", 1, 1, 5), ("publish", 2, 80, 60)] * 3, veda=False)
@example(steps=[("publish", 0, 90, 250), ("withdraw", 0, 0, 60), ("restore", 0, 0, 60)], veda=True)
@settings(max_examples=60)
def test_no_date_ever_goes_back(
    rooms: list[Any], steps: list[tuple[str, int, int, int]], *, veda: bool
) -> None:
    room = rooms[veda]
    before: dict[str, datetime] = {}
    archived: set[str] = set()
    for files, now in edits(steps):
        entries = {}
        for path, raw in files.items():
            entry, problems = reader.read(raw, path, room.zone, checks(room))
            assert entry, problems
            entries[path] = entry
        edition = compose(Archive(entries), room, now)
        press = SiteContext(edition, {}, {}, Assets(("/site.css", b"")))
        feeds = Feeds(press, group(edition, edition.bulletins), lambda _: "", lambda _: 0)
        dated = {feed.folder: feed.updated for feed in feeds}
        pages = SitePages(press.within(), group(edition, edition.listed), lambda _: "")
        dated |= {page.address: page.lastmod for page in pages if page.template in LISTS}
        after = {name: date for name, date in dated.items() if date}
        assert all(date <= now for date in after.values())
        for name in before.keys() & dated.keys():
            assert name in after and after[name] >= before[name], name
        before |= after
        # Nothing that is current is in neither feed nor archive, and no week of that vanishes.
        carried = {b.path for b in next(iter(feeds)).bulletins}
        assert carried.union(*((b.path for b in week.bulletins) for week in feeds.weeks)) == {
            b.path for b in edition.bulletins
        }
        weeks = {week.folder for week in feeds.weeks}
        assert archived <= weeks
        archived = weeks


LISTS = {"home", "listing", "directory", "language", "agenda", "agenda-month", "calls", "schedule"}

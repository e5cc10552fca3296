"""A manifest says all of a release, the same way each time, and is not believed blindly."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pregonero.content.model.identity import brief
from pregonero.release.manifest import Manifest, NotAManifest, item, loaded, media_type

FILES = {
    "index.html": item("index.html", "a" * 64, 3, "un-id"),
    "feeds/rss.xml": item("feeds/rss.xml", "b" * 64, 0),
}
ONE = Manifest(
    moment="2026-11-23T12:00:00-06:00",
    url="https://prensa.example",
    files=FILES,
    commit="c" * 40,
    moved={"/vieja/": "/nota/2026/agua/"},
)

digests = st.text("0123456789abcdef", min_size=64, max_size=64)
names = st.from_regex(
    r"[a-z0-9ñ ]{1,9}(/[a-z0-9]{1,9}){0,3}\.(html|xml|json|css|avif)", fullmatch=True
)
files = st.dictionaries(names, st.tuples(digests, st.integers(0, 2**40)), max_size=8)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(files, moments, st.dictionaries(names, names, max_size=3))
def test_what_is_written_is_read(
    found: dict[str, tuple[str, int]], at: datetime, moved: dict[str, str]
) -> None:
    made = Manifest(
        moment=at.isoformat(),
        url="https://prensa.example",
        files={name: item(name, *one) for name, one in found.items()},
        moved=moved,
    )
    assert loaded(made.dumped()) == made
    assert loaded(made.dumped()).dumped() == made.dumped()


def test_ids_are_brief_and_those_of_older_manifests_are_the_same_ones() -> None:
    whole = UUID("0198c5b2-7a4e-7c3d-9f10-2b6a8d4e5f60")
    page = {"index.html": item("index.html", "a" * 64, 3, str(whole))}
    old = loaded(Manifest(moment=ONE.moment, url=ONE.url, files=page).dumped())
    new = {"index.html": item("index.html", "a" * 64, 3, brief(whole))}
    assert len(brief(whole)) == 12 and old.files == new


@given(st.integers(0, len(ONE.dumped()) - 1), st.binary(max_size=4))
def test_damage_is_seen_or_harmless(at: int, new: bytes) -> None:
    data = ONE.dumped()
    try:
        read = loaded(data[:at] + new + data[at + len(new) + 1 :])
    except NotAManifest:
        return
    assert set(read.files) == set(FILES)  # what it says of files is guarded by their digest


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a//b", "a/./b", "a\\b", ""])
def test_a_path_that_leads_elsewhere_is_refused(name: str) -> None:
    bad = Manifest(moment=ONE.moment, url=ONE.url, files={name: item("a.html", "a" * 64, 1)})
    with pytest.raises(NotAManifest):
        loaded(bad.dumped())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feeds/rss.xml", "application/rss+xml"),
        ("feeds/temas/agua/atom.xml", "application/atom+xml"),
        ("feeds/feed.json", "application/feed+json; charset=utf-8"),
        ("sitemap.xml", "application/xml"),
        ("alerta/2026/helada/cap.xml", "application/cap+xml"),
        ("campanas/agua/obras.csv", "text/csv; charset=utf-8"),
        ("campanas/agua/obras.geojson", "application/geo+json"),
        ("media/cap.xml", "application/xml"),
        ("site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("media/a.avif", "image/avif"),
        ("media/rss.xml", "application/xml"),
        ("icon.svg", "image/svg+xml"),
        ("media/bases.pdf", "application/pdf"),
        ("media/nada.raro", "application/octet-stream"),
    ],
)
def test_media_types_are_those_of_the_standards(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_hashed_files_are_for_ever_and_pages_are_not() -> None:
    assert "immutable" in item("theme/site.0123456789ab.css", "a" * 64, 1).cache
    assert "max-age=60" in item("index.html", "a" * 64, 1).cache


def test_a_week_of_the_archive_of_a_feed_is_no_address_that_may_not_vanish() -> None:
    """It goes when the date of all that it had was wrong: what leads to it leads elsewhere then."""
    week = "feeds/archivo/2026-w47/atom.xml"
    more = Manifest(moment=ONE.moment, url=ONE.url, files={**FILES, week: item(week, "d" * 64, 1)})
    assert more.pages == ONE.pages == {"/", "/feeds/rss.xml"}

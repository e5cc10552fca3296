"""What is measured can be built; the measuring itself is no test."""

from pathlib import Path

from town import PROGRAM, publish, tree

from benchmarks.generate import bulletins
from benchmarks.rows import ours


def test_both_sites_that_are_measured_have_the_same_pages(tmp_path: Path) -> None:
    assert [*ours(tmp_path, bulletins(30, []))]
    made = []
    for site in (tmp_path / "ours", tmp_path / "light"):
        report = publish(site, "2026-12-01", THEME=str(site / "theme"))
        assert report.published == 30
        made.append({name for name in tree(site / "output") if name.endswith(".html")})
    assert made[0] == made[1]


def test_the_theme_that_is_measured_has_every_page_of_the_shipped_one() -> None:
    names = [
        {file.name for file in folder.glob("[!_]*.html")}
        for folder in (PROGRAM / "theme/templates", PROGRAM / "benchmarks/theme/templates")
    ]
    assert names[0] == names[1]

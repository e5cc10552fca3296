"""A page is light enough for a cheap phone on a poor network."""

import gzip
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def weight(output: Path, html: Path) -> int:
    """Bytes of a page and its stylesheet as they travel."""
    style = re.search(r'<link rel="stylesheet" href="/([^"]+)"', html.read_text(encoding="utf-8"))
    assert style
    return sum(len(gzip.compress(f.read_bytes(), 9, mtime=0)) for f in (html, output / style[1]))


def test_no_bulletin_weighs_more_than_30_kb(output: Path) -> None:
    bulletins = [*output.glob("*/20*/*/index.html")]
    assert len(bulletins) > 40
    heavy = {str(f.relative_to(output)): weight(output, f) for f in bulletins}
    assert {page: size for page, size in heavy.items() if size > 30_000} == {}


def test_the_home_page_weighs_no_more_than_60_kb(output: Path) -> None:
    assert weight(output, output / "index.html") <= 60_000

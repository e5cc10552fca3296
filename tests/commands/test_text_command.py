"""`text`: what is public, to paste; what is not, refused with its reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from town import URL, bulletin, photo, run, told

Site = Callable[..., Path]
NAME = "bulletins/2026/2026-11-20-agua.md"


def town(site: Site, body: str = "El agua vuelve el lunes.", **given: object) -> Path:
    head = {"type": "comunicado", "folio": 7, "title": "Vuelve el agua", "summary": "Vuelve.",
            "dateline": "San Jacinto", "slug": "agua", "date": "2026-11-20 09:30"}  # fmt: skip
    return site({NAME: bulletin(body, **{**head, **given}), "media/zanja.jpg": photo()})


@pytest.mark.parametrize("words", [("text",), ("texto",)])
def test_a_public_bulletin_is_told_whole(site: Site, words: tuple[str]) -> None:
    photos = [{"file": "zanja.jpg", "alt": "Una zanja", "credit": "Ana Ruiz"}]
    body = "El agua vuelve, [vea la zanja](zanja.jpg).\n\n![](zanja.jpg)"
    root = town(site, body, photos=photos)
    result = run(*words, "7/2026", "--at", "2026-11-21", cwd=root)
    assert result.returncode == 0, told(result)
    assert f"vea la zanja ({URL}/media/zanja-" in result.stdout
    assert "[Fotografía: Una zanja. Foto: Ana Ruiz]" in result.stdout
    assert result.stdout.endswith(f"{URL}/comunicado/2026/agua/\n")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"status": "draft"}, "borrador"),
        ({"embargo": "2026-11-25 09:00"}, "hasta 2026-11-25 09:00"),
        ({"date": "2026-12-20"}, "programado"),
    ],
)
def test_what_is_withheld_is_refused_with_its_reason(
    site: Site, given: dict[str, object], why: str
) -> None:
    result = run("text", "7/2026", "--at", "2026-11-21", cwd=town(site, **given))
    assert result.returncode == 1 and why in result.stderr, told(result)
    assert result.stdout == "" and "lunes" not in result.stderr


def test_what_it_says_is_what_was_public_at_the_moment(site: Site) -> None:
    root = town(site, expires="2026-11-22")
    assert "Venció" not in run("text", "agua", "--at", "2026-11-21", cwd=root).stdout
    assert "Venció el 22" in run("text", "agua", "--at", "2026-11-23", cwd=root).stdout

"""Photographs as phones and other programs leave them: known by what is inside."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image
from town import bulletin, faults, photo, write

from pregonero.content.image_probe import DAMAGED, ImageInfo, NotAPhoto, probe

ALT = "Dos personas revisan una bomba de agua"


def film(size: int = 300_000) -> bytes:
    """Bytes as a video's, in which no end mark of a JPEG is near the end."""
    dice = random.Random(3)
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42"
    return head + bytes(dice.randrange(0x01, 0xF0) for _ in range(size))


def progressive() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(out, "JPEG", progressive=True)
    return out.getvalue()


def paired() -> bytes:
    """A JPEG with a second picture behind it and an index of both (CIPA DC-007)."""
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 48), "#3a6b1d"), Image.new("RGB", (16, 12), "#222222")
    first.save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (photo() + film(), ImageInfo(64, 48)),
        (progressive() + film(), ImageInfo(640, 480)),
        (paired(), ImageInfo(64, 48)),
        (paired() + film(), ImageInfo(64, 48)),
    ],
    ids=["a motion photo", "a progressive one", "two pictures", "two pictures and a video"],
)
def test_what_a_phone_leaves_behind_a_picture_is_not_damage(
    tmp_path: Path, data: bytes, shape: ImageInfo
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    assert probe(path) == shape
    made = write(
        tmp_path / "sala",
        {
            "bulletins/2026/2026-11-20-a.md": bulletin(
                photos=[{"file": "a.jpg", "alt": ALT, "credit": "Ana", "minors": False}]
            ),
            "media/a.jpg": data,
        },
    )
    assert [fault for fault in faults(made) if "a.jpg" in fault] == []


def test_a_picture_cut_short_before_a_video_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    whole = progressive()
    path.write_bytes(whole[: len(whole) // 2] + bytes(200_000))
    with pytest.raises(NotAPhoto, match=DAMAGED):
        probe(path)


def test_a_png_with_bytes_behind_it_is_whole(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 48)).save(out, "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(out.getvalue() + film())
    assert probe(path) == ImageInfo(64, 48)


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("#3a6b1d", "#222222", "#ffffff")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_an_animation_that_loses_its_frames_is_told(tmp_path: Path, kind: str) -> None:
    name = f"a.{kind.lower()}"
    made = write(
        tmp_path / "sala",
        {
            "bulletins/2026/2026-11-20-a.md": bulletin(
                photos=[{"file": name, "alt": ALT, "credit": "Ana", "minors": False}]
            ),
            f"media/{name}": moving(kind),
        },
    )
    (fault,) = [f for f in faults(made) if "cuadro" in f]
    assert "photos" in fault and "se publica solo el primer cuadro" in fault

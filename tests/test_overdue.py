"""Transcripts by their term, and what else only the moment makes wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from town import bulletin, faults, newsroom, publish, run

from pregonero.diagnostics import ProblemsFound

LIVE = {"url": "https://v.example/1", "title": "Sesión", "starts": "2026-11-23 10:00"}


def recorded(site: Site, toml: str | None = None, **more: object) -> Path:
    file = {"file": "v.mp4", "title": "Recorrido", **more}
    return site({"bulletins/2026/nota.md": bulletin(video=[file]), "media/v.mp4": b"mp4"}, toml)


def test_a_recording_may_wait_for_its_transcript_and_no_longer_than_its_term(site: Site) -> None:
    root = recorded(site)  # of the 20th
    (early,) = faults(root, "2026-11-27 23:59")
    assert early.startswith("content/bulletins/2026/nota.md:7: video.1.transcript: ")
    assert "debe tenerla a más tardar el 2026-11-27 23:59" in early
    publish(root, "2026-11-27T23:59")
    page = (root / "output/nota/2026/nota/index.html").read_text("utf-8")
    assert "La transcripción estará aquí a más tardar el" in page
    (late,) = faults(root, "2026-11-28")
    assert "debía estar desde el 2026-11-27 23:59" in late
    with pytest.raises(ProblemsFound):
        publish(root, "2026-11-28T00:00")


def test_the_term_is_the_newsrooms_unless_another_day_was_agreed(site: Site) -> None:
    root = recorded(site, newsroom("[media]\ntranscript_days = 1\n"))
    assert "debía estar desde el 2026-11-21 23:59" in faults(root)[0]
    root = recorded(site, transcript_due="2026-12-24")
    assert "a más tardar el 2026-12-24 23:59" in faults(root)[0]


def test_nobody_waits_for_a_draft_or_for_what_is_elsewhere(site: Site) -> None:
    draft = bulletin(status="draft", video=[{"file": "v.mp4", "title": "R"}])
    away = bulletin(title="Otra", video=[{"url": "https://v.example/1", "title": "R"}])
    root = site({"bulletins/2026/a.md": draft, "bulletins/2026/b.md": away, "media/v.mp4": b"mp4"})
    assert faults(root, "2027-06-01") == []


def test_what_was_not_broadcast_yet_has_no_recording(site: Site) -> None:
    live = {**LIVE, "recording": "https://v.example/2"}
    root = site({"bulletins/2026/nota.md": bulletin(live=live)})
    (found,) = faults(root, "2026-11-23 09:59")
    assert "live.recording: hay grabación de una transmisión que aún no empieza" in found
    assert faults(root, "2026-11-23 10:00") == []


def test_next_tells_when_broadcasts_begin_and_end_and_transcripts_fall_due(site: Site) -> None:
    values: dict[str, Any] = {"live": LIVE, "audio": [{"file": "a.mp3", "title": "Voz"}]}
    root = site({"bulletins/2026/nota.md": bulletin(**values), "media/a.mp3": b"ID3"})
    told = run("next", "--at", "2026-11-22", "--format", "json", cwd=root)
    assert [(one["at"][:19], one["what"]) for one in json.loads(told.stdout)] == [
        ("2026-11-23T10:00:00", "empieza la transmisión"),
        ("2026-11-23T13:00:00", "termina la transmisión"),
        ("2026-11-28T00:00:00", "vence el plazo de la transcripción"),
    ]

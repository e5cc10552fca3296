"""San Jacinto de la Loma, built once, served, and open in Chromium."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from town import absent

from . import media
from .pages import MOMENTS, PAGES, PROGRAM, SITE, Shown, served

_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PROBES = Path(__file__).with_name("probes.js")

Tab = Callable[..., Page]


@pytest.fixture(scope="package")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The output folder of the site at each moment, which whoever comes first builds."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # it is a folder of all workers
        shared = shared.parent
    room, whole = shared / "san-jacinto", shared / "san-jacinto-is-built"
    with (shared / "san-jacinto-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            _build(room)
            whole.touch()
    return {name: room / name for name in MOMENTS}


def _build(room: Path) -> None:
    shutil.copytree(SITE, room)
    media.make(room / "content/media")
    _saved_in_git(room)
    own = {k: v for k, v in os.environ.items() if not k.startswith(("PREGONERO_", "SITEURL"))}
    for name, moment in MOMENTS.items():
        command = ["--config", room / "newsroom.toml", "build", "--at", moment]
        done = subprocess.run(
            [sys.executable, PROGRAM / "cli.py", *command, "--output", room / name],
            env=own,
            cwd=room,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def _saved_in_git(room: Path) -> None:
    """Give the corrected bulletin a past: what it said before, and what it says now."""
    path = room / "content/bulletins/2026/2026-11-17-horario-de-la-biblioteca.md"
    now = path.read_text("utf-8")
    who = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    for day, text in ((17, now.replace("14:00 a partir", "15:00 a partir")), (19, now)):
        path.write_text(text, "utf-8")
        date = {"GIT_AUTHOR_DATE": f"2026-11-{day}T13:00:00-06:00"}
        for words in (("init", "-q"), ("add", "content/bulletins"), ("commit", "-q", "-m", "x")):
            subprocess.run(["git", *words], cwd=room, env=os.environ | who | date, check=True)


@pytest.fixture(scope="package")
def output(outputs: dict[str, Path]) -> Path:
    return outputs["ordinary"]


@pytest.fixture(scope="package")
def origins(outputs: dict[str, Path]) -> Iterator[dict[str, str]]:
    with ExitStack() as servers:
        yield {name: servers.enter_context(served(folder)) for name, folder in outputs.items()}


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if not program:
        absent("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def tab(chromium: Browser) -> Tab:
    """A tab of a profile with these options (those of Playwright's new_context), kept open for
    the tests that ask for the same."""
    tabs: dict[str, Page] = {}

    def one(*, width: int = 1280, height: int = 800, **options: Any) -> Page:
        key = repr(sorted(options.items()))
        if key not in tabs:
            context = chromium.new_context(**options)
            context.set_default_timeout(10_000)
            context.add_init_script(path=_PROBES)
            tabs[key] = context.new_page()
        scheme = options.get("color_scheme", "light")
        tabs[key].emulate_media(media="screen", color_scheme=scheme)
        tabs[key].set_viewport_size({"width": width, "height": height})
        return tabs[key]

    return one


@pytest.fixture
def look(outputs: dict[str, Path], origins: dict[str, str]) -> Callable[[str], Shown]:
    """The page of a name in PAGES."""

    def page(name: str) -> Shown:
        address, moment = PAGES[name]
        inside = address.lstrip("/") + ("index.html" if address.endswith("/") else "")
        return Shown(name, origins[moment] + address, outputs[moment] / inside)

    return page


@pytest.fixture(params=PAGES)
def shown(request: pytest.FixtureRequest, look: Callable[[str], Shown]) -> Shown:
    """Each page in turn."""
    return look(request.param)

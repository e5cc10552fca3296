"""Pelican's own settings and commands do what Pelican's documentation says."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from town import NOW, PROGRAM, bulletin, environment, pelican_settings, photo, run, told, tree

Site = Callable[..., Path]

NOTES = {
    "bulletins/2026/agua.md": bulletin("El agua vuelve.", title="Vuelve el agua"),
    "bulletins/2026/luz.md": bulletin("Hay luz.", title="Ya hay luz", date="2026-11-19"),
    "bulletins/2026/secreto.md": bulletin("Nadie lo sabe.", title="Secreto", status="draft"),
}


def made(root: Path) -> dict[str, bytes]:
    result = run("build", "--at", NOW, cwd=root)
    assert result.returncode == 0, told(result)
    return tree(root / "output")


def theme(root: Path, more: str) -> None:
    """The program's theme, with this at the end of every page."""
    shutil.copytree(PROGRAM / "theme", root / "theme", dirs_exist_ok=True)
    base = root / "theme/templates/base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", f"{more}</body>"), "utf-8")


FILTERS = {
    "a constant": "def grito(text):\n    return text + '{word}'\n",
    "a default": "def grito(text, more='{word}'):\n    return text + more\n",
    "code within code": (
        "def grito(text):\n    return (lambda: [text + '{word}' for _ in '1'][0])()\n"
    ),
    "a closure": ("def made(word):\n    return lambda text: text + word\ngrito = made('{word}')\n"),
    "another module": "import otro\ndef grito(text):\n    return text + otro.WORD\n",
    "a partial": (
        "from functools import partial\ndef put(more, text):\n    return text + more\n"
        "grito = partial(put, '{word}')\n"
    ),
    "an object": (
        "class Put:\n    def __init__(self, more):\n        self.more = more\n"
        "    def __call__(self, text):\n        return text + self.more\ngrito = Put('{word}')\n"
    ),
    "data of a package": (
        "from pathlib import Path\ndef grito(text):\n"
        "    return text + Path(__file__).with_name('dato.txt').read_text()\n"
    ),
}


@pytest.mark.parametrize("what", FILTERS)
def test_a_filter_that_changes_is_on_every_page(site: Site, what: str) -> None:
    root = site(NOTES)
    theme(root, "{{ 'voz'|grito }}")
    package = root / "plugins/voces"
    package.mkdir(parents=True)
    for word in ("uno", "dos", "dos"):
        (package / "__init__.py").write_text(FILTERS[what].replace("{word}", word), "utf-8")
        (package / "dato.txt").write_text(word)
        (root / "plugins/otro.py").write_text(f"WORD = '{word}'\n")
        pelican_settings(
            root,
            'sys.path.insert(0, str(HERE / "plugins"))\nfrom voces import grito\n'
            "JINJA_FILTERS = {'grito': grito}\n",
        )
        for name, data in made(root).items():
            if name.endswith(".html") and b"</body>" in data:
                assert f"voz{word}".encode() in data, name


def test_a_filter_that_fails_is_named_and_changes_nothing(site: Site) -> None:
    root = site(NOTES)
    theme(root, "{{ 'voz'|grito }}")
    good = "def grito(text):\n    return text\nJINJA_FILTERS = {'grito': grito}\n"
    pelican_settings(root, good)
    before = made(root)
    pelican_settings(root, good.replace("return text", "raise KeyError('falta la voz')"))
    result = run("build", "--at", NOW, cwd=root)
    assert result.returncode == 1 and "falta la voz" in told(result), told(result)
    assert "pelicanconf.py:" in told(result) and tree(root / "output") == before


def test_a_template_of_a_plugin_that_changes_is_on_every_page(site: Site) -> None:
    code = """
from pathlib import Path
from pelican import signals
HERE = Path(__file__).parent
def prepare(generator):
    generator.env.globals["lema"] = (HERE / "lema.html").read_text("utf-8")
def register():
    signals.generator_init.connect(prepare)
"""
    root = site(NOTES)
    theme(root, "{{ lema }}")
    package = root / "plugins/lemas"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, "utf-8")
    for word in ("uno", "dos"):
        (package / "lema.html").write_text(word)
        pelican_settings(root, ours="pregonero.engine lemas")
        assert all(
            f"{word}</body>".encode() in data
            for name, data in made(root).items()
            if name.endswith(".html") and b"</body>" in data
        )


def test_static_paths_and_where_they_go(site: Site) -> None:
    extra = {"extra/CNAME": "prensa.example\n", "extra/mapa.pdf": b"%PDF-1.4"}
    hidden = {"media/oculta.jpg": photo()}
    root = site({**NOTES, **extra, **hidden})
    plain = made(root)
    assert "CNAME" not in plain
    pelican_settings(
        root,
        'STATIC_PATHS = ["extra", "bulletins", "media"]\n'
        'EXTRA_PATH_METADATA = {"extra/CNAME": {"path": "CNAME"}}\n',
    )
    new = {"CNAME": b"prensa.example\n", "extra/": b"", "extra/mapa.pdf": b"%PDF-1.4"}
    for _ in range(2):
        assert made(root) == plain | new  # and no draft, nor a photograph that nobody shows
    said = told(run("build", "--at", NOW, cwd=root))
    assert "Retenidos: 2" in said and "ni está en content/media/" not in said
    (root / "content/extra/mapa.pdf").write_bytes(b"%PDF-1.5")
    assert made(root)["extra/mapa.pdf"] == b"%PDF-1.5"
    (root / "content/extra/mapa.pdf").unlink()
    assert made(root) == plain | {"CNAME": b"prensa.example\n"}


def test_template_pages(site: Site) -> None:
    root = site(NOTES)
    plain = made(root)
    page = root / "content/extra/lista.html"
    page.parent.mkdir()
    pelican_settings(root, 'TEMPLATE_PAGES = {"extra/lista.html": "lista/todo.html"}\n')
    text = "{% for a in articles %}[{{ a.title }} {{ a.url }}]{% endfor %}"
    for more in ("", "!"):
        page.write_text(text + more, "utf-8")
        files = made(root)
        listed = "[Vuelve el agua nota/2026/agua/][Ya hay luz nota/2026/luz/]"
        assert files.pop("lista/todo.html").decode() == listed + more
        assert files == {**plain, "lista/": b""}
    pelican_settings(root, 'TEMPLATE_PAGES = {"extra/lista.html": "robots.txt"}\n')
    assert made(root)["robots.txt"].startswith(b"[Vuelve")  # as Pelican has it: theirs stands


def test_sources_beside_pages(site: Site) -> None:
    root = site(NOTES)
    plain = made(root)
    pelican_settings(root, "OUTPUT_SOURCES = True\nOUTPUT_SOURCES_EXTENSION = '.md'\n")
    for _ in range(2):
        files = made(root)
        assert files.pop("nota/2026/luz/index.md").decode() == NOTES["bulletins/2026/luz.md"]
        assert files.pop("nota/2026/agua/index.md")
        assert files == plain


def test_settings_that_have_pelican_write_pages_of_its_own(site: Site) -> None:
    root = site(NOTES)
    theme(root, "")
    (root / "theme/templates/tema.html").write_text("")
    (root / "theme/templates/archives.html").write_text("{{ articles|length }} {{ dates|length }}")
    pelican_settings(root, 'DIRECT_TEMPLATES = ["archives"]\nFEED_ALL_ATOM = "feeds/todo.xml"\n')
    files = made(root)
    assert files["archives.html"] == b"2 2" and files["feeds/todo.xml"].count(b"<entry>") == 2
    assert b"Vuelve el agua" in files["nota/2026/agua/index.html"]


def pelican(root: Path, *words: str) -> "subprocess.Popen[str]":
    env = environment(PYTHONPATH=str(PROGRAM), PREGONERO_AT=NOW, PYTHONUNBUFFERED="1")
    return subprocess.Popen(
        [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", *words],
        cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip


def end(process: "subprocess.Popen[str]") -> str:
    os.killpg(process.pid, signal.SIGINT)
    try:
        return process.communicate(timeout=10)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.communicate()[0]


def until(ready: Callable[[], bool]) -> bool:
    for _ in range(200):
        try:
            if ready():
                return True
        except OSError:
            pass
        time.sleep(0.05)
    return False


def test_pelican_prints_the_settings(site: Site) -> None:
    root = site(NOTES)
    pelican_settings(root)
    (root / "theme").symlink_to(PROGRAM / "theme")
    out, _ = pelican(root, "--print-settings", "SITENAME", "PLUGINS").communicate(timeout=30)
    assert "SITENAME: 'Ayuntamiento de San Jacinto de la Loma'" in out, out
    process = pelican(root, "--print-settings")
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0 and "pregonero.engine" in out and "Traceback" not in out
    assert not (root / "output").exists()


def test_pelican_listens_and_builds_again_when_something_changes(site: Site) -> None:
    root = site(NOTES)
    pelican_settings(root)
    (root / "theme").symlink_to(PROGRAM / "theme")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    note = root / "content/bulletins/2026/luz.md"
    good = note.read_text("utf-8")

    def save(old: str, new: str) -> None:
        time.sleep(0.5)  # Pelican begins to watch once it has built
        (root / "nuevo.md").write_text(good.replace(old, new), "utf-8")
        (root / "nuevo.md").replace(note)

    def shown() -> str:
        address = f"http://127.0.0.1:{port}/nota/2026/luz/"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())

    process = pelican(root, "-l", "-r", "-p", str(port))
    said = ""
    try:
        assert until(lambda: "Hay luz" in shown())
        save("Hay luz", "Hay más luz")
        assert until(lambda: "Hay más luz" in shown())
        save("Ya hay luz", "a" * 400)
        time.sleep(1)
        assert "Hay más luz" in shown()  # what is wrong changes nothing
        save("Hay luz", "Hay otra luz")
        assert until(lambda: "Hay otra luz" in shown())
    finally:
        said = end(process)
    assert "Serving site at" in said, said
    assert {path.name for path in root.iterdir()} <= {
        "content", "newsroom.toml", "output", "pelicanconf.py", "plugins", "theme", ".cache",
        "__pycache__",
    }  # fmt: skip

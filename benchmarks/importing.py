"""Measure `import`: an old archive as real ones are, brought in for the first time and once more.

    python benchmarks/importing.py          20,000 posts
    python benchmarks/importing.py 2000     another size

Every third post has a photograph of its own, every fifth HTML, every seventh a date that its file
name denies; two in five link to an earlier one by its old address.
"""

import io
import shutil
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT)]

from PIL import Image  # noqa: E402

from benchmarks import dialects  # noqa: E402
from benchmarks.generate import Bulletin, bulletins  # noqa: E402
from benchmarks.measure import Command, ram_disk, seconds, started, watched  # noqa: E402

_HTML = (
    '<div class="nota"><p>Texto <strong>importante</strong> de la<br>oficina &amp; su '
    '<a href="https://ejemplo.example/tramites" target="_blank">trámite</a>.</p></div>\n\n'
    "<table><tr><td>Lunes</td><td>9 a 15 h</td></tr></table>\n"
)


def messy(one: Bulletin) -> tuple[str, str]:
    """A post as Hugo has it, with what years leave in one."""
    name, text = dialects.hugo(one)
    number = int(one.slug.rpartition("-")[2])
    day = f"{one.date:%Y-%m-%d}" if number % 7 else "1999-01-01"
    text = text.replace("url: /", "url: /viejo/").replace("](/", "](/viejo/")
    if number % 3 == 0:
        text += (
            f"\n![Personas en la plaza número {number} (Foto: Prensa)](/img/{number % 100}.jpg)\n"
        )
    if number % 5 == 0:
        text = f"\ufeff\n{text}\n{_HTML}"
    folder, _, file = name.rpartition("/")
    return f"{folder}/{day}-{file}", text


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(dir=ram_disk()) as work:
        old, new = Path(work) / "viejo", Path(work) / "sala"
        dialects.write(old, bulletins(count), messy)
        (old / "hugo.toml").write_text('baseURL = "https://viejo.example"\n', "utf-8")
        (old / "static" / "img").mkdir(parents=True)
        picture = io.BytesIO()
        Image.new("RGB", (64, 48), "#3a6b1d").save(picture, "JPEG")
        for number in range(100):
            (old / "static" / "img" / f"{number}.jpg").write_bytes(picture.getvalue())
        (new / "content").mkdir(parents=True)
        shutil.copy(HERE / "newsroom.toml", new)
        words = (sys.executable, str(ROOT / "cli.py"), "import", str(old))
        command = Command("import", words, new)
        print(f"{count:,} posts, {sum(p.stat().st_size for p in old.rglob('*.md')) / 1e6:.0f} MB")
        begun = time.perf_counter()
        with (
            tempfile.TemporaryFile() as said,
            started(command, said.fileno()) as process,
            watched(process.pid) as most,
        ):
            process.wait()
        print(f"first: {time.perf_counter() - begun:.1f} s, {most():.0f} MB at the most")
        print(f"again: {seconds(command):.1f} s")
        check = Command("check", (sys.executable, str(ROOT / "cli.py"), "check"), new)
        print(f"check: {seconds(check):.1f} s")


if __name__ == "__main__":
    main()

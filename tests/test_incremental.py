"""A build that uses what was built before gives the bytes of one that does not, whatever came
between: hundreds of edits of every kind, each followed by both."""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from town import PROGRAM, bulletin, newsroom, photo, publish, question, standing, tree, write

from pregonero.diagnostics import ProblemsFound
from pregonero.engine.incremental.directories import room_of
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.engine.incremental.up_to_date import UpToDateCheck
from pregonero.fingerprint import contents, key
from pregonero.newsroom.loader import load

MEXICO = ZoneInfo("America/Mexico_City")
START = datetime(2026, 11, 20, 12, tzinfo=MEXICO)
VEDA = """
[[veda]]
name = "Veda"
starts = 2026-11-24
ends = 2026-11-25
"""
DIALOGUE = """
[dialogue]
email = "dialogo@sanjacinto.example"
form = "https://formas.example/"
privacy = "somos"
rules = "somos"
reply_days = 2
"""
VENUE = """
[venues.casa]
name = "Casa de Cultura"
address = "Calle 2"
"""
LIVE = {"url": "https://v.example/1", "title": "Sesión"}


def stamp(day: int) -> str:
    return f"{START + timedelta(days=day, hours=day):%Y-%m-%d %H:%M}"


WORKS = [
    {"name": "Plaza", "kind": "obra", "amount": "100.10", "source": "Fondo"},
    {"name": "Becas", "kind": "programa", "window": {"opens": stamp(1), "closes": stamp(3)}},
]
RELAYED = {"level": "peligro", "source": "Protección Civil", "area": "La Loma"}
NUMBERS = st.integers(0, 7)
WORDS = st.sampled_from(["agua", "luz", "obra *nueva*", "- uno\n- dos", "## Aviso\n\nTexto"])
DAYS = st.integers(-4, 6)
AUTHORS = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]


class Newsroom(RuleBasedStateMachine):
    """A newsroom at work. Every record is kept here as its header's values and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.records: dict[str, tuple[dict[str, Any], str]] = {}
        self.now = START

    @initialize()
    def begin(self) -> None:
        self.root = write(
            self.folder,
            {
                "pages/somos.md": standing(menu=1),
                "campaigns/limpieza.md": standing(title="Limpieza", starts=stamp(2), works=WORKS),
                "media/a.jpg": photo(),
                "media/b.jpg": photo("#102030"),
                "media/acta.pdf": b"%PDF-1.4",
                "media/acta.mp4": b"mp4",
                "media/acta.txt": "Se abre la sesión.",
            },
        )
        shutil.copytree(PROGRAM / "theme", self.folder / "theme")
        self._git("init", "-q")
        for number in range(5):
            self.add(number, number - 4, "agua")
        self.save(0)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # What an office does

    @rule(number=NUMBERS, day=DAYS, words=WORDS)
    def add(self, number: int, day: int, words: str) -> None:
        name = f"bulletins/2026/nota-{number}.md"
        if name not in self.records:
            values = {"title": f"Nota {number}", "date": stamp(day), "slug": f"nota-{number}"}
            self._save(name, values, f"{words} {number}")

    @rule(number=NUMBERS, words=WORDS)
    def edit(self, number: int, words: str) -> None:
        if found := self._nth(number):
            values, text = self.records[found]
            self._save(found, values, f"{text}\n\n{words}" if len(text) < 200 else words)

    @rule(
        number=NUMBERS,
        change=st.sampled_from(
            [
                {"title": "Otro título"},
                {"summary": "Se dice en breve."},
                {"topic": "agua"},
                {"topic": "salud"},
                {"tags": ["Uno", "Dos"]},
                {"type": "aviso", "expires": stamp(3), "alert": None},
                {"type": "alerta", "expires": stamp(3), "alert": RELAYED},
                {
                    "type": "alerta",
                    "expires": stamp(2),
                    "alert": {**RELAYED, "level": "emergencia"},
                },
                {"type": "alerta", "expires": stamp(4), "alert": None},
                {"type": "nota", "alert": None},
                {"expires": stamp(-1)},
                {"expires": stamp(2)},
                {"embargo": stamp(1)},
                {"status": "draft"},
                {"status": "approved"},
                {"status": "withdrawn", "changes": [{"date": stamp(0), "note": "No era así."}]},
                {"status": "withdrawn", "changes": [{"date": stamp(1), "note": "Ni así."}]},
                {"changes": [{"date": stamp(0), "note": "Decía otra cosa."}]},
                {"changes": [{"date": stamp(1), "note": "Y otra."}], "modified": stamp(2)},
                {"changes": None, "status": "approved", "replaced_by": None},
                {"campaign": "limpieza"},
                {"veda": {"cause": "Salud", "authorised_by": "La oficina"}},
                {"photos": [{"file": "a.jpg", "alt": "Una calle con árboles", "credit": "P"}]},
                {"photos": [{"file": "b.jpg", "alt": "Una plaza de noche", "credit": "P"}]},
                {"photos": None},
                {"slug": "otra-direccion"},
                {"lang": "en"},
                {"lang": "nhn"},
                {"event": {"start": stamp(1), "place": "La plaza"}},
                {"event": {"start": stamp(2), "end": stamp(4), "venue": "casa"}},
                {"event": {"start": stamp(2), "place": "La plaza", "state": "cancelled"}},
                {"event": {"start": stamp(5), "previous_start": stamp(-30), "venue": "casa"}},
                {"event": None},
                {"call": {"deadline": stamp(3), "how": "En ventanilla"}},
                {"call": {"deadline": stamp(5), "result": "Ganó la escuela."}},
                {"call": None},
                {"live": {**LIVE, "starts": stamp(2), "ends": stamp(3)}},
                {"live": {**LIVE, "starts": stamp(-1)}},
                {"live": {**LIVE, "starts": stamp(-3), "recording": "https://v.example/2"}},
                {"live": None},
                {"claim": {"claim": "Se cobra el agua", "verdict": "falso", "evidence": ["Acta"]}},
                {"video": [{"file": "acta.mp4", "title": "Acta", "transcript": "acta.txt"}]},
                {"video": [{"file": "acta.mp4", "title": "Acta"}]},
                {"audio": [{"file": "x.mp3", "title": "Audio", "transcript": "acta.pdf"}]},
            ]
        ),
    )
    def change(self, number: int, change: dict[str, Any]) -> None:
        if found := self._nth(number):
            values, text = self.records[found]
            if "expires" in change and change["expires"] < values["date"]:
                return
            if (call := change.get("call")) and call["deadline"] < values["date"]:
                return
            self._save(found, {**values, **change}, text)

    @rule(number=NUMBERS, day=DAYS)
    def move_in_time(self, number: int, day: int) -> None:
        if found := self._nth(number):
            values, text = self.records[found]
            self._save(found, {**values, "date": stamp(day), "expires": None}, text)

    @rule(number=NUMBERS, other=NUMBERS)
    def link(self, number: int, other: int) -> None:
        source, target = self._nth(number), self._nth(other)
        if source and target:
            values, _ = self.records[source]
            words = f"Véase [la nota]({target.rpartition('/')[2]}) y [el acta](/media/acta.pdf)."
            self._save(source, values, words)

    @rule(number=NUMBERS, other=NUMBERS)
    def give_a_result(self, number: int, other: int) -> None:
        source, target = self._nth(number), self._nth(other)
        if source and target and source != target:
            values, text = self.records[source]
            result = bulletin(**self.records[target][0]).split('"')[1]
            if values["date"] <= self.records[target][0]["date"]:
                call = {"deadline": stamp(6), "result": result}
                self._save(source, {**values, "call": call}, text)

    @rule(number=NUMBERS, other=NUMBERS, lang=st.sampled_from(["en", "nhn", "es"]))
    def translate(self, number: int, other: int, lang: str) -> None:
        source, target = self._nth(number), self._nth(other)
        if source and target and source != target:
            values, text = self.records[source]
            original = bulletin(**self.records[target][0]).split('"')[1]
            change = {"translation_of": original, "translator": "Una traductora", "lang": lang}
            self._save(source, {**values, **change, "easy_read": lang == "es"}, text)

    @rule(word=st.sampled_from(["Zaz", "Zazaz", ""]))
    def some_words_are_translated(self, word: str) -> None:
        folder = self.root / "locale"
        folder.mkdir(exist_ok=True)
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        (folder / "nhn.po").write_text(f'{header}msgid "Inicio"\nmsgstr "{word}"\n', "utf-8")

    @rule(number=NUMBERS, other=NUMBERS)
    def replace(self, number: int, other: int) -> None:
        source, target = self._nth(number), self._nth(other)
        if source and target:
            values, text = self.records[source]
            new = bulletin(**self.records[target][0]).split('"')[1]
            note = [{"date": stamp(0), "note": "Lo sustituye otro."}]
            change = {"status": "withdrawn", "changes": note, "replaced_by": new}
            self._save(source, {**values, **change}, text)

    @rule(number=NUMBERS)
    def rename(self, number: int) -> None:
        if found := self._nth(number):
            name = (
                found.replace("nota", "texto")
                if "nota" in found
                else found.replace("texto", "nota")
            )
            self._save(name, *self.records[found])
            self._forget(found)

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        if len(self.records) > 1 and (found := self._nth(number)):
            self._forget(found)

    @rule(hours=st.integers(0, 3))
    def save(self, hours: int) -> None:
        """What was written is saved in git: from then on it is history."""
        self._git("add", "content")
        self._git("commit", "-q", "--allow-empty", "-m", "x", hours=hours)

    @rule()
    def what_was_saved_is_taken_back(self) -> None:
        with suppress(subprocess.CalledProcessError):  # there may be nothing before
            self._git("reset", "-q", "--soft", "HEAD~1")

    @rule(number=NUMBERS, words=WORDS)
    def correct(self, number: int, words: str) -> None:
        if found := self._nth(number):
            values, _ = self.records[found]
            notes = [*(values.get("changes") or []), {"date": stamp(1), "note": words}]
            self._save(found, {**values, "changes": notes}, f"{words} {len(notes)}")

    @rule(
        number=st.integers(0, 2),
        about=NUMBERS,
        asked=DAYS,
        answer=st.integers(-1, 4),
        more=st.sampled_from(
            [
                {},
                {"status": "draft"},
                {"status": "withdrawn"},
                {"topic": "agua"},
                {"question": "¿Y el agua?"},
                {"title": "¿Otra cosa?"},
                {"state": "declined"},
            ]
        ),
        words=WORDS,
    )
    def ask(
        self, number: int, about: int, asked: int, answer: int, more: dict[str, Any], words: str
    ) -> None:
        name = f"questions/2026/p{number}.md"
        values: dict[str, Any] = {"title": f"¿Pregunta {number}?", "asked": stamp(asked)}
        if answer >= 0:
            values |= {"state": "answered", "answered": stamp(asked + answer)} | more
        elif "state" not in more:
            values |= more
        if (found := self._nth(about)) and about % 2:
            values["about"] = bulletin(**self.records[found][0]).split('"')[1]
        write(self.root, {name: question(words, **values)}, self._toml())

    @rule(number=st.integers(0, 2), words=WORDS)
    def answer_in_other_words(self, number: int, words: str) -> None:
        path = self.root / f"content/questions/2026/p{number}.md"
        if path.is_file():
            path.write_text(f"{path.read_text('utf-8')}\n\n{words}\n", "utf-8")

    # What happens around it

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        toml=st.sampled_from(
            [
                newsroom(VENUE),
                newsroom(VEDA + VENUE),
                newsroom(VENUE, office="Prensa"),
                newsroom(VENUE, lang="en"),
                newsroom(DIALOGUE + VENUE),
                newsroom(DIALOGUE + VEDA + VENUE),
            ]
        )
    )
    def the_institution_changes(self, toml: str) -> None:
        (self.root / "newsroom.toml").write_text(toml, "utf-8")

    @rule(
        template=st.sampled_from(
            ["bulletin", "listing", "_foot", "_parts", "_talk", "_ways", "home"]
        )
    )
    def a_template_changes(self, template: str) -> None:
        path = self.folder / f"theme/templates/{template}.html"
        path.write_text(path.read_text("utf-8").replace("class=", 'data-x="1" class=', 1), "utf-8")

    @rule(page=st.booleans(), words=WORDS)
    def a_page_or_campaign_changes(self, page: bool, words: str) -> None:
        name = "pages/somos.md" if page else "campaigns/limpieza.md"
        path = self.root / "content" / name
        path.write_text(f"{path.read_text('utf-8')}\n{words}\n", "utf-8")

    @rule(colour=st.sampled_from(["#102030", "#3a6b1d", "#ffffff"]))
    def a_photograph_changes(self, colour: str) -> None:
        (self.root / "content/media/a.jpg").write_bytes(photo(colour))

    @rule(words=WORDS)
    def a_transcript_changes(self, words: str) -> None:
        (self.root / "content/media/acta.txt").write_text(words, "utf-8")

    @rule(name=st.sampled_from(["index.html", "sitemap.xml", "feeds/rss.xml", "404.html"]))
    def somebody_touches_the_site(self, name: str) -> None:
        path = self.root / "output" / name
        if path.is_file():
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data + b" ")

    @rule(damage=st.sampled_from(["cut", "foreign", "lost", "old"]), number=st.integers(0, 3))
    def the_cache_is_damaged(self, damage: str, number: int) -> None:
        files = sorted(path for path in (self.root / ".cache").rglob("*") if path.is_file())
        kept = [p for p in files if p.name in ("bulletins.db", "ledger")]
        if not kept:
            return
        path = kept[number % len(kept)]
        data = path.read_bytes()
        if damage == "lost":
            path.unlink()
        elif damage == "cut":
            path.write_bytes(data[: len(data) // 2])
        elif damage == "foreign":
            path.write_bytes(b"Esto no es de este programa.\n" * 40)
        else:
            for one in files:  # a cache restored elsewhere: every time is another
                os.utime(one, (0, 0))
            for one in (self.root / "output").rglob("*"):
                os.utime(one, (0, 0))

    @invariant()
    @precondition(lambda self: hasattr(self, "root"))
    def the_same_bytes(self) -> None:
        """Warm and cold, or refused for the same reasons with the site as it was."""
        cold = self.folder / "cold"
        output = self.root / "output"
        before = tree(output) if output.exists() else None
        warm = self._published(output, again=True)
        # A cache of its own: nothing of what was made before is at hand.
        found = self._published(cold, CACHE_PATH=str(self.folder / "other"))
        assert warm == found
        if warm[0] == "refused":
            assert before is None or tree(output) == before
        else:
            assert tree(output) == tree(cold)
            shutil.rmtree(cold)
        shutil.rmtree(self.folder / "other", ignore_errors=True)

    def _published(
        self, output: Path, *, again: bool = False, **settings: object
    ) -> tuple[str, object]:
        theme = self.folder / "theme"
        try:
            if again:
                settings |= self._remembered(output, theme)
            report = publish(
                self.root, self.now, THEME=str(theme), OUTPUT_PATH=str(output), **settings
            )
        except ProblemsFound as refused:
            return "refused", sorted(refused.problems)
        return "built", report

    def _remembered(self, output: Path, theme: Path) -> dict[str, object]:
        """What a command gives a build that follows another, which then may do without Pelican."""
        toml = self.root / "newsroom.toml"
        files = sorted(path for path in theme.rglob("*") if path.is_file())
        return {
            "newsroom": load(toml),
            "CALL": key(contents(files), contents([toml]), load(toml).wording),
            "LOOKED": UpToDateCheck(
                None, BuildManifest.load(room_of(output, self.root / ".cache") / "ledger")
            ),
            "LATER": True,  # as `build` asks: the site first, its index after it
        }

    def _git(self, *words: str, hours: int = 0) -> None:
        date = f"{self.now + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S-06:00}"
        own = {name: f"{name}@x.example" for name in AUTHORS}
        subprocess.run(
            ["git", *words], cwd=self.root, check=True, capture_output=True,
            env={**os.environ, **own, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
        )  # fmt: skip

    def _nth(self, number: int) -> str:
        names = sorted(self.records)
        return names[number % len(names)] if names else ""

    def _save(self, name: str, values: dict[str, Any], text: str) -> None:
        self.records[name] = values, text
        write(self.root, {name: bulletin(text, **values)}, self._toml())

    def _forget(self, name: str) -> None:
        del self.records[name]
        (self.root / "content" / name).unlink()

    def _toml(self) -> str:
        path = self.root / "newsroom.toml"
        return path.read_text("utf-8") if path.exists() else newsroom(VENUE)


TestNewsroom = pytest.mark.usefixtures("every_core")(Newsroom.TestCase)
TestNewsroom.settings = settings(
    max_examples=12,
    stateful_step_count=12,
    phases=[Phase.generate],  # each step is two whole builds
    suppress_health_check=list(HealthCheck),
)

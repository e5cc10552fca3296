"""A value of any size in a header is told, and stops nothing else."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from town import bulletin, question, run, standing, told

from pregonero.content import reader, record_encoding
from pregonero.content.key_aliases import INNER_ALIASES
from pregonero.content.model.bulletin import KINDS
from pregonero.content.record_encoding import CachedDocument
from pregonero.moments import zone

Site = Callable[..., Path]
FILES = {
    "bulletins": "bulletins/a.md",
    "pages": "pages/a.md",
    "campaigns": "campaigns/a.md",
    "questions": "questions/2026/a.md",
}
DIGITS = "9" * 4_301
HUGE = [
    DIGITS, f"-{DIGITS}", f"{DIGITS}.5", f"0.{DIGITS}", f"1e{DIGITS}", f"0x{DIGITS}", f'"{DIGITS}"',
    f"{DIGITS}-01-01", f"2026-01-01T{DIGITS}", "9" * 20, "9" * 19, f"+{DIGITS}", f"1:{DIGITS}",
    f"[{DIGITS}]", f"{{a: {DIGITS}}}", f"#{DIGITS}", f"!!int {DIGITS}", ".inf", ".nan", "é" * 9_000,
    '"\\ud800"', '"\\U0010ffff"', '"\\0"',
]  # fmt: skip


def headers() -> Iterator[tuple[str, str]]:
    """A header for each key of each kind of record, and of its groups, to be filled in."""
    for kind in KINDS:
        for name in kind.model_fields:
            yield kind.folder, f"{name}: {{}}"
            for inner in sorted({*INNER_ALIASES.get(name, {}).values()}):
                yield kind.folder, f"{name}:\n  {inner}: {{}}"
                yield kind.folder, f"{name}:\n  - {inner}: {{}}"


def test_a_huge_value_of_any_key_is_a_problem_and_no_failure() -> None:
    begun = time.process_time()
    whole = {"bulletins": bulletin, "pages": standing, "campaigns": standing, "questions": question}
    for number, (folder, header) in enumerate(headers()):
        own = header.partition(":")[0]
        text = whole[folder]()
        kept = "".join(f"{line}\n" for line in text.split("\n") if not line.startswith(f"{own}:"))
        for value in HUGE[number % 4 :: 4]:
            made = kept.replace("---\n", f"---\n{header.replace('{}', value)}\n", 1)
            path = FILES[folder]
            entry, problems = reader.read(made.encode(), path, zone("America/Mexico_City"))
            for problem in problems:
                assert len(problem.show("es")) < 1_000 and len(problem.show("en")) < 1_000
            # Whatever is accepted can be kept.
            reading = CachedDocument("0", entry, tuple(problems))
            assert record_encoding.unpacked(record_encoding.packed({path: reading}, "a"), "a")
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("value", [DIGITS, "9" * 19])
def test_check_lists_a_huge_folio_with_everything_else(site: Site, value: str) -> None:
    root = site(
        {
            "bulletins/a.md": bulletin(folio=None).replace("---\n", f"---\nfolio: {value}\n", 1),
            "bulletins/b.md": bulletin(slug="b", topic="nada"),
        }
    )
    for words in (["check"], ["build"], ["list"], ["text", f"{value}/2026"], ["history", value]):
        ended = run(*words, cwd=root)
        assert ended.returncode in (0, 1, 2) and "Traceback" not in told(ended), told(ended)
    found = json.loads(run("check", "--format", "json", cwd=root).stdout)
    lines = found if isinstance(found, list) else found["problems"]
    assert {"content/bulletins/a.md", "content/bulletins/b.md"} <= {one["file"] for one in lines}

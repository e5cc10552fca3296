"""A small dictionary of hunspell, so that what is said of spelling is the same on every machine."""

from pathlib import Path

import pytest

from pregonero.lint.registry import RULES
from pregonero.lint.syllables import syllables


@pytest.fixture(scope="session")
def dictionaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with es_MX: the words of what rules give as right, and few more."""
    folder = tmp_path_factory.mktemp("hunspell")
    right = " ".join(rule.right for rule in RULES.values())
    more = "el agua vuelve hoy lunes boletín reanudará servicio también habrá pipas después"
    words = sorted({*"".join(c if c.isalpha() else " " for c in f"{right} {more}").split()})
    assert all(map(syllables, words))
    (folder / "es_MX.aff").write_text("SET UTF-8\nTRY aeiou\n", "utf-8")
    (folder / "es_MX.dic").write_text("\n".join([str(len(words)), *words]) + "\n", "utf-8")
    return folder

"""What must hold of the repository itself."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from town import PROGRAM

LOCALES = PROGRAM / "pregonero" / "locale"
#: A place in text, `{name}` or `%(name)s`.
PLACE = re.compile(r"\{[^{}]*\}|%\(\w+\)[sd]")


def files(*suffixes: str) -> Iterator[Path]:
    """The project's own files, as git would have them."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROGRAM, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        path = PROGRAM / name
        if path.is_file() and (not suffixes or name.endswith(suffixes)):
            yield path


def test_locks_hold_names_versions_and_hashes_alone() -> None:
    locks = [PROGRAM / "requirements.txt", PROGRAM / "requirements-dev.txt"]
    for lock in (*locks, PROGRAM / "package-lock.json"):
        text = lock.read_text("utf-8")
        assert "://" not in text and "file:" not in text and '"resolved"' not in text, lock.name
        assert not re.search(r"^\s*(--?(index|extra|find|trusted)\S*|-[if])\b", text, re.M)
    for lock in locks:
        pinned = re.split(r"^(?=[\w.\[\]-]+==)", lock.read_text("utf-8"), flags=re.M)[1:]
        assert len(pinned) > 10 and all("--hash=sha256:" in one for one in pinned)


def test_no_file_names_a_place_of_one_machine() -> None:
    here = re.compile(rb"(?<![\w.<])(/home/|/Users/|/root/|/work/|/tmp/[a-z]|[A-Z]:\\\\?Users)")
    own = {Path(__file__).resolve()}
    found = {
        str(path.relative_to(PROGRAM)): match[0]
        for path in files()
        if path.resolve() not in own and (match := here.search(path.read_bytes()))
    }
    assert not found


def test_every_module_says_what_it_is_for() -> None:
    for path in (PROGRAM / "pregonero").rglob("*.py"):
        text = path.read_text("utf-8").strip()
        assert not text or text.startswith('"""'), path


def catalog(lang: str) -> Catalog:
    path = LOCALES / lang / "LC_MESSAGES" / "pregonero.po"
    if not path.exists():
        pytest.skip(f"no catalog of {lang} yet")
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def parts(one: object) -> tuple[str, ...]:
    """A message's texts: one, or singular and plural."""
    return tuple(one) if isinstance(one, tuple | list) else (str(one),)


def messages(lang: str) -> list[Message]:
    return [message for message in catalog(lang) if message.id]


def test_every_message_has_its_english() -> None:
    for message in messages("en"):
        assert all(parts(message.string)), message.id
        assert not message.fuzzy, message.id
    assert len(messages("en")) > 100


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_translation_fills_the_same_places(lang: str) -> None:
    for message in messages(lang):
        wanted = {place for text in parts(message.id) for place in PLACE.findall(text)}
        for text in filter(None, parts(message.string)):
            found = set(PLACE.findall(text))
            # A singular may leave its count out.
            assert found == wanted or (len(parts(message.id)) > 1 and found <= wanted), message.id


def test_english_is_not_spanish() -> None:
    same = [m.id for m in messages("en") if m.string == m.id and re.search("[áéíóúñ¿]", str(m.id))]
    assert not same


def test_the_catalogs_hold_every_message_of_the_source() -> None:
    known = {parts(message.id) for message in messages("en")}
    keywords = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "say": None}
    source = extract_from_dir(
        PROGRAM / "pregonero", method_map=[("**.py", "python")], keywords=keywords
    )
    theme = extract_from_dir(
        PROGRAM / "theme",
        method_map=[("**.html", "jinja2.ext.babel_extract")],
        options_map={"**.html": {"trimmed": "false", "silent": "false"}},
        keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
    )
    missing = {
        (name, text)
        for name, _, text, _, _ in (*source, *theme)
        if text and parts(text) not in known and any(parts(text))
    }
    assert not missing


def test_the_spanish_catalog_says_only_what_the_source_does_not() -> None:
    assert messages("es") and all(parts(m.string) != parts(m.id) for m in messages("es"))


def test_the_compiled_catalogs_are_those_of_their_source() -> None:
    import gettext

    with (LOCALES / "en/LC_MESSAGES/pregonero.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages("en"):
        if len(parts(message.id)) == 1:
            assert compiled.gettext(str(message.id)) == message.string

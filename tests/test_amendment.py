"""A note in a header, and every other byte of the file where it was."""

import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pregonero.content import reader
from pregonero.content.frontmatter_edit import Note, amended
from pregonero.content.model.bulletin import Bulletin, Change
from pregonero.moments import moment

ZONE = ZoneInfo("America/Mexico_City")
IDENTITY, OTHER = "7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60", "0b8f6d52-95a1-4a0c-b1c5-6a5d4c3b2a19"
NOTE = Note("2026-11-24 10:30", 'Decía "martes" # y: es el miércoles')
COMMENTS = st.sampled_from(["", "  # a mano: «sí»", " # note: x", "   #"])
QUOTES = st.sampled_from(["", '"', "'"])
SPANISH = {
    "type": "tipo", "title": "título", "date": "fecha", "status": "estado", "deck": "balazos",
    "changes": "cambios", "summary": "Resumen", "modified": "modificado", "tags": "etiquetas",
}  # fmt: skip
LOOSE = st.sampled_from(["", "# un comentario suelto", " # otro: con dos puntos", "#---"])


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bool]:
    """A bulletin as somebody may have written it, and whether its keys are in Spanish."""
    spanish = draw(st.booleans())
    end = draw(st.sampled_from(["\n", "\r\n"]))
    margin = draw(st.sampled_from(["", "", " "]))
    quote = draw(QUOTES)
    approved = "aprobado" if spanish else "approved"
    entries: list[list[str]] = [
        [f"id: {IDENTITY}"],
        ["type: nota"],
        [draw(st.sampled_from(['title: "El agua: vuelve 🎉"', "title: El agua vuelve",
                               "title: El agua\n  vuelve", "title: >-\n  El agua\n  vuelve\n"]))],
        [f"date: {quote}2026-11-20 09:00{quote}"],
        [f"status: {draw(QUOTES)}{approved}"],
    ]  # fmt: skip
    mark = entries[4][0].partition(" ")[2]
    entries[4][0] += mark[0] if mark[0] in "\"'" else ""
    more = [
        ["summary:"],
        ["tags: [uno, 'dos # tres']"],
        ["deck:", "  - Un balazo", "  - \"Otro: más\""],
        [f"modified: {quote}2026-11-21{quote}"],
        ["modified:"],
        ["modified: |", "  2026-11-21", ""],
        ["notes: |", "  Contexto", "", "  # no es comentario"],
    ]  # fmt: skip
    for one in more:
        if draw(st.booleans()) and not any(e[0].startswith(one[0][:8]) for e in entries):
            entries.append(one)
    date, note = ("fecha", "nota") if spanish else ("date", "note")
    changes = draw(
        st.sampled_from(
            [
                None,
                ["changes:"],
                ["changes: []"],
                [f'changes: [{{{date}: "2026-11-21", {note}: "Una"}}]'],
                ["changes:", f"  - {date}: 2026-11-21", f"    {note}: Una"],
                ["changes:", f"- {note}: Una", f"  {date}: 2026-11-21", "", "  # luego"],
                ["changes:", f'    -   {{ {date}: "2026-11-21", {note}: Una }}'],
                ["changes:", f"  - {note}: >", "      Una", f"    {date}: 2026-11-21"],
                ["changes:", f"  - {date}: 2026-11-21", f"    {note}: |", "      Una", "", ""],
            ]
        )
    )
    if changes:
        entries.append(changes)
    entries = draw(st.permutations(entries))
    lines = ["---"]
    for entry in entries:
        for number, line in enumerate("\n".join(entry).split("\n")):
            name, colon, rest = line.partition(":")
            if spanish and number == 0:
                line = SPANISH.get(name, name) + colon + rest
            # A comment may not stand in a block or after words that go on.
            whole = len(entry) == 1 and "\n" not in entry[0] and line
            lines.append(f"{margin if line else ''}{line}{draw(COMMENTS) if whole else ''}")
        lines.append(draw(LOOSE))
    head = end.join([*draw(st.sampled_from([[], [""]])), *lines, "---", "", ""])
    body = draw(
        st.sampled_from(["El agua vuelve.", f"Uno.{end}---{end}modified: no{end}", "Á\u0301"])
    )
    return draw(st.sampled_from(["", "\ufeff"])) + head + body, spanish


def read(raw: bytes) -> Bulletin:
    entry, problems = reader.read(raw, "bulletins/2026/2026-11-20-agua.md", ZONE)
    assert entry, [p.show("es") for p in problems]
    assert isinstance(entry.document, Bulletin)
    return entry.document


def what(bulletin: Bulletin) -> dict[str, object]:
    changed = {"modified", "changes", "status", "replaced_by", "outside"}
    return bulletin.model_dump(exclude=changed)


@settings(max_examples=600, derandomize=True, deadline=None)
@given(files())
def test_only_the_lines_of_what_changed_differ(made: tuple[str, bool]) -> None:
    text, spanish = made
    raw = text.encode()
    before = read(raw)
    values = {"modified": NOTE.date, "status": "withdrawn", "replaced_by": OTHER}
    result = amended(raw, values, NOTE)
    after = read(result)
    assert what(after) == what(before)
    assert after.status == "withdrawn" and str(after.replaced_by) == OTHER
    assert after.modified == moment(NOTE.date, ZONE)
    assert after.changes[:-1] == before.changes
    assert after.changes[-1] == Change(date=moment(NOTE.date, ZONE), note=NOTE.text)
    # Take away what was put there: what is left is the file, but for the values replaced.
    old, new = text.splitlines(keepends=True), result.decode().splitlines(keepends=True)
    keys = r"\ufeff?\s*(modifi|status|estado|changes: ?\[|cambios: ?\[)"
    kept = [line for line in old if not re.match(keys, line) and line.strip() != "2026-11-21"]
    left = iter(new)
    assert all(line in left for line in kept), "each old line is there, in its order"
    assert len(new) - len(old) <= 5
    assert result.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in raw) == (b"\r\n" in result) and result.count(b"\r") == (
        result.count(b"\n") if b"\r" in raw else 0
    )
    put = "".join(line for line in new if line not in old)
    if spanish:
        assert "retirado" in put and "reemplazado_por" in put and "nota: " in put
    else:
        assert "withdrawn" in put and "replaced_by" in put and "note: " in put
    for comment in re.findall(r"#[^\r\n]*", text):
        assert comment in result.decode()


def test_a_header_between_braces_is_amended_too() -> None:
    raw = (
        f'---\n{{id: {IDENTITY}, type: nota, title: "Agua", date: "2026-11-20", # así\n'
        "status: approved}\n---\nAgua.\n"
    ).encode()
    after = read(amended(raw, {"modified": NOTE.date, "status": "withdrawn"}, NOTE))
    assert after.status == "withdrawn" and after.changes[-1].note == NOTE.text
    again = read(amended(amended(raw, {"modified": NOTE.date}, NOTE), {}, Note("2026-11-25", "Y")))
    assert [c.note for c in again.changes] == [NOTE.text, "Y"]


def test_windows_and_loose_characters_elsewhere_are_left_alone() -> None:
    raw = (
        f"---\nid: {IDENTITY}\ntype: nota\ntitle: \x93Agua\x94 cafe\u0301\n"
        "date: 2026-11-20\nstatus: approved\n---\nAgua.\n"
    ).encode()
    result = amended(raw, {"modified": NOTE.date}, NOTE)
    assert "title: \x93Agua\x94 cafe\u0301\n".encode() in result
    assert read(result).modified


@pytest.mark.parametrize("more", ["changes: no es lista\n", "changes:\n  date: 2026-11-20\n"])
def test_notes_that_are_no_list_are_told(more: str) -> None:
    raw = f"---\nid: {IDENTITY}\ndate: 2026-11-20\n{more}---\n".encode()
    with pytest.raises(ValueError, match="debe ser una lista"):
        amended(raw, {}, NOTE)

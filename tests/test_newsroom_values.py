"""Whatever is written on a line of newsroom.toml, it is read or told, and soon."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import bulletin, photo, publish, question, run, standing, told, write

from pregonero.diagnostics import ProblemsFound
from pregonero.newsroom.loader import load

Site = Callable[..., Path]
#: Every key that there is.
WHOLE = """
url = "https://prensa.sanjacinto.example"
name = "Ayuntamiento de San Jacinto"
short_name = "San Jacinto"
office = "Prensa"
administration = "2024"
description = "Información"
lang = "es"
languages = ["es", "en", "nhn"]
timezone = "America/Mexico_City"
dateline = "San Jacinto, Tlax."
folio_format = "Boletín No. {number:03d}/{year}"
end_mark = "--000--"
email = "a@b.example"
hub = "https://hub.example"
search = false
[[slogans]]
text = "Contigo"
since = "2024-01-01"
until = "2027-12-31"
[address]
street = "Calle 1"
locality = "San Jacinto"
region = "Tlaxcala"
postal_code = "90000"
country = "MX"
[bounds]
south = 19.0
west = -99.0
north = 20.0
east = -98.0
[[phones]]
label = "Tel"
number = "+52 246 123 4567"
[press_contacts.guardia]
name = "Guardia"
role = "Prensa"
phone = "+52 246 123 4567"
whatsapp = "+52 246 123 4567"
email = "p@b.example"
[[social]]
name = "Facebook"
url = "https://www.facebook.com/x"
[images]
coat_of_arms = "e.png"
logo = "e.png"
card = "e.png"
[colours]
brand = "#6b1d3a"
accent = "#8a6d1f"
[licence]
name = "CC"
url = "https://creativecommons.org/"
[types.nota]
name = "Nota"
plural = "Notas"
description = "Notas"
folio = true
alert = false
requires = []
schema_type = "NewsArticle"
[types.evento]
name = "Evento"
plural = "Eventos"
[topics.agua]
name = "Agua"
description = "Agua"
[venues.casa]
name = "Casa"
address = "Calle 2"
accessibility = "Rampa"
lat = 19.5
lon = -98.5
[[veda]]
name = "Veda"
starts = "2027-04-01"
ends = "2027-06-06"
topics = ["agua"]
types = ["nota"]
[lint]
officials = ["Ana Pérez"]
public = ["911"]
sentence_words = 40
paragraph_words = 120
readability = 40
[lint.rules]
mayusculas = "apagada"
[dialogue]
phone = "+52 246 123 4567"
whatsapp = "+52 246 123 4567"
email = "d@b.example"
form = "https://f.example/"
privacy = "somos"
rules = "somos"
reply_days = 10
[subscribe]
email_list = "l@b.example"
whatsapp = "https://w.example"
telegram = "https://t.example"
[media]
transcript_days = 7
[targets.sala]
kind = "ssh"
url = "https://sala.example"
production = true
path = "/srv/x"
host = "h.example"
port = 22
user = "u"
known_hosts = "k"
[targets.cubo]
kind = "s3"
url = "https://cubo.example"
bucket = "b"
prefix = "p"
endpoint = "https://s3.example"
region = "r"
[targets.rama]
kind = "git"
url = "https://rama.example"
remote = "r"
branch = "gh-pages"
"""
FILES: dict[str, str | bytes] = {
    "bulletins/a.md": bulletin(folio=1, summary="Se dice.", topic="agua"),
    "bulletins/b.md": bulletin(
        type="evento", title="Acto", event={"start": "2026-12-01 10:00", "venue": "casa"}
    ),
    "pages/somos.md": standing(menu=1),
    "questions/2026/a.md": question(state="answered", answered="2026-11-12 10:00"),
    "media/e.png": photo(size=(600, 600)),
}
DIGITS = "9" * 5_000
VALUES = [
    DIGITS, f"-{DIGITS}", f"0.{DIGITS}", f"1e{DIGITS}", f"0x{DIGITS}", "-1", "0", "99999", "nan",
    "inf", "true", "[]", "{}", "[[]]", '[1, "a"]', '""', '" "', '"\\n"', '"a\\nb"', '"a\\tb"',
    '"\\u0000"', '"\\u202e"', '"\\u2028"', '"https://a.example:99999"', '"https://a.example\\n/x"',
    '"https://[::1"', '"https://a.example/\\"x y"', '"javascript:alert(1)"', '"https://"', '"/.."',
    '"../../etc/passwd"', '"/"', '"zz"', '"es-XX"', '"{number[0]}{year}"', '"{number.real}{year}"',
    '"{number:9999999999}"', '"{number!r:>999999999}{year}"', '"{number:{year}}"', '"{0}"', '"{"',
    '"{number:03d} {year:99999}"', '"{number}{number:x}"', '"%s"', "2026-01-01", "9999-12-31",
    "0001-01-01", '"9999-12-31"', '"0001-01-01"', "12:00:00", f'"{"a" * 100_000}"', '"#ffffff"',
    '["es", "zz"]', '["es", "es"]', f'"{"(a+)+" * 50}"', "[" * 2_000, "[" * 2_000 + "]" * 2_000,
    "{a = " * 2_000, "2026-13-40", '"""', "\'\'\'", "\\ud800",
]  # fmt: skip
LINES = [
    "x = 1", "[types.media]", '[types."a b"]', "[types]", "[]", "[[url]]", "a.b.c.d = 1", "= 1",
    "", "[targets.sala]", ".".join("a" * 3_000) + " = 1", "\ufeff", "\x00",
]  # fmt: skip


def replaced(number: int, value: str) -> str:
    """The file with another value on one of its lines, or another line."""
    lines = WHOLE.split("\n")
    at = number % len(lines)
    key = lines[at].partition("=")[0] if "=" in lines[at] else ""
    lines[at] = f"{key}= {value}" if key and value not in LINES else value
    return "\n".join(lines)


@settings(max_examples=250)
@given(number=st.integers(0, 999), value=st.one_of(st.sampled_from([*VALUES, *LINES]), st.text()))
def test_any_line_is_read_or_told(tmp_path: Path, number: int, value: str) -> None:
    path = tmp_path / "newsroom.toml"
    path.write_bytes(replaced(number, value).encode("utf-8", "surrogatepass"))
    begun = time.process_time()
    try:
        newsroom = load(path, {})
    except ProblemsFound as error:
        assert error.problems
        for problem in error.problems:
            for lang in ("es", "en"):
                assert len(problem.show(lang)) < 1_500
    else:
        assert len(newsroom.folio(1, 2026)) < 200_000
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", '"https://a.example\\n/x"'), ("url", '"https://a.example:99999"'),
        ("name", '"a\\nb"'), ("office", '"a\\nb"'), ("dateline", '"a\\u2028b"'),
        ("folio_format", '"{number[0]}{year}"'), ("folio_format", '"{number:9999999999}"'),
        ("folio_format", '"{number.__class__}"'), ("folio_format", '"{year}"'),
        ("prefix", '"../otro"'), ("prefix", '"a/./b"'), ("endpoint", '"http://a:b"'),
        ("description", DIGITS), ("port", "99999"),
    ],
)  # fmt: skip
def test_what_cannot_be_names_its_line(tmp_path: Path, key: str, value: str) -> None:
    lines = WHOLE.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{key} = "))
    lines[at] = f"{key} = {value}"
    (tmp_path / "newsroom.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(ProblemsFound) as found:
        load(tmp_path / "newsroom.toml", {})
    assert [problem.line for problem in found.value.problems] == [at + 1]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("until", '"9999-12-31"'), ("since", '"0001-01-01"'), ("ends", '"9999-12-31"'),
        ("starts", '"0001-01-01"'), ("folio_format", '"{number:06d}"'), ("lang", '"zz"'),
        ("languages", '["es", "zz"]'), ("timezone", '"Pacific/Kiritimati"'),
        ("description", '"En dos\\nlíneas"'), ("url", '"https://127.0.0.1:8000/sub"'),
        ("end_mark", '""'), ("name", f'"{"a" * 120}"'),
    ],
)  # fmt: skip
def test_what_can_be_is_built(tmp_path: Path, key: str, value: str) -> None:
    lines = WHOLE.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{key} = "))
    lines[at] = f"{key} = {value}"
    root = write(tmp_path, FILES, "\n".join(lines))
    try:
        publish(root)
    except ProblemsFound as error:  # in words, as here of a veda that would withhold all
        assert error.problems


def test_a_number_without_end_is_told_by_the_program(site: Site) -> None:
    root = site({}, f"{WHOLE}\nx = {DIGITS}\n")
    for words in (["check"], ["build"], ["list"], ["deploy", "sala"]):
        ended = run(*words, cwd=root)
        assert ended.returncode == 1 and "newsroom.toml:" in told(ended), told(ended)
        assert "Traceback" not in told(ended)

"""WebVTT as browsers read it: what they would drop is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pregonero.content import recordings


def told(text: str | bytes) -> list[tuple[int, str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [(line, str(wrong)) for line, wrong in recordings.faults(raw)]


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHola.",
        "\ufeffWEBVTT - del taller\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000 line:0\r\nHola.\r\n",
        "WEBVTT\n\nNOTE Nada\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000\n- Hola.\n- Adiós.\n"
        "\n00:01.500 --> 00:03.000\nA la vez.\n",
    ],
)
def test_what_a_browser_reads_is_right(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nHola.", 1, "no empieza con WEBVTT"),
        ("WEBVTT\n", 1, "no hay ningún subtítulo"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHola.", 3, "Use punto, no coma"),
        ("WEBVTT\n\n00:01.000 -->\nHola.", 3, "no son dos tiempos"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nHola.", 3, "termina antes de empezar"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB", 6,
         "empieza antes que el anterior"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHola.\n\nY adiós.", 6, "no tiene tiempos"),
        ("WEBVTT\n\nuno\n00:01.000 --> 00:02.000\n", 4, "no dice nada"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nHola.", 2, "falta una línea en blanco"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nMañana".encode("latin-1"), 4, "no está en UTF-8"),
    ],
)  # fmt: skip
def test_what_it_would_drop_is_told_with_its_line(text: str | bytes, line: int, words: str) -> None:
    found = told(text)
    assert found[0][0] == line and words in found[0][1]


@given(st.lists(st.tuples(st.integers(0, 10_000_000), st.integers(1, 9000)), min_size=1))
def test_cues_that_are_written_in_order_are_right(cues: list[tuple[int, int]]) -> None:
    def stamp(at: int) -> str:
        return f"{at // 3_600_000:02}:{at // 60_000 % 60:02}:{at // 1000 % 60:02}.{at % 1000:03}"

    blocks = [f"{stamp(at)} --> {stamp(at + most)}\nHola." for at, most in sorted(cues)]
    assert told("\n\n".join(["WEBVTT", *blocks])) == []

"""The rules of the desk: each finds its wrong example and not its right one, and is measured."""

import re
from pathlib import Path

import pytest
from labelled import cases, findings, house, measured
from town import PROGRAM, bulletin

from pregonero.lint import dictionary
from pregonero.lint.dictionary import Dictionary
from pregonero.lint.inclusive import _OTHER, _PLURAL, _SINGULAR
from pregonero.lint.registry import RULES
from pregonero.lint.rule import Rule

#: Precision under which a rule may not be on by itself.
LEAST = 0.8
#: What no single text can show: they speak of the header as a whole, or of decisions.
WHOLE = {"sin-contacto", "sin-foto", "en-vivo-accesible", "decision", "video-sin-subtitulos"}


def example(rule: Rule, text: str) -> str:
    """A bulletin's file with an example in it."""
    if not rule.header:
        return bulletin(text)
    file = bulletin()
    for line in text.split("\n"):
        if re.match(r"\w+:", line):
            file = re.sub(rf"^{line.partition(':')[0]}: .*\n", "", file, flags=re.M)
    return file.replace("\n---\n", f"\n{text}\n---\n", 1)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_finds_its_wrong_example_and_not_its_right_one(
    rule: Rule, tmp_path: Path, dictionaries: Path
) -> None:
    room = house(tmp_path)
    words = Dictionary(dictionaries / "es_MX")
    wrong = findings(example(rule, rule.wrong), room, words)
    assert rule.id in {p.rule for p in wrong}
    assert all(p.text("es")[0] for p in wrong if p.rule == rule.id)
    assert rule.id not in {p.rule for p in findings(example(rule, rule.right), room, words)}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_explains_itself(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.reason.endswith((".", "?")) and rule.remedy.endswith((".", "?", "…", "]."))
    assert not rule.message.endswith(".") and not rule.message[0].isupper()
    if rule.level == "error":
        assert rule.sign, "what stops a build has to be looked for by build"


def test_suggestions_may_never_stop_anybody() -> None:
    assert len(_PLURAL) + len(_SINGULAR) + len(_OTHER) >= 40
    for name in ("lenguaje-incluyente", "arroba-por-letra", "discapacidad", "ortografia"):
        assert RULES[name].most == "warning" and RULES[name].level == "warning"


def test_rules_that_are_on_are_right_four_times_out_of_five(tmp_path: Path) -> None:
    installed = dictionary.installed()
    scores = measured(house(tmp_path), Dictionary(installed) if installed else None)
    assert len(list(cases())) >= 250
    for name, score in scores.items():
        if RULES[name].level != "off" and name not in WHOLE:
            assert score.precision is not None and score.precision >= LEAST, (name, score)
            assert score.hits >= 3, (name, score)


def test_the_guide_has_a_row_for_every_rule() -> None:
    guide = (PROGRAM / "docs/editores.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| (apagada|aviso|error) \|$", guide, re.M))
    levels = {"off": "apagada", "warning": "aviso", "error": "error"}
    assert rows == {name: levels[rule.level] for name, rule in RULES.items()}


def test_a_translation_is_not_measured_as_spanish(tmp_path: Path) -> None:
    text = "Los ciudadanos eat at noon on 15 de marzo, said the CAPAM."
    room = house(tmp_path)
    spanish = {p.rule for p in findings(bulletin(text), room)}
    assert {"lenguaje-incluyente", "fecha-sin-ano", "sigla-sin-explicar"} <= spanish
    assert {p.rule for p in findings(bulletin(text, lang="nhn"), room)} == set()


def test_a_name_of_the_office_is_known_and_its_accent_too(
    tmp_path: Path, dictionaries: Path
) -> None:
    words, room = Dictionary(dictionaries / "es_MX"), house(tmp_path)

    def said(text: str, names: str = "") -> list[tuple[str, str]]:
        found = findings(bulletin(text, title="El agua vuelve hoy"), room, words, names)
        return [(p.rule, dict(p.values).get("instead", "")) for p in found if p.rule != "decision"]

    assert ("nombre-desconocido", "") in said("El agua vuelve hoy a Sanctorum.")
    assert said("El agua vuelve hoy a Sanctorum.", "Sanctórum") == [("falta-acento", "Sanctórum")]
    assert said("El agua vuelve hoy a Sanctórum.", "Sanctórum") == []


def test_a_text_in_another_language_is_not_spelled(tmp_path: Path, dictionaries: Path) -> None:
    words, room = Dictionary(dictionaries / "es_MX"), house(tmp_path)
    english = (
        "The water comes back this week and every house should keep some buckets ready before "
        "noon because engineers will still be testing pumps along the upper streets tomorrow."
    )
    found = {p.rule for p in findings(bulletin(english, title="El agua vuelve hoy"), room, words)}
    assert not found & {"ortografia", "falta-acento", "palabra-desconocida"}

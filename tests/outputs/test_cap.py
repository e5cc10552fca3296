"""An alert as a CAP 1.2 message: valid, relayed and never originated, and one thing for ever."""

from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from town import URL, build, bulletin, newsroom, pages, read, write

from pregonero.content.model.alert import CATEGORIES, LEVELS
from pregonero.invisible_characters import FORBIDDEN, visible
from pregonero.render.assets import Assets
from pregonero.render.cards import SiteContext
from pregonero.render.data import cap

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("cap-1.2.xsd")))
CAP = {"cap": "urn:oasis:names:tc:emergency:cap:1.2"}
HOSTILE = "Fin ]]>&<script>alert(1)</script> \"comillas\" 'y' á ñ 🎉 </info>"
ID = "6e07fdda-ed27-54ee-99a3-a320b9d22a03"
AT = "alerta/2026/helada/cap.xml"


def alert(**given: Any) -> str:
    values = {
        "id": ID,
        "type": "alerta",
        "title": "Helada",
        "slug": "helada",
        "date": "2026-11-20 07:00",
        "expires": "2026-11-25 10:00",
        "alert": {"level": "peligro", "source": "Protección Civil", "area": "La Loma"},
        **given,
    }
    return bulletin(**values)


def message(files: dict[str, bytes], name: str = AT) -> Any:
    """A message that holds to the schema."""
    root = etree.fromstring(files[name])
    SCHEMA.assertValid(root)
    return root


def said(root: Any, path: str) -> list[str]:
    return [one.text for one in root.findall(path, CAP)]


def test_an_alert_says_whose_it_is_and_that_it_is_relayed(tmp_path: Path) -> None:
    told = {
        "level": "emergencia", "source": "CENAPRED", "source_url": "https://cenapred.example/1",
        "event": "Ceniza", "category": "geológica", "area": "La Loma", "instructions": "No salga.",
        "polygon": ["19.50, -98.50", "19.50, -98.40", "19.4, -98.45"],
        "circle": "19.45, -98.45, 2.5", "geocode": {"INEGI.MUN": "29020"},
    }  # fmt: skip
    files = build(write(tmp_path, {"bulletins/2026/a.md": alert(alert=told, contacts=["guardia"])}))
    root = message(files)
    one = {name: said(root, f"cap:{name}") for name in ("msgType", "status", "scope", "source")}
    assert one == {
        "msgType": ["Alert"], "status": ["Actual"], "scope": ["Public"], "source": ["CENAPRED"],
    }  # fmt: skip
    assert said(root, "cap:sender") == ["prensa.sanjacinto.example"]
    (note,) = said(root, "cap:note")
    assert note == (
        "Mensaje retransmitido: esta oficina no emite alertas. Autoridad que la emitió: CENAPRED. "
        "https://cenapred.example/1"
    )
    info = {one.tag.rpartition("}")[2]: one.text for one in root.find("cap:info", CAP)}
    assert (info["urgency"], info["severity"], info["certainty"]) == (
        "Immediate", "Extreme", "Observed",
    )  # fmt: skip
    assert info["expires"] == "2026-11-25T10:00:00-06:00" and info["category"] == "Geo"
    assert info["senderName"] == "Oficina de Prensa, Ayuntamiento de San Jacinto de la Loma"
    assert info["web"] == f"{URL}/alerta/2026/helada/" and "+52 246" in info["contact"]
    assert said(root, ".//cap:polygon") == [
        "19.50,-98.50 19.50,-98.40 19.4,-98.45 19.50,-98.50"  # latitude first, and closed
    ]
    assert said(root, ".//cap:circle") == ["19.45,-98.45 2.5"]
    assert said(root, ".//cap:geocode/cap:value") == ["29020"]


def test_a_page_and_every_feed_lead_to_the_message(tmp_path: Path) -> None:
    files = build(write(tmp_path, {"bulletins/2026/a.md": alert()}))
    page = pages(files)["/alerta/2026/helada/"]
    assert f'href="/{AT}" type="application/cap+xml"' in page
    assert "Esta oficina retransmite esta alerta. Fuente: Protección Civil." in page
    for name in ("rss.xml", "atom.xml"):
        data = files[f"feeds/tipos/alerta/{name}"]
        (entry,) = feedparser.parse(data).entries
        forms = {link.get("type"): link.href for link in entry.links}
        assert forms["application/cap+xml"] == f"{URL}/{AT}"
        assert entry.link == f"{URL}/alerta/2026/helada/"
        assert "Vigente hasta el 25 de noviembre de 2026, 10:00." in entry.content[0].value
    assert f"{URL}/{AT}".encode() in files["feeds/tipos/alerta/feed.json"]


def test_a_correction_updates_and_a_withdrawal_cancels(tmp_path: Path) -> None:
    first = {"date": "2026-11-21 08:00", "note": "La helada es más fuerte."}
    last = {"date": "2026-11-22 09:00", "note": "No era aquí."}
    reference = f"prensa.sanjacinto.example,{ID}"
    root = message(build(write(tmp_path, {"bulletins/2026/a.md": alert(changes=[first])})))
    assert said(root, "cap:identifier") == [f"{ID}.1"] and said(root, "cap:msgType") == ["Update"]
    assert said(root, "cap:sent") == ["2026-11-21T08:00:00-06:00"]
    assert said(root, "cap:references") == [f"{reference}.0,2026-11-20T07:00:00-06:00"]
    # Whatever order the office keeps its notes in.
    gone = alert(status="withdrawn", changes=[last, first])
    files = build(write(tmp_path, {"bulletins/2026/a.md": gone}))
    root = message(files)
    assert said(root, "cap:identifier") == [f"{ID}.2"] and said(root, "cap:msgType") == ["Cancel"]
    assert said(root, "cap:references") == [
        f"{reference}.0,2026-11-20T07:00:00-06:00 {reference}.1,2026-11-21T08:00:00-06:00"
    ]
    assert root.find("cap:info", CAP) is None and "No era aquí." in said(root, "cap:note")[0]
    assert all("Alertas vigentes" not in text for text in pages(files).values())


def test_a_message_is_of_all_languages_of_its_alert(tmp_path: Path) -> None:
    told = {"level": "caution", "source": "Civil Protection", "area": "The hill"}
    version = alert(
        id=None, title="Frost", slug="frost", lang="en", translation_of=ID, translator="Ana",
        alert=told,
    ).replace("---\n", "---\nid: 11111111-1111-4111-8111-111111111111\n", 1)  # fmt: skip
    both = {"bulletins/2026/a.md": alert(), "bulletins/2026/b.md": version}
    files = build(write(tmp_path, both))
    assert said(message(files), "cap:info/cap:language") == ["es", "en"]
    assert "alerta/2026/frost/cap.xml" not in files
    assert f'href="/{AT}"' in pages(files)["/alerta/2026/frost/"]


def test_what_is_not_public_says_so_itself(tmp_path: Path) -> None:
    root = write(tmp_path, {"bulletins/2026/a.md": alert(status="draft")})
    assert AT not in build(root)
    assert said(message(build(root, UNAPPROVED=True)), "cap:status") == ["Draft"]
    write(tmp_path, {"bulletins/2026/a.md": alert()})
    assert said(message(build(root, INDEX=False)), "cap:status") == ["Test"]


def test_an_expired_alert_keeps_its_message_and_an_old_address_answers(tmp_path: Path) -> None:
    files = build(write(tmp_path, {"bulletins/2026/a.md": alert(aliases=["/alerta/2026/frio/"])}))
    later = build(tmp_path, "2027-02-01")
    assert files[AT] == later[AT] == later["alerta/2026/frio/cap.xml"]
    assert "Venció el" in pages(later)["/alerta/2026/helada/"]


def test_times_are_written_as_the_standard_has_them(tmp_path: Path) -> None:
    toml = newsroom(timezone="UTC")
    root = message(build(write(tmp_path, {"bulletins/2026/a.md": alert()}, toml)))
    assert said(root, "cap:sent") == ["2026-11-20T07:00:00-00:00"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)
#: What a reader sees of them: the rest is refused, or taken out.
SAID = WORDS.map(lambda text: FORBIDDEN.sub("", visible(f"a{FORBIDDEN.sub('', text)}z")[0]))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    level=st.sampled_from([*LEVELS, *LEVELS.values()]),
    category=st.sampled_from([*CATEGORIES, *CATEGORIES.values()]),
    text=SAID | st.just(HOSTILE),
    offset=st.sampled_from(["", "Z", "-06:00", "+05:30"]),
    notes=st.integers(0, 3),
)
def test_every_message_is_valid(
    tmp_path: Path, level: str, category: str, text: str, offset: str, notes: int
) -> None:
    told = {"level": level, "category": category, "source": text, "area": text, "event": text,
            "instructions": text, "geocode": {text: text}}  # fmt: skip
    changes = [{"date": f"2026-11-2{n}", "note": text} for n in range(1, notes + 1)]
    date = f"2026-11-20 07:00{offset}"
    one = alert(title=text, summary=text, alert=told, date=date, changes=changes)
    _, archive, edition = read(write(tmp_path, {"bulletins/2026/a.md": one}))
    assert not archive.errors
    press = SiteContext(edition, {}, {}, Assets(("/theme/x.css", b"")))
    (file,) = cap.files(press)
    root = etree.fromstring(file.make())
    SCHEMA.assertValid(root)
    assert said(root, "cap:source") == [" ".join(text.split())]


@pytest.mark.parametrize("bad", ["Actual ", "actual"])
def test_the_schema_refuses_what_is_not_cap(bad: str, tmp_path: Path) -> None:
    files = build(write(tmp_path, {"bulletins/2026/a.md": alert()}))
    assert not SCHEMA.validate(
        etree.fromstring(files[AT].replace(b">Actual<", f">{bad}<".encode()))
    )

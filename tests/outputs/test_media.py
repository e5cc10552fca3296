"""Broadcasts, recordings and clarifications as readers, feeds and machines get them."""

import json
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest
from conftest import Site
from town import URL, build, bulletin, faults, pages, photo, publish, tree, write

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nHola.\n"
LIVE = {
    "url": "https://www.youtube.com/watch?v=1",
    "title": "Sesión de cabildo",
    "starts": "2026-11-23 11:00",
    "ends": "2026-11-23 13:00",
    "lengua_de_señas": "sí",
    "subtítulos": False,
}
CLAIM = {
    "claim": "Cobran por podar árboles",
    "verdict": "falso",
    "evidence": ["El reglamento.", {"texto": "Tarifas", "enlace": "https://a.example/t"}],
    "seen_on": "WhatsApp",
    "claimed_on": "2026-11-18",
}
RECORDED = {
    "file": "v.mp4", "transcript": "v.txt", "captions": "v.vtt", "sign_language": "lsm.mp4",
    "duration": "1:02:03", "audio_description": "Se dice lo que se ve.",
}  # fmt: skip
FILES: dict[str, str | bytes] = {
    "bulletins/2026/cabildo.md": bulletin(title="Hay cabildo", slug="cabildo", en_vivo=LIVE),
    "bulletins/2026/informe.md": bulletin(
        title="Informe", live={**LIVE, "starts": "2026-11-20 09:00", "ends": "2026-11-20 10:00",
                               "recording": RECORDED},
        photos=[{"file": "a.jpg", "alt": "La plaza llena de gente", "credit": "Prensa"}],
        audio=[{"file": "voz.mp3", "title": "La voz", "transcript": "v.txt", "duration": "2:30"}],
    ),
    "bulletins/2026/arbol.md": bulletin(
        type="aclaracion", title="La poda es gratuita", slug="arbol", claim=CLAIM,
        summary="Se pide por teléfono.", date="2026-11-21",
    ),
    "media/v.mp4": b"mp4" * 9, "media/lsm.mp4": b"mp4", "media/voz.mp3": b"ID3" + bytes(50),
    "media/v.txt": "Buenas <tardes>.\n\nSecretario: gracias.", "media/v.vtt": VTT,
    "media/a.jpg": photo(),
}  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(write(tmp_path_factory.mktemp("medios"), FILES))


def graph(output: dict[str, bytes], address: str) -> dict[str, Any]:
    text = re.search(r'ld\+json">(.*?)</script>', pages(output)[address])
    assert text
    return {node["@type"]: node for node in json.loads(text[1])["@graph"]}


# Broadcasts


@pytest.mark.parametrize(
    ("moment", "where", "words"),
    [
        ("2026-11-23T10:59", "proximas", "Próxima ·"),
        ("2026-11-23T11:00", "al-aire", "Al aire ahora"),
        ("2026-11-23T13:00", "pasadas", "Terminó ·"),
    ],
)
def test_a_broadcast_is_where_its_hour_puts_it(
    tmp_path: Path, moment: str, where: str, words: str
) -> None:
    found = pages(build(write(tmp_path, FILES), moment))
    sections = re.split(r'<section [^>]*aria-labelledby="', found["/en-vivo/"])
    (section,) = (part for part in sections if "watch?v=1" in part)
    assert section.startswith(where)
    assert "Ver en YouTube, otro sitio" in section
    assert words in found["/nota/2026/cabildo/"]
    assert ('id="al-aire"' in found["/"]) == (where == "al-aire")
    assert "Con interpretación en Lengua de Señas Mexicana" in section
    assert "Sin subtítulos en vivo" in section


def test_nothing_of_another_site_is_loaded_before_somebody_goes_there(
    output: dict[str, bytes],
) -> None:
    for address, text in pages(output).items():
        assert "<iframe" not in text and "<embed" not in text, address
        for src in re.findall(r'\b(?:src|srcset|poster|data)="([^"]*)"', text):
            assert not src.startswith(("http", "//")), (address, src)


def test_there_is_no_schedule_without_broadcasts(tmp_path: Path) -> None:
    found = pages(build(write(tmp_path, {"bulletins/2026/nota.md": bulletin()})))
    assert "/en-vivo/" not in found and "en-vivo" not in found["/"]


def test_the_schedule_is_in_pages_and_answers_when_they_empty(site: Site) -> None:
    def lives(count: int) -> dict[str, str | bytes]:
        return {
            f"bulletins/2026/n{i}.md": bulletin(
                title=f"Nota {i}",
                live={**LIVE, "starts": f"2026-11-{i % 19 + 1:02} {i % 9:02}:00", "ends": None},
                status="approved" if i < count else "withdrawn",
                changes=None if i < count else [{"date": "2026-11-22", "note": "No fue."}],
            )
            for i in range(23)
        }

    full = pages(build(site(lives(23))))
    assert "watch?v=1" in full["/en-vivo/pagina/2/"] and 'rel="next"' in full["/en-vivo/"]
    less = pages(build(site(lives(1))))
    assert "Todavía no hay transmisiones" in less["/en-vivo/pagina/2/"]


def test_a_warm_build_knows_when_a_broadcast_begins_and_what_was_transcribed(
    site: Site, tmp_path: Path
) -> None:
    root = site(FILES)

    def same(moment: str) -> None:
        cold = tmp_path / moment.replace(":", "")
        publish(root, moment, CACHE_PATH=str(tmp_path / "otra"), OUTPUT_PATH=str(cold), COLD=True)
        assert build(root, moment) == tree(cold)

    for moment in ("2026-11-23T10:59", "2026-11-23T11:00", "2026-11-23T13:00"):
        same(moment)
    path = root / "content/media/v.txt"
    path.write_text("Otra cosa.", "utf-8")
    same("2026-11-23T13:01")
    page = (root / "output/nota/2026/informe/index.html").read_text("utf-8")
    assert "<p>Otra cosa.</p>" in page
    path = root / "content/bulletins/2026/cabildo.md"
    path.write_text(path.read_text("utf-8") + "\nMás palabras.\n", "utf-8")
    same("2026-11-23T13:02")


# Recordings


def test_a_recording_has_all_that_those_who_cannot_hear_or_see_it_need(
    output: dict[str, bytes],
) -> None:
    text = pages(output)["/nota/2026/informe/"]
    for part in (
        '<track kind="captions" src="/media/v.vtt"',
        '<video controls preload="none" src="/media/lsm.mp4"',
        "En Lengua de Señas Mexicana",
        "<p>Buenas &lt;tardes&gt;.</p>",
        "<p>Secretario: gracias.</p>",
        "Se dice lo que se ve.",
        "Dura 1:02:03.",
    ):
        assert part in text
    video = graph(output, "/nota/2026/informe/")["VideoObject"]
    assert video["contentUrl"] == f"{URL}/media/v.mp4" and video["duration"] == "PT3723S"
    assert video["caption"]["contentUrl"] == f"{URL}/media/v.vtt"
    assert video["transcript"] == "Buenas <tardes>.\nSecretario: gracias."
    assert video["uploadDate"] == "2026-11-20T10:00:00-06:00"
    assert video["thumbnailUrl"].startswith(URL)
    live = graph(output, "/nota/2026/cabildo/")["BroadcastEvent"]
    assert live["isLiveBroadcast"] is True and live["endDate"] == "2026-11-23T13:00:00-06:00"
    assert live["location"]["url"] == LIVE["url"]


def test_a_long_transcript_is_a_link(site: Site) -> None:
    root = site({**FILES, "media/v.txt": "Palabras y más palabras. " * 2000})
    text = pages(build(root))["/nota/2026/informe/"]
    assert 'href="/media/v.txt"' in text and "<details>" not in text


def test_every_feed_gives_sound_first_with_its_true_size(output: dict[str, bytes]) -> None:
    rss, atom = (feedparser.parse(output[f"feeds/{name}.xml"]) for name in ("rss", "atom"))
    (one,) = next(e for e in rss.entries if e.title == "Informe").enclosures
    assert (one.href, one.length, one.type) == (f"{URL}/media/voz.mp3", "53", "audio/mpeg")
    all_ = next(e for e in atom.entries if e.title == "Informe").enclosures
    sizes = {e.href: int(e.length) for e in all_}
    assert sizes[f"{URL}/media/v.mp4"] == 27 and len(sizes) == 3
    items = json.loads(output["feeds/feed.json"])["items"]
    attached = next(i for i in items if i["title"] == "Informe")["attachments"]
    video = next(a for a in attached if a["mime_type"] == "video/mp4")
    assert video["duration_in_seconds"] == 3723 and video["title"] == "Sesión de cabildo"
    assert video["size_in_bytes"] == len(output["media/v.mp4"])


# Clarifications


def test_a_claim_never_goes_without_its_verdict(output: dict[str, bytes]) -> None:
    found = pages(output)
    claim = str(CLAIM["claim"])
    for address in ("/", "/archivo/", "/aclaracion/", "/aclaracion/2026/arbol/"):
        text = re.sub(r"<script.*?</script>", "", found[address])
        assert claim in text
        for at in (m.start() for m in re.finditer(re.escape(claim), text)):
            assert "Falso" in text[max(0, at - 160) : at], address
        assert not re.search(rf"<(h\d|title)[^>]*>[^<]*{claim}", text)
    assert (
        'description" content="Falso: «Cobran por podar árboles». Se pide'
        in found["/aclaracion/2026/arbol/"]
    )


def test_a_feed_entry_begins_with_verdict_and_claim(output: dict[str, bytes]) -> None:
    begins = "<p><strong>Falso.</strong> Lo que circula: <q>Cobran por podar árboles</q></p>"
    for name in ("rss", "atom"):
        entries = feedparser.parse(output[f"feeds/{name}.xml"], sanitize_html=False).entries
        one = next(e for e in entries if e.title == "La poda es gratuita")
        assert one.content[0].value.startswith(begins)
        assert one.summary.startswith("Falso: «Cobran por podar árboles».")
    items = json.loads(output["feeds/feed.json"])["items"]
    one = next(i for i in items if i["title"] == "La poda es gratuita")
    assert one["content_html"].startswith(begins) and one["summary"].startswith("Falso: ")


def test_a_clarification_says_where_and_since_when_and_why(output: dict[str, bytes]) -> None:
    text = pages(output)["/aclaracion/2026/arbol/"]
    for part in ("WhatsApp", "18 de noviembre de 2026", '<a href="https://a.example/t">Tarifas</a>',
                 "El reglamento."):  # fmt: skip
        assert part in text
    review = graph(output, "/aclaracion/2026/arbol/")["ClaimReview"]
    assert review["reviewRating"]["alternateName"] == "Falso"
    assert review["reviewRating"]["ratingValue"] == 1
    assert review["itemReviewed"] == {
        "@type": "Claim",
        "datePublished": "2026-11-18",
        "appearance": {"@type": "CreativeWork", "description": "WhatsApp"},
    }
    assert review["citation"] == ["https://a.example/t"]


# What arrives wrong


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"live": {**LIVE, "ends": "2026-11-23 10:00"}},
         "7: en_vivo.ends: la transmisión termina antes de empezar"),
        ({"live": {**LIVE, "sign_language": "../x.mp4", "lengua_de_señas": None}},
         "sale de content/media/"),
        ({"live": {**LIVE, "grabacion": {"archvo": "v.mp4"}}}, "¿Quiso decir «archivo»?"),
        ({"claim": {**CLAIM, "claimed_on": "2026-11-22"}}, "circula desde una fecha posterior"),
        ({"claim": {**CLAIM, "evidence": [{"text": "A", "url": "ftp://a.example"}]}},
         "claim.evidence.1.url: «ftp://a.example» no es una dirección web"),
        ({"claim": CLAIM, "title": "¡Cobran por podar árboles!"}, "el título repite la afirmación"),
        ({"claim": CLAIM, "title": "Aviso: cobran por podar árboles"}, "no dice que no es"),
        ({"video": [{"file": "v.avi", "title": "V"}]}, "Conviértalo a uno de estos: mp3, ogg"),
        ({"video": [{"file": "nada.mp4", "title": "V"}]}, "no existe el archivo"),
        ({"video": [{"file": "vacio.mp4", "title": "V"}]}, "el archivo vacio.mp4 está vacío"),
        ({"video": [{"file": "v.mp4", "title": "V", "captions": "v.srt"}]}, "no son un archivo"),
        ({"video": [{"file": "v.mp4", "title": "V", "captions": "mal.vtt"}]},
         "content/media/mal.vtt:3: texto: «00:00:01,000"),
        ({"video": [{"file": "v.mp4", "title": "V", "duration": "2 horas"}]}, "no es una duración"),
        ({"video": [{"file": "v.mp4", "title": "V", "transcript": "v.mp4"}]}, "no es un texto"),
        ({"video": [{"title": "V"}]}, "no dice dónde está la grabación"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_remedy(
    site: Site, given: dict[str, Any], told: str
) -> None:
    if "en_vivo" in told:
        given = {"en_vivo": given["live"]}
    root = site(
        {
            "bulletins/2026/nota.md": bulletin(**given),
            "media/v.mp4": b"mp4", "media/v.avi": b"avi", "media/vacio.mp4": b"",
            "media/v.srt": b"1", "media/mal.vtt": "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA\n",
        }
    )  # fmt: skip
    found = [line for line in faults(root) if told in line]
    assert found, faults(root)


def test_a_title_that_denies_may_repeat_what_it_denies(site: Site) -> None:
    title = "No es cierto que cobran por podar árboles"
    assert faults(site({"bulletins/2026/nota.md": bulletin(title=title, claim=CLAIM)})) == []


@pytest.mark.parametrize(
    ("url", "key", "address"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=3", "embedUrl",
         "https://www.youtube.com/embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk", "embedUrl", "https://www.youtube.com/embed/abcdefghijk"),
        ("https://vimeo.com/12345", "embedUrl", "https://player.vimeo.com/video/12345"),
        ("https://www.facebook.com/x/videos/1", "embedUrl", "https://www.facebook.com/x/videos/1"),
        ("https://v.example/s.mp4?x=1", "contentUrl", "https://v.example/s.mp4?x=1"),
    ],
)  # fmt: skip
def test_a_video_elsewhere_says_where_it_plays(
    tmp_path: Path, url: str, key: str, address: str
) -> None:
    text = bulletin(video=[{"url": url, "title": "Sesión", "sign_language": url}])
    output = build(write(tmp_path, {"bulletins/2026/nota.md": text}))
    video = graph(output, "/nota/2026/nota/")["VideoObject"]
    assert video["url"] == url and video[key] == video["workTranslation"][key] == address
    assert {"embedUrl", "contentUrl"} & video.keys() == {key}

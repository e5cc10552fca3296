"""Ways to answer and to share a bulletin: plain links that say which one, whatever its title."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from town import build, bulletin, newsroom, pages, standing

from pregonero.render.pages.share import WHAT, Said, cut

Site = Callable[..., Path]
TITLE = "¿Agua & luz? 100 % «sí» #hoy +ya <b>"
NOTE = "bulletins/2026/nota.md"
URL = "https://prensa.sanjacinto.example/comunicado/2026/nota/"
DIALOGUE = """
[dialogue]
phone = "+52 246 000 0001"
whatsapp = "+52 (246) 000-0002"
email = "dialogo@sanjacinto.example"
"""
FORM = 'form = "https://formas.example:8443/enviar"\nprivacy = "privacidad"\n'
FOLLOW = """
[subscribe]
email_list = "alta@sanjacinto.example"
whatsapp = "https://whatsapp.com/channel/x"
"""
#: Where somebody may ask; the form that searches sends nothing.
ASKING = '<form class="ask"'
MASTODON = '[[social]]\nname = "Mastodon"\nurl = "https://masto.example/@sanjacinto"\n'


def note(**more: object) -> str:
    return bulletin(
        title=TITLE, type="comunicado", folio=4, dateline="La Loma", summary="Breve.", slug="nota",
        **more,
    )  # fmt: skip


def links(page: str) -> dict[str, str]:
    """Every link by where it leads: host, or scheme."""
    found = [unescape(one) for one in re.findall(r'href="([^"]+)"', page)]
    return {urlsplit(one).netloc + urlsplit(one).path if "//" in one else one.split(":")[0]: one
            for one in found}  # fmt: skip


def test_a_bulletin_says_in_every_message_which_one_it_is(site: Site) -> None:
    page = pages(build(site({NOTE: note()}, newsroom(DIALOGUE))))["/comunicado/2026/nota/"]
    found = links(page)
    assert found["tel"] == "tel:+522460000001"
    (text,) = parse_qs(urlsplit(found["wa.me/522460000002"]).query)["text"]
    assert text == f"Pregunta sobre Boletín No. 004/2026: {TITLE} ({URL}): "
    mail = re.search(r'href="(mailto:dialogo@[^"]+)"', page)
    assert mail
    query = parse_qs(urlsplit(unescape(mail[1])).query)
    assert query["subject"] == [f"Pregunta: Boletín No. 004/2026: {TITLE}"]
    assert URL in query["body"][0]


def test_what_is_shared_is_the_title_and_the_canonical_address(site: Site) -> None:
    page = pages(build(site({NOTE: note()}, newsroom(MASTODON))))["/comunicado/2026/nota/"]
    found = links(page)
    assert f'<link rel="canonical" href="{URL}">' in page

    def asked(where: str, name: str) -> str:
        return parse_qs(urlsplit(found[where]).query, strict_parsing=True)[name][0]

    assert asked("wa.me/", "text") == f"{TITLE} {URL}"
    assert asked("www.facebook.com/sharer/sharer.php", "u") == URL
    assert (asked("x.com/intent/post", "text"), asked("x.com/intent/post", "url")) == (TITLE, URL)
    assert (asked("t.me/share/url", "text"), asked("t.me/share/url", "url")) == (TITLE, URL)
    assert asked("masto.example/share", "text") == f"{TITLE} {URL}"
    shared = re.findall(r'<li><a href="[^"]+"( rel="[^"]+")?>(?:WhatsApp|X|Telegram)', page)
    assert shared == [' rel="nofollow noopener"'] * 3


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_any_title_comes_back_from_its_link(title: str, what: str, url: str) -> None:
    made = Said(title, what, url).fill(cut(f"a?text={WHAT}&amp;x"))
    assert re.fullmatch(r"a\?text=[\w.~%-]+&amp;x", made, re.ASCII)
    assert unquote(made[len("a?text=") : -len("&amp;x")], errors="strict") == what


def test_a_form_knows_its_bulletin_and_only_its_pages_may_send_it(site: Site) -> None:
    files = {
        NOTE: note(),
        "pages/aviso.md": standing(title="Aviso de privacidad", slug="privacidad"),
    }
    shown = pages(build(site(files, newsroom(DIALOGUE + FORM))))
    page = shown["/comunicado/2026/nota/"]
    (named,) = re.findall(r'name="boletin" value="([^"]*)"', page)
    assert unescape(named) == f"Boletín No. 004/2026: {TITLE}"
    assert f'name="direccion" value="{URL}"' in page
    assert (
        'name="sitio_web" tabindex="-1"' in page
        and 'href="/privacidad/">Aviso de privacidad' in page
    )
    for address, text in shown.items():
        allowed = "form-action 'self' https://formas.example:8443\"" in text
        assert allowed == (ASKING in text), address
    assert ASKING in shown["/dialogo/"] and ASKING not in shown["/"]


def test_no_form_without_the_notice_that_goes_with_it(site: Site) -> None:
    notice = standing(title="Aviso de privacidad", slug="privacidad", status="draft")
    shown = build(site({NOTE: note(), "pages/aviso.md": notice}, newsroom(DIALOGUE + FORM)))
    assert ASKING.encode() not in b"".join(shown.values())
    assert b"formas.example" not in b"".join(shown.values())


def test_subscribing_offers_what_there_is(site: Site) -> None:
    event = bulletin(title="Feria", event={"start": "2026-12-01 10:00", "place": "Plaza"})
    bare = pages(build(site({NOTE: note()})))["/suscribirse/"]
    assert "webcal:" not in bare and "Elija cómo" not in bare
    full = pages(build(site({NOTE: note(), "bulletins/2026/f.md": event}, newsroom(FOLLOW))))
    found = links(full["/suscribirse/"])
    assert found["prensa.sanjacinto.example/agenda.ics"].endswith("/agenda.ics")
    assert "webcal://prensa.sanjacinto.example/agenda.ics" in full["/suscribirse/"]
    assert found["whatsapp.com/channel/x"] and "alta@" in found["mailto"]
    assert "subject=Suscribirme%20a%20la%20lista" in found["mailto"]

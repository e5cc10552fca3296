"""A bucket changes a file at a time: no page that can be reached points at what is not there."""

import gzip
import json
import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from town import bulletin, photo

from pregonero.newsroom.loader import load
from pregonero.release.package import PACKED
from pregonero.release.targets import s3
from pregonero.release.targets.bucket import Bucket, BucketLock

from .conftest import NOTE, OTHER, Office, Open
from .places import Store, free_port, website

UNTOUCHED = "El sitio público sigue como estaba."
Placed = tuple[Store, str]


class Killed(BaseException):
    """The process ends here."""


def broken(site: dict[str, bytes]) -> list[str]:
    """Links and files that cannot be had, from the home page on as a reader goes."""
    volumes = json.loads(site.get("buscar/indice.json", b'{"volumes": []}'))["volumes"]
    wrong = []
    for folder in (f"buscar/{one}" for one in volumes):
        entry = json.loads(site[f"{folder}pagefind-entry.json"])
        table = json.loads(site.get(folder + entry["table"], b'{"sheaves": ["its table"]}'))
        meta = f"pagefind.{entry['languages']['es']['hash']}.pf_meta"
        wrong += [folder + name for name in (meta, *table["sheaves"]) if folder + name not in site]
    seen, pending = set(), ["index.html"]
    while pending:
        name = pending.pop()
        seen.add(name)
        if name not in site:
            wrong.append(name)
            continue
        if not name.endswith(".html"):
            continue
        text = site[name].decode()
        for typed in re.findall(r'(?:href|src)="(/[^"#]*)', text) + re.findall(
            r"(/media/\S+?\.\w+) \d+w", text
        ):
            target = typed[1:] + ("index.html" if typed.endswith("/") else "")
            if target not in seen:
                seen.add(target)
                pending.append(target)
    return wrong


def after_each(monkeypatch: pytest.MonkeyPatch, look: Callable[[list[str]], None]) -> None:
    """Look at what changed after every change of the bucket."""
    copy = Bucket.copy
    for name in ("put", "delete", "copy"):
        real = getattr(Bucket, name)

        def changed(self: Bucket, which: Any, *words: Any, _real: Any = real, **more: Any) -> None:
            _real(self, which, *words, **more)
            look([*words] if _real is copy else _names(which))

        monkeypatch.setattr(Bucket, name, changed)
    monkeypatch.setattr(s3, "TOGETHER", 1)


def _names(which: str | list[str]) -> list[str]:
    return [which] if isinstance(which, str) else list(which)


@pytest.fixture
def office_and_site(
    quick_bucket: Placed, office: Open
) -> tuple[Office, Callable[[], dict[str, bytes]]]:
    store, name = quick_bucket
    one = office(store.place(name))
    for n in range(3):
        one.write({f"bulletins/2026/n{n}.md": bulletin("Texto.", title=f"Nota {n}")})
    status, said = one.deploy()
    assert status == 0, said
    return one, one.place.public


def much(office: Office) -> None:
    """Everything that can happen to a site at once."""
    picture = [{"file": "foto.jpg", "alt": "Un pozo", "credit": "Prensa"}]
    office.write(
        {
            "media/foto.jpg": photo(),
            "bulletins/2026/a.md": bulletin("[Otra](b.md)", title="Alfa", photos=picture),
            "bulletins/2026/b.md": bulletin("[Una](a.md)", title="Beta", topic="agua"),
            "bulletins/2026/n1.md": None,
            NOTE: (office.root / "content" / NOTE).read_text() + "\nVea [esto](a.md).\n",
        }
    )
    text = (office.root / "content" / OTHER).read_text()
    office.write({OTHER: text.replace('slug: "salud"', 'slug: "vacunas"')})


def test_at_no_moment_a_page_points_at_what_is_not_there(
    office_and_site: tuple[Office, Callable[[], dict[str, bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, site = office_and_site
    seen: list[list[str]] = []
    public = site()
    store = Bucket(load(office.root / "newsroom.toml").targets["production"])

    def look(names: list[str]) -> None:
        for name in names:
            data = store.get(name)
            if data is None:
                public.pop(name, None)
            else:
                packed = data[:2] == b"\x1f\x8b" and not name.endswith(PACKED)
                public[name] = gzip.decompress(data) if packed else data
        seen.append(broken(public))

    with monkeypatch.context() as patch:
        after_each(patch, look)
        much(office)
        status, said = office.deploy(allow_removals=True)
    assert status == 0, said
    assert len(seen) > 30 and not any(seen), [one for one in seen if one][:3]
    assert {n: d for n, d in public.items() if not n.startswith(".pregonero/")} == site()
    assert "nota/2026/nota-1/index.html" not in site()


@pytest.mark.slow
@pytest.mark.parametrize("step", [2, 4, 9, 20, 33])
def test_what_a_deploy_that_died_left_is_made_whole(
    office_and_site: tuple[Office, Callable[[], dict[str, bytes]]],
    monkeypatch: pytest.MonkeyPatch,
    step: int,
) -> None:
    office, site = office_and_site
    before, count = site(), 0
    deleted = (office.root / "content/bulletins/2026/n1.md").read_text("utf-8")

    def die(names: list[str]) -> None:
        nonlocal count
        count += 1
        if count == step:
            raise Killed

    with monkeypatch.context() as patch:
        after_each(patch, die)
        patch.setattr(BucketLock, "__exit__", lambda *of: None)
        much(office)
        with pytest.raises(Killed):
            office.deploy(allow_removals=True)
    assert not broken(site())
    assert office.deploy()[0] == 3  # its lock is not old yet
    with monkeypatch.context() as patch:
        patch.setattr(BucketLock, "_refuse_if_alive", lambda *of: None)
        # What it had begun with is taken back: nothing of it may stay behind.
        (office.root / "content/bulletins/2026/b.md").unlink()
        office.write({"bulletins/2026/a.md": bulletin("Sola.", title="Alfa")})
        status, said = office.deploy(if_changed=True, allow_removals=True)
    assert status == 0, said
    built = office.root / ".cache/targets/production/site"
    now = site()
    now.pop("manifest.json")
    assert now == {
        path.relative_to(built).as_posix(): path.read_bytes()
        for path in built.rglob("*")
        if path.is_file()
    }
    first = [name for name in office.releases() if not name.startswith("*")][-1]
    office.write({"bulletins/2026/n1.md": deleted})  # what is not in the content cannot come back
    status, said = office.rollback(first)
    assert status == 0, said
    assert {n: d for n, d in site().items() if n != "manifest.json"} == {
        n: d for n, d in before.items() if n != "manifest.json"
    }


def test_what_a_browser_is_told_of_each_object(bucket: Placed, office: Open) -> None:
    import obstore

    store, name = bucket
    assert office(store.place(name)).deploy()[0] == 0
    client: Any = store.client(name)

    def told(path: str) -> dict[str, str]:
        return dict(obstore.get(client, f"web/{path}").attributes)

    page = told("index.html")
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert page["Content-Encoding"] == "gzip" and page["Cache-Control"] == "public, max-age=60"
    feed = told("feeds/rss.xml")
    assert feed["Content-Type"] == "application/rss+xml" and "Content-Encoding" not in feed
    css = next(p["path"] for c in obstore.list(client, "web/theme") for p in c)
    assert "immutable" in told(css.removeprefix("web/"))["Cache-Control"]
    assert gzip.decompress(bytes(obstore.get(client, "web/index.html").bytes()))[:15] == (
        b"<!doctype html>"
    )


def test_without_its_manifest_a_bucket_still_keeps_its_addresses(
    quick_bucket: Placed, office: Open
) -> None:
    import obstore

    store, name = quick_bucket
    at = office(store.place(name))
    assert at.deploy()[0] == 0
    obstore.put(store.client(name), "web/manifest.json", b"{")
    text = (at.root / "content" / OTHER).read_text("utf-8")
    at.write({OTHER: None})
    status, said = at.deploy()
    assert status == 1 and "/nota/2026/salud/" in said and "manifiesto" in said
    status, said = at.deploy(allow_removals=True)
    assert status == 0 and "manifiesto" in said
    assert "nota/2026/salud/index.html" not in at.place.public()
    obstore.put(store.client(name), "web/manifest.json", b"{")
    at.write({OTHER: text})  # or it would be a way back to what somebody deleted
    status, said = at.rollback()
    assert status == 0, said
    assert "nota/2026/salud/index.html" in at.place.public()


def test_the_public_address_is_read_as_the_bucket_stores_it(bucket: Placed, office: Open) -> None:
    import obstore

    store, name = bucket
    client: Any = store.client(name)

    class Website(BaseHTTPRequestHandler):
        """Objects as they are, whatever who asks can read."""

        def do_GET(self) -> None:
            answer = obstore.get(client, f"web{self.path}")
            self.send_response(200)
            for field, value in answer.attributes.items():
                self.send_header(str(field), value)
            self.end_headers()
            self.wfile.write(bytes(answer.bytes()))

        def log_message(self, *words: object) -> None:
            pass

    one = office(store.place(name))
    with website(Website) as origin:
        one.is_at(origin)
        status, said = one.deploy()
    assert status == 0 and "El sitio público responde con esta versión." in said


def test_two_deploys_do_not_meet(
    bucket: Placed, office: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    store, name = bucket
    one = office(store.place(name))
    target = load(one.root / "newsroom.toml").targets["production"]
    with BucketLock(Bucket(target), ".pregonero/lock", datetime.now(UTC)):
        status, said = one.deploy()
        assert status == 3 and "en marcha" in said and "en 10 minutos" in said
    assert one.deploy()[0] == 0


def test_a_lock_is_kept_where_the_server_refuses_every_tag(
    bucket: Placed, office: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    import obstore
    from obstore.exceptions import PreconditionError

    store, name = bucket
    one = office(store.place(name))
    place = Bucket(load(one.root / "newsroom.toml").targets["production"])
    real = obstore.put

    def put(*words: Any, mode: Any = None, **more: Any) -> Any:
        if isinstance(mode, dict):  # as Ceph 16 does, which compares the tag with its quotes
            raise PreconditionError("412")
        return real(*words, mode=mode, **more)

    monkeypatch.setattr(obstore, "put", put)
    with BucketLock(place, ".pregonero/lock", datetime.now(UTC)) as lock:
        assert lock._put({"e_tag": lock._tag})
        real(place.store, lock.name, b"of another")
        assert not lock._put({"e_tag": lock._tag})
        assert place.get(lock.name) == b"of another"


def test_what_others_keep_in_a_bucket_is_not_replaced(bucket: Placed, office: Open) -> None:
    server, name = bucket
    one = office(server.place(name))
    store = Bucket(load(one.root / "newsroom.toml").targets["production"])
    store.put("index.html", b"De otro sitio", "text/html", "", "")
    store.put("notas.txt", b"De nadie", "text/plain", "", "")
    status, said = one.deploy()
    assert status == 3 and "index.html" in said and "prefix" in said, said
    assert store.get("index.html") == b"De otro sitio"
    store.delete(["index.html"])
    assert one.deploy()[0] == 0 and one.deploy()[0] == 0
    assert store.get("notas.txt") == b"De nadie"


def test_a_bucket_that_is_not_there_is_told(bucket: Placed, office: Open) -> None:
    store, name = bucket
    one = office(store.place(name))
    one.toml('bucket = "', 'bucket = "no')
    status, said = one.deploy()
    assert status == 3 and "no existe el almacén" in said and UNTOUCHED in said


def test_a_store_that_does_not_answer_is_told(
    bucket: Placed, office: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, name = bucket
    monkeypatch.setattr("pregonero.release.targets.bucket.RETRIES", 0)
    one = office(store.place(name))
    one.toml(store.endpoint, f"http://127.0.0.1:{free_port()}")
    status, said = one.deploy()
    assert status == 3 and "falló el almacén" in said and UNTOUCHED in said


def test_a_wrong_key_is_told(
    rclone: tuple[Store, Any], office: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, room = rclone
    (room / "cerrado").mkdir()
    one = office(store.place("cerrado"))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "otra")
    status, said = one.deploy()
    assert status == 3 and "no aceptó el acceso" in said

"""Objects in a bucket, by obstore: what can fail there told in words, and a lock made of one."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from pregonero.diagnostics import UNTOUCHED, ExternalError
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget
from pregonero.release.targets.base import PATIENCE, Busy, LockOwner, Silent, owned, owner, silence

if TYPE_CHECKING:
    from obstore.store import ClientConfig

#: Seconds between signs of life of a lock.
BEAT = 60
#: Seconds without one after which a lock is nobody's.
ABANDONED = 2 * PATIENCE
#: Times that a request is tried again.
RETRIES = 4


class Bucket:
    """The objects of a target, by their names from its prefix. All raise Outside."""

    def __init__(self, target: DeployTarget) -> None:
        from obstore.store import S3Store

        endpoint = target.endpoint
        place: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
        if target.region:
            place["region"] = target.region
        self.where = target.bucket or ""
        self._said = UNTOUCHED
        self.silence = silence()
        quiet = timedelta(seconds=self.silence)

        options: ClientConfig = {
            "allow_http": bool(endpoint and endpoint.startswith("http://")),
            "connect_timeout": quiet,
            "timeout": timedelta(seconds=PATIENCE),
        }
        # Keys come from the environment, or from the role of the machine or of the hosted job.
        place |= {
            "prefix": (target.prefix or "").strip("/") or None,
            "retry_config": {"max_retries": RETRIES, "retry_timeout": quiet},
        }
        self.store = S3Store(self.where, client_options={**options, "read_timeout": quiet}, **place)
        # While a file goes out, or is copied there, nothing comes in.
        self._patient = S3Store(self.where, client_options=options, **place)

    def get(self, name: str) -> bytes | None:
        """An object's bytes; None if it is not there."""
        import obstore

        with self._told():
            try:
                return bytes(obstore.get(self.store, name).bytes())
            except FileNotFoundError:
                return None

    def put(self, name: str, data: bytes, kind: str, cache: str, encoding: str = "") -> None:
        import obstore

        attributes = {"Content-Type": kind, "Cache-Control": cache}
        if encoding:
            attributes["Content-Encoding"] = encoding
        with self._told():
            obstore.put(self._patient, name, data, attributes=attributes)

    def copy(self, name: str, other: str) -> None:
        """Copy an object inside the bucket; nothing if it is not there."""
        import obstore

        with self._told(), suppress(FileNotFoundError):
            obstore.copy(self._patient, name, other)

    def delete(self, names: Sequence[str]) -> None:
        import obstore

        with self._told():
            for at in range(0, len(names), 1000):  # what one request takes
                with suppress(FileNotFoundError):
                    obstore.delete(self.store, list(names[at : at + 1000]))

    def names(self, root: str) -> Iterator[str]:
        """Every object under a folder."""
        import obstore

        with self._told():
            for page in obstore.list(self.store, root.rstrip("/")):
                yield from (one["path"] for one in page)

    def folders(self, root: str) -> list[str]:
        """The names of the folders in a folder."""
        import obstore

        with self._told():
            found = obstore.list_with_delimiter(self.store, root.rstrip("/"))
        return [one.rstrip("/").rpartition("/")[2] for one in found["common_prefixes"]]

    @contextmanager
    def state(self, said: str) -> Iterator[None]:
        """Inside of this a failure says that the site is in another state."""
        before, self._said = self._said, said
        try:
            yield
        finally:
            self._said = before

    @contextmanager
    def _told(self) -> Iterator[None]:
        from obstore import exceptions

        try:
            yield
        except FileNotFoundError as error:
            if "NoSuchBucket" not in str(error):
                raise
            raise self._absent() from error
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
            raise ExternalError(
                N_("el almacén {bucket} no aceptó el acceso"),
                N_("Revise las credenciales del entorno (AWS_ACCESS_KEY_ID…) y sus permisos."),
                self._said,
                bucket=self.where,
            ) from error
        except (exceptions.BaseError, OSError) as error:
            if "NoSuchBucket" in str(error):
                raise self._absent() from error
            if re.search("timed out|TimedOut", str(error)):
                raise Silent(self.where, self.silence, self._said) from error
            reason = next((line for line in str(error).splitlines() if line.strip()), "")
            raise ExternalError(
                N_("falló el almacén {bucket} ({reason})"),
                N_("Revise la red, endpoint y las credenciales, y repita."),
                self._said,
                bucket=self.where,
                reason=reason[:200],
            ) from error

    def _absent(self) -> ExternalError:
        return ExternalError(
            N_("no existe el almacén {bucket}"),
            N_("Créelo, o revise bucket y endpoint en newsroom.toml."),
            self._said,
            bucket=self.where,
        )


class BucketLock:
    """An object that whoever ships puts where none is. Its age is told by the bucket's clock.

    Where the server knows no conditions, two who begin in the same instant see it afterwards.
    """

    def __init__(self, bucket: Bucket, name: str, now: datetime) -> None:
        self.bucket, self.name = bucket, name
        self.owner = owner(now)
        #: What time it was there when the lock was taken.
        self.time: datetime | None = None
        self._mine = uuid4().hex
        self._tag: str | None = None
        self._ended = threading.Event()
        self._lost = False

    def __enter__(self) -> Self:
        import obstore

        found = self._found()
        if found is not None:
            meta, _ = found
            self._refuse_if_alive(meta)
            with self.bucket._told():
                obstore.delete(self.bucket.store, self.name)
        if not self._put("create"):
            again = self._found()
            raise Busy(again[1] if again else None, ABANDONED)
        meta, _ = self._found() or ({}, None)
        self.time = meta.get("last_modified")
        threading.Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        if not self._lost and self._is_mine():
            with suppress(ExternalError):
                self.bucket.delete([self.name])

    def held(self) -> None:
        """Raise Outside if somebody took the lock over."""
        if self._lost:
            raise Busy(None, ABANDONED)

    def _refuse_if_alive(self, meta: Any) -> None:
        age = (datetime.now(UTC) - meta["last_modified"]).total_seconds()
        if age < ABANDONED:
            found = self._found()
            raise Busy(found[1] if found else None, ABANDONED)

    def _found(self) -> tuple[Any, LockOwner | None] | None:
        import obstore

        with self.bucket._told():
            try:
                found = obstore.get(self.bucket.store, self.name)
                return found.meta, owned(bytes(found.bytes()).split(b"\n", 1)[0])
            except FileNotFoundError:
                return None

    def _put(self, mode: Any) -> bool:
        import obstore
        from obstore import exceptions

        data = self.owner.dumped() + self._mine.encode()
        with self.bucket._told():
            try:
                done = obstore.put(self.bucket.store, self.name, data, mode=mode)
            except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
                # Ceph refuses every tag, and a request tried again meets what it put itself.
                if not self._is_mine():
                    return False
                done = obstore.put(self.bucket.store, self.name, data)
            except (exceptions.NotSupportedError, NotImplementedError):
                done = obstore.put(self.bucket.store, self.name, data)
        self._tag = done["e_tag"]
        return self._is_mine()

    def _is_mine(self) -> bool:
        return (self.bucket.get(self.name) or b"").endswith(self._mine.encode())

    def _beat(self) -> None:
        with suppress(ExternalError):
            while not self._ended.wait(BEAT):
                if not self._put({"e_tag": self._tag}):
                    self._lost = True
                    return

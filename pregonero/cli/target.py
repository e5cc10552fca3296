"""A target in hand: found by its name, and kept from other deploys.

This is all of the program that is read in before a host is asked, so that the rest can be while it
makes up its answer.
"""

import os
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path

from pregonero.cli.errors import CallError
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.diagnostics import unknown
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget, Newsroom
from pregonero.release.targets.base import Driver, Work, nothing


def target_of(place: Project, name: str) -> tuple[Newsroom, DeployTarget]:
    newsroom = place.newsroom()
    target = newsroom.targets.get(name)
    if target is None:
        wrong = unknown(
            name, newsroom.targets, N_("no existe el destino «{value}» en newsroom.toml")
        )
        raise CallError(wrong.message, wrong.remedy, **dict(wrong.values))
    if os.environ.get("SITEURL"):
        target = target.model_copy(update={"url": newsroom.url})
    return newsroom, target


def room_of(place: Project, name: str) -> Path:
    room = place.cache / "targets" / name
    room.mkdir(parents=True, exist_ok=True)
    return room


def remembers(name: str, target: DeployTarget) -> str:
    """What to say of a target that keeps all it ever published; nothing if it does not."""
    if target.kind != "git" or not target.history:
        return ""
    return say(
        N_(
            "Aviso: lo que se retira sigue en la historia de la rama de «{name}» ({remote}), a la "
            "vista de quien sepa buscarla. Con history = false en [targets.{name}] la rama guarda "
            "solo la versión pública."
        ),
        name=name,
        remote=target.remote,
    )


def locked(
    driver: Driver, now: datetime, meanwhile: Work = nothing, *, looking: bool, ahead: bool = False
) -> AbstractContextManager[None]:
    """A look changes nothing and waits for nobody."""
    return nullcontext() if looking else driver.locked(now, meanwhile, ahead=ahead)

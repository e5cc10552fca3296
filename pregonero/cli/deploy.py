"""`deploy`: from the content to the public site."""

import os
import sys
from functools import cache
from typing import TYPE_CHECKING

from pregonero.cli.errors import CONTENT, CallError
from pregonero.cli.project import Project, moment
from pregonero.cli.target import locked, room_of, target_of
from pregonero.i18n import N_
from pregonero.release.targets import opened

if TYPE_CHECKING:
    from pregonero.cli.deployment import Errand


def deploy(
    place: Project,
    name: str,
    *,
    dry: bool,
    if_changed: bool,
    allow_removals: bool,
    resume: bool = False,
    keep_going: bool = False,
    uncommitted: bool = False,
) -> None:
    if uncommitted and (if_changed or os.environ.get("CI")):
        raise CallError(
            N_("--uncommitted es para una persona, no para un trabajo programado"),
            N_("Guarde los archivos en git y repita sin esa opción."),
        )
    newsroom, target = target_of(place, name)
    room, now = room_of(place, name), moment(None, newsroom)

    @cache
    def errand() -> "Errand":
        from pregonero.cli.deployment import Errand  # much, and a host has been asked by now

        return Errand(place, name, newsroom, target, now, room, keep_going)

    with (
        opened(target, room) as driver,
        locked(driver, now, lambda: errand().foresee(), looking=dry, ahead=not if_changed),
    ):
        shipped = errand().ship(
            driver,
            dry=dry,
            if_changed=if_changed,
            allow_removals=allow_removals,
            resume=resume,
            uncommitted=uncommitted,
        )
    wrong = False
    try:
        if shipped:
            errand().conclude(*shipped)
    finally:  # what waits is told even if the public site cannot be read
        if keep_going and (keeping := errand().keeping):
            wrong = keeping.report()
    if wrong:
        sys.exit(CONTENT)

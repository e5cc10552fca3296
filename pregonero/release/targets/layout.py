"""How a site lies in a folder of a machine, this one or another, and what goes on there when a
release is out.

A directory for each release, a link to the public one; beside them, by names that start with a dot,
what is being made and what is being removed.
"""

import shlex

CURRENT = "current"
RELEASES = "releases"
INCOMING = ".incoming"
LOCK = "lock"
PIN = "pin.json"
#: Starts the name of a folder of links that is being made for a release.
AHEAD = ".ahead-"
#: Starts that of the one that was made when the public release was shipped, and ends in its name.
READY = ".ready-"
#: Starts that of a folder of what is no release any more, nor to be one.
OLD = ".old-"

#: Links that came when another release was out already are nobody's: who makes a release public
#: sweeps after that, and so either finds them or is seen here.
_LATER = (
    f"now=$(readlink {CURRENT}) && new={RELEASES}/{AHEAD}$$ && old={RELEASES}/{OLD}$$ && "
    f'ready="{RELEASES}/{READY}${{now##*/}}" && umask 022 && rm -rf {RELEASES}/{OLD}* && '
    'cp -rl "$now/." "$new" && mv -T "$new" "$ready" && '
    f'{{ [ "$(readlink {CURRENT})" = "$now" ] || {{ mv -T "$ready" "$old" && rm -rf "$old"; }}; }}'
)
#: A command for the shell, from the folder of the site. To remove what is old and to make links for
#: the next release takes longer than all the rest of a deploy: nobody waits for it, nor for the
#: lock, as it is about folders that nobody else looks at. It is a shell of its own: one that a
#: session's is copied to would keep the connection open.
AFTERWARDS = f"nice sh -c {shlex.quote(_LATER)} </dev/null >/dev/null 2>&1 &"

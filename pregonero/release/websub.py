"""A word to those who subscribe: the publisher's side of WebSub (W3C Recommendation, 2018)."""

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence

#: Seconds to wait for an answer, and before each further try.
ANSWER = 10
PAUSES = (1, 3)


def announce(
    hub: str, topics: Sequence[str], sleep: Callable[[float], None] = time.sleep
) -> str | None:
    """Tell a hub that feeds changed. Gives why it could not be told, if it could not.

    Hubs take one topic a request for certain, and many take more: all go in one, as pairs.
    """
    if not topics:
        return None
    told = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]
    data = urllib.parse.urlencode(told).encode()
    failed = ""
    for pause in (*PAUSES, None):
        request = urllib.request.Request(hub, data, {"User-Agent": "Pregonero"})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=ANSWER):  # noqa: S310
                return None
        except urllib.error.HTTPError as error:
            failed = f"{error.code} {error.reason}"
            if error.code < 500 and error.code != 429:
                return failed
        except (OSError, ValueError) as error:
            failed = str(getattr(error, "reason", "") or error)
        if pause is not None:
            sleep(pause)
    return failed

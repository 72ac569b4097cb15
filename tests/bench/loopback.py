"""Load goes against this machine and no other."""

from urllib.parse import urlsplit


class NotLoopback(Exception):
    """The address is not one of this machine."""


def loopback(url: str) -> str:
    """Returns scheme, host and port of an address on the loopback interface; refuses every other one.

    By name, not by what a name resolves to: a name that leads here today may lead elsewhere tomorrow.
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "localhost", "::1"} or parts.username:
        raise NotLoopback(
            f"Load only goes against this machine: http://127.0.0.1:…, http://localhost:… or http://[::1]:…, not {url}. "
            "Nothing was sent."
        )
    return f"{parts.scheme}://{parts.netloc}"

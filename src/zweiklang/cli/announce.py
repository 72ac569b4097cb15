"""`python -m zweiklang.cli.announce URL TEXT` prints TEXT once the web server answers at URL.

A process of its own, because the server's main process forks its workers and must not run threads then.
"""

import http.client
import sys
import time
from urllib.parse import urlsplit

_PATIENCE = 60.0


def main(url: str, text: str) -> None:
    """TEXT stands on standard output as soon as any HTTP answer came; nothing is printed if none comes."""
    parts = urlsplit(url)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            connection.request("HEAD", "/", headers={"Host": parts.netloc})
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            sys.stdout.write(text + "\n")
            return
        finally:
            connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

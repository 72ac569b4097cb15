"""Serves the component gallery without a database, for test_behaviours.py. Writes its port, ends with its parent's pipe."""

import os
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ |= {
    "ZWEIKLANG_DEMO": "1",
    "ZWEIKLANG_DEBUG": "1",
    "DJANGO_SETTINGS_MODULE": "zweiklang.config.settings",
}


class QuietHandler(WSGIRequestHandler):
    """Does not write a line per request."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


class ThreadedServer(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as a browser sends them."""

    daemon_threads = True


def main() -> None:
    """Serves until standard input is closed."""
    from zweiklang.config.wsgi import application

    server = make_server("127.0.0.1", 0, application, server_class=ThreadedServer, handler_class=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()

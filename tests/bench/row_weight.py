"""Row 8: what goes over the wire for a first visit (page, style, script, icons, all fonts of the style) and for each later one (the page)."""

import re
from importlib.metadata import requires
from typing import Protocol
from urllib.parse import urljoin

from tests.bench.serving import Answer, files_of
from tests.bench.table import Figure, at_most, key

FIRST, LATER = 250, 40
# Brotli comes into this environment with a tool (locust). What is measured is what an installation of the product alone serves.
ENCODINGS = (
    "br, gzip" if any(one.lower().startswith("brotli") for one in requires("zweiklang") or ()) else "gzip"
)


class Server(Protocol):
    """What answers."""

    def get(self, path: str, *, cookies: str = "", encodings: str = ENCODINGS) -> Answer:
        """Returns the answer to a GET."""


def figures(server: Server, pages: dict[str, tuple[str, str]]) -> list[Figure]:
    """Returns figures for pages (name: address, cookies). Of a font, what a browser loads counts: all weights that have a sign of the page."""
    found: list[Figure] = []
    for name, (path, cookies) in pages.items():
        answer = server.get(path, cookies=cookies, encodings=ENCODINGS)
        plain = server.get(path, cookies=cookies, encodings="identity").body.decode()
        sizes = {file: server.get(file, encodings=ENCODINGS).size for file in _all_files(server, plain)}
        first = answer.size + sum(sizes.values())
        encoding = answer.encoding or "not compressed"
        note = f"{len(sizes)} files; the page is {encoding}: {answer.size / 1000:.1f} of {len(plain.encode()) / 1000:.1f} kB"
        found.append(
            at_most(
                f"weight.first.{key(name)}", 8, f"first visit, {name}", first / 1000, "kB", FIRST, note=note
            )
        )
        found.append(
            at_most(f"weight.later.{key(name)}", 8, f"later visit, {name}", answer.size / 1000, "kB", LATER)
        )
    return found


def _all_files(server: Server, page: str) -> list[str]:
    files = files_of(page)
    fonts: list[str] = []
    for style in (file for file in files if file.split("?")[0].endswith(".css")):
        css = server.get(style, encodings="identity").body.decode()
        for block in re.findall(r"@font-face\s*{[^}]*}", css):
            address = re.search(r"url\([\"']?([^\"')]+)", block)
            if address and "data:" not in address[1] and has_sign_of(page, block):
                fonts.append(urljoin(style, address[1]))
    return list(dict.fromkeys([*files, *fonts]))


def has_sign_of(page: str, font_face: str) -> bool:
    """True if one of the page's signs lies in the font's unicode-range: only then it is fetched. True as well for a font without one."""
    said = re.search(r"unicode-range:([^;}]+)", font_face)
    if said is None:
        return True
    ranges = [one.strip()[2:].split("-") for one in said[1].split(",")]
    return any(int(one[0], 16) <= ord(sign) <= int(one[-1], 16) for sign in set(page) for one in ranges)

"""Row 8: what goes over the wire for a first visit (page, style, script, icons, all fonts of the style) and for each later one (the page)."""

import re
from urllib.parse import urljoin

from tests.bench.serving import Served, files_of
from tests.bench.table import Figure

FIRST, LATER = 250_000, 40_000


def figures(server: Served, pages: dict[str, tuple[str, str]]) -> list[Figure]:
    """Returns figures for pages (name: address, cookies). Fonts count all weights the Latin text of a page can ask for."""
    found: list[Figure] = []
    for name, (path, cookies) in pages.items():
        answer = server.get(path, cookies=cookies)
        plain = server.get(path, cookies=cookies, encodings="identity").body.decode()
        sizes = {file: server.get(file).size for file in _all_files(server, plain)}
        first = answer.size + sum(sizes.values())
        encoding = answer.encoding or "not compressed"
        note = f"{len(sizes)} files; the page is {encoding}: {answer.size / 1000:.1f} of {len(plain.encode()) / 1000:.1f} kB"
        found.append(_figure(f"first visit, {name}", first, FIRST, note))
        found.append(_figure(f"later visit, {name}", answer.size, LATER, ""))
    return found


def _all_files(server: Served, page: str) -> list[str]:
    files = files_of(page)
    fonts: list[str] = []
    for style in (file for file in files if file.split("?")[0].endswith(".css")):
        css = server.get(style, encodings="identity").body.decode()
        for block in re.findall(r"@font-face\s*{[^}]*}", css):
            # Other scripts than Latin are loaded only where a page contains them.
            address = re.search(r"url\([\"']?([^\"')]+)", block)
            if address and "latin-ext" not in address[1] and "data:" not in address[1]:
                fonts.append(urljoin(style, address[1]))
    return list(dict.fromkeys([*files, *fonts]))


def _figure(name: str, size: int, most: int, note: str) -> Figure:
    return Figure(
        8, name, f"{size / 1000:.1f} kB", "", size / most, f"≤ {most // 1000} kB", size <= most, note
    )

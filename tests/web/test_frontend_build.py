"""What the browser gets: sizes, fonts, and no host in the lock file."""

import gzip
import json
import re

from tests.web.pages import BUILD, ROOT, built, page

FIRST_VISIT = 250_000
LATER_VISIT = 40_000


def compressed(name: str) -> int:
    return len(gzip.compress(built(name).read_bytes(), 9))


def test_first_visit_is_light() -> None:
    fonts = sum(
        built(f"fonts/fira-sans-{weight}-latin.woff2").stat().st_size for weight in ("regular", "semibold")
    )
    html = len(
        gzip.compress(
            page(
                "web/pages/help.html",
                {"operator_address": "", "operator_email": "", "security_contact": ""},
            ).encode()
        )
    )
    total = html + fonts + sum(compressed(name) for name in ("style.css", "main.js", "icons.svg"))
    assert 50_000 < total <= FIRST_VISIT
    assert html <= LATER_VISIT


def test_style_sheet_asks_only_for_files_that_are_there() -> None:
    asked = {
        url
        for url in re.findall(r'url\("?([^)"]+)"?\)', built("style.css").read_text())
        if not url.startswith("data:")
    }
    assert len(asked) >= 4
    assert [url for url in asked if not (BUILD / url).exists()] == []


def test_german_letters_are_in_the_latin_font() -> None:
    ranges = re.findall(r"unicode-range:([^;}]+)", built("style.css").read_text())
    spans = [part.removeprefix("U+").split("-") for part in ranges[0].replace(" ", "").split(",")]
    covered = [(int(span[0], 16), int(span[-1], 16)) for span in spans]
    assert [c for c in "ÄÖÜäöüßẞ„“–…€§·›ığşčłő" if not any(a <= ord(c) <= b for a, b in covered)] == []


def test_script_does_not_evaluate_text_of_ours() -> None:
    for path in sorted((ROOT / "frontend" / "src").glob("*.js")):
        assert not re.search(
            r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", path.read_text()
        ), path.name


def test_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []

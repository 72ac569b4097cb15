"""Where browsers reach the live line: one origin that can stand in the content security policy, or none."""

import os
import subprocess
import sys

import pytest

from zweiklang.config.declared import read_settings


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", ""),
        ("https://live.example", "https://live.example"),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8001"),
    ],
)
def test_an_origin_is_taken(monkeypatch: pytest.MonkeyPatch, url: str, found: str) -> None:
    monkeypatch.setenv("ZWEIKLANG_LIVE_URL", url)
    assert read_settings().live_url == found


@pytest.mark.parametrize(
    "url",
    [
        "live.example",
        "ftp://live.example",
        "https://live.example/path",
        "https://live.example?q",
        "https://a.example https://b.example",
        "https://a.example;script-src *",
        "https://*",
        "https://user@live.example",
        "https://",
    ],
)
def test_what_would_open_more_than_one_origin_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ZWEIKLANG_LIVE_URL", url)
    with pytest.raises(ValueError, match="ZWEIKLANG_LIVE_URL"):
        read_settings()


def test_pages_may_connect_to_that_origin_and_to_no_other() -> None:
    program = "from zweiklang.config.settings import SECURE_CSP; print(*SECURE_CSP['connect-src'])"
    environment = {**os.environ, "ZWEIKLANG_LIVE_URL": "https://live.example"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["'self'", "https://live.example"]

"""No secret, no host of another registry and no folder of a machine lies in the tree or in any line that was ever added."""

import subprocess

import pytest
from tools import secrets_scan as scan

from tests.architecture.sources import ROOT

in_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout of git")
RANDOM = "q7Zp2Xv9LmR4tB8s" + "Kd3Wf6Yh1Nc5Gj0"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("-----BEGIN RSA PRIVATE " + "KEY-----\\nMIIE", "private key"),
        ("aws = 'AKIA" + "IOSFODNN7ABCDEFG'", "key of Amazon"),
        ("ghp_" + RANDOM + "abcd", "token of GitHub"),
        ("pypi-AgE" + RANDOM * 2, "token of PyPI"),
        ("xoxb-" + "123456789012-abcdef", "token of Slack"),
        (f"eyJ{RANDOM}.eyJ{RANDOM}.{RANDOM}", "signed token"),
        ("DATABASE_URL=postgresql://zweiklang:Kj8fQ2" + "xLp9@db.intern.hessen.de/z", "password in an address"),
        (f'SECRET_KEY = "{RANDOM}"', "given secret"),
        (f"api_key: '{RANDOM}'", "given secret"),
        ("index-url = https://pypi.fir" + "ma.de/simple", "registry"),
        ("https://artifact" + "ory.example.com/api/npm", "registry"),
        ("cd /ho" + "me/anna/zweiklang", "folder of a machine"),
    ],
)  # fmt: skip
def test_each_kind_is_recognised(line: str, what: str) -> None:
    assert what in scan.secrets_in(line)


@pytest.mark.parametrize(
    "line",
    [
        'SECRET_KEY = os.environ["ZWEIKLANG_SECRET_KEY"]',
        'token = "a-word-that-says-what-it-is-about"',
        "postgresql://user:password@host:5432/zweiklang",
        "smtp://user:password@host.example:587",
        "https://pypi.org/simple",
        "https://registry.npmjs.org/htmx.org",
        "password: str = forms.CharField()",
    ],
)
def test_what_is_no_secret_is_left_alone(line: str) -> None:
    assert scan.secrets_in(line) == []


def test_a_lock_that_fetches_elsewhere_is_seen() -> None:
    ours = 'source = { registry = "https://pypi.org/simple" }\n"resolved": "https://registry.npmjs.org/x"'
    assert scan.of_locks(ours) == set()
    assert scan.of_locks('{ url = "https://mirror.example/x.whl" }') == {"mirror.example"}


@in_git
def test_the_tree_has_none() -> None:
    assert list(scan.in_tree()) == []


@in_git
@pytest.mark.slow
def test_the_history_has_none() -> None:
    shallow = subprocess.run(
        ["git", "rev-list", "--count", "--all"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(shallow.stdout) > 0
    assert list(scan.in_history()) == []


def test_exceptions_are_of_files_that_exist() -> None:
    assert [path for path, _ in scan.OF_TESTS if not (ROOT / path).exists()] == []

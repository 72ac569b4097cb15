"""Looks for secrets, hosts of other registries and folders of one machine in the tree and in every line ever added: `python -m tools.secrets_scan`.

Secrets are recognised by their shape (keys and tokens of known makers, private keys, passwords in addresses, long random values given to something
called a secret). What only looks like one stands in ALLOWED with a reason.
"""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Written in pieces, so that this file does not find itself.
KNOWN = {
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE " + r"KEY-----\s*[A-Za-z0-9+/=\\]",
    "key of Amazon": r"\b(?:AKIA|ASIA)" + r"[0-9A-Z]{16}\b",
    "token of GitHub": r"\b(?:ghp|gho|ghs|ghu|github_pat)" + r"_[A-Za-z0-9_]{30,}",
    "token of GitLab": r"\bglpat" + r"-[A-Za-z0-9_-]{20,}",
    "token of PyPI": r"\bpypi" + r"-AgE[A-Za-z0-9_-]{40,}",
    "token of npm": r"\bnpm" + r"_[A-Za-z0-9]{36}\b",
    "token of Slack": r"\bxox" + r"[abprs]-[A-Za-z0-9-]{10,}",
    "key of Google": r"\bAIza" + r"[A-Za-z0-9_-]{35}\b",
    "key of Stripe": r"\b[sr]k_live" + r"_[A-Za-z0-9]{20,}",
    "signed token": r"\beyJ" + r"[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}",
    "password in an address": r"\b[a-z][a-z0-9+]{2,}://[^\s/:@\"'{}<>$]+:(?P<word>[^\s/@\"'{}<>$]{6,})"
    + r"@[\w.-]+\.[a-z]{2,}",
}
GIVEN = re.compile(
    r"(?i)(?:secret|token|passw|api_?key|private_?key)\w*[\"']?\s*[:=]\s*[\"'](?P<word>[A-Za-z0-9+/=_-]{20,})[\"']"
)
# Registries other than the public ones name somebody's network.
REGISTRY = re.compile(
    r"(?i)https?://[\w.-]*(?:artifactory|nexus|devpi|verdaccio|pypi\.(?!org\b|python\.org\b)[\w-]+|npm\.(?!im\b|community\b)[\w-]+\.)[\w.-]*"
)
LOCKED = re.compile(r"(?:registry = |url = |\"resolved\": )\"https?://([\w.-]+)")
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org", "registry.npmjs.org"}
MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(["home/[a-z]+", "Users/[A-Za-z]+"]) + r")/[\w.]")
LEAST_BITS = 3.6
ALLOWED = {
    # Words of documents and tests that are examples on their face.
    "password in an address": re.compile(r"example|password|passwort|geheim|secret|kennwort|hunter", re.I),
    "given secret": re.compile(r"example|test|demo|only|fake|gefälscht|xxxx|0123456789|abcdef", re.I),
}
# Random on purpose, and used by nothing but the tests of that file.
OF_TESTS = {
    ("tests/exchange/video/server.py", "given secret"): "the stand-in for BigBlueButton shares it with us",
    ("tests/security/test_secrets.py", "registry"): "a sample of this very rule",
    ("tests/journeys/stage.py", "given secret"): "signs the sessions of one run",
}
GENERATED = ("uv.lock", "package-lock.json", ".min.js", ".svg", ".xml")


def bits(text: str) -> float:
    """Returns the Shannon entropy of the text's characters in bits: random ones have four and more, words have less."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def secrets_in(line: str) -> list[str]:
    """Returns what a line of text looks like: names of KNOWN, "given secret", "registry", "folder of a machine"."""
    found = []
    for name, pattern in KNOWN.items():
        one = re.search(pattern, line)
        if one and not (name in ALLOWED and ALLOWED[name].search(one[0])):
            found.append(name)
    given = GIVEN.search(line)
    random = given and bits(given["word"]) >= LEAST_BITS and any(c.isdigit() for c in given["word"])
    if random and not ALLOWED["given secret"].search(line):
        found.append("given secret")
    if REGISTRY.search(line):
        found.append("registry")
    if MACHINE.search(line):
        found.append("folder of a machine")
    return found


def of_locks(text: str) -> set[str]:
    """Returns the hosts that a lock file fetches from and that are no public registry."""
    return set(LOCKED.findall(text)) - PUBLIC_HOSTS


def in_tree() -> Iterator[str]:
    """Yields "path:line what" for each file that git knows."""
    for name in _git("ls-files", "-z").split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        data = path.read_bytes()
        if b"\0" in data[:8000]:
            continue
        text = data.decode(errors="replace")
        if name.endswith(("uv.lock", "package-lock.json")):
            yield from (f"{name} fetches from {host}" for host in sorted(of_locks(text)))
        elif not name.endswith(GENERATED):
            for number, line in enumerate(text.splitlines(), 1):
                yield from (f"{name}:{number} {what}" for what in _told(line, name))


def in_history() -> Iterator[str]:
    """Yields "commit path what" for each line that was ever added, also where it is gone again."""
    commit = path = ""
    for line in _git(
        "log", "--all", "-p", "-U0", "--no-color", "--no-ext-diff", "--format=commit %h"
    ).splitlines():
        if line.startswith("commit "):
            commit = line[7:]
        elif line.startswith("+++ "):
            path = line[6:]
        elif line.startswith("+") and not path.endswith(GENERATED):
            yield from (f"{commit} {path} {what}" for what in _told(line[1:], path))


def _told(line: str, path: str) -> list[str]:
    return [what for what in secrets_in(line) if (path, what) not in OF_TESTS]


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")


if __name__ == "__main__":
    findings = sorted({*in_tree(), *in_history()})
    print("\n".join(findings) or "No secret, no foreign registry, no folder of a machine.")
    sys.exit(bool(findings))

"""A running OpenID provider (npm: oidc-provider, certified), and a browser's part in signing in with it."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.cli.processes import free_port

HERE = Path(__file__).resolve().parent
NODE_OF_BOOTSTRAP = HERE.parent.parent / ".tools" / "node" / "bin"
SITE = "http://testserver"
LONGEST_START = 60.0
SECRET = "said by nobody but this client"
URN = "urn:schulconnex:de"
STYLES = {
    "plain": ["openid", "profile", "email"],
    "schulconnex": ["openid", "person-info"],
    "vidis": ["openid", "vidis", "email"],
}
ACCOUNTS: dict[str, dict[str, Any]] = {
    "anna": {
        "given_name": "Anna Maria",
        "family_name": "Kern",
        "email": "anna.kern@schule.example",
        "email_verified": True,
        "role": "Lehr",
        "school_number": "6270",
        f"{URN}:person:name:rufname": "Anna",
        f"{URN}:personenkontext:rolle": "LEHR",
        f"{URN}:personenkontext:organisation:kennung": "HE_6270",
        "vidis": {
            "version": "1.0.0",
            "pid": "d3febc7d-14ed-323f-b361-34d07527cdc0",
            "heimatorganisation": {"id": "DE-HE-Test", "name": "Testportal", "bundesland": "DE-HE"},
            "person": {"name": {"familienname": "Kern", "vorname": "Anna"}},
            "personenkontexte": [
                {"organisation": {"orgid": "1", "kennung": "HE_6270", "typ": "SCHULE"}, "rolle": "LEHR"}
            ],
        },
    },
    "bela": {"given_name": "Bela", "family_name": "Roth", "role": "lern", "school_number": "627000"},
}


@dataclass(slots=True)
class Peer:
    """The provider; `url` is its issuer."""

    url: str
    process: subprocess.Popen[str]
    browsers: list[requests.Session] = field(default_factory=list)

    def sits(self, account: str) -> None:
        """At the keyboard sits this account from now on."""
        self._post("/peer/account", {"sub": account})

    def signs(self, claims: dict[str, Any], typ: str = "JWT") -> str:
        """Returns a token with these claims, signed with the provider's own key."""
        return str(self._post("/peer/sign", {"claims": claims, "typ": typ})["token"])

    def captured(self) -> list[str]:
        """Returns the logout tokens it has sent to itself, oldest first."""
        answer: list[str] = requests.get(f"{self.url}/peer/captured", timeout=5).json()
        return answer

    def browser(self) -> requests.Session:
        """Returns a browser that knows nothing yet."""
        session = requests.Session()
        self.browsers.append(session)
        return session

    def walk(self, address: str, *, site: str = SITE, browser: requests.Session | None = None) -> str:
        """Returns the address with which the provider sends the browser back to the site."""
        browser = browser or self.browser()
        for _ in range(10):
            answer = browser.get(address, allow_redirects=False, timeout=5)
            assert answer.is_redirect, answer.text[:2000]
            address = requests.compat.urljoin(address, answer.headers["Location"])
            if address.startswith(site):
                return address
        raise AssertionError("the provider sends the browser in circles")

    def _post(self, path: str, data: dict[str, Any]) -> dict[str, Any]:
        answer = requests.post(f"{self.url}{path}", json=data, timeout=5)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said


def client(key: str, *, site: str = SITE, **more: Any) -> dict[str, Any]:
    """Returns what the provider knows of us for the service of that key."""
    return {
        "client_id": f"zweiklang-{key}",
        "client_secret": SECRET,
        "redirect_uris": [f"{site}/konto/schule/{key}/zurueck/"],
        "post_logout_redirect_uris": [f"{site}/konto/login/"],
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "backchannel_logout_session_required": True,
        **more,
    }


@contextmanager
def running(clients: list[dict[str, Any]], port: int | None = None) -> Iterator[Peer]:
    """Inside the block the provider runs with these clients and our accounts."""
    port = port or free_port()
    with tempfile.TemporaryDirectory() as folder:
        setup = Path(folder) / "setup.json"
        setup.write_text(json.dumps({"clients": clients, "accounts": ACCOUNTS, "key": _new_key()}))
        process = subprocess.Popen(
            [_node(), "oidc.mjs", str(port), str(setup)],
            cwd=HERE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        # Who says nothing for so long is ended: that fails, where waiting for a line would go on for ever.
        impatient = threading.Timer(LONGEST_START, process.kill)
        impatient.start()
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n", "the provider does not start"
            impatient.cancel()
            yield Peer(f"http://127.0.0.1:{port}", process)
        finally:
            impatient.cancel()
            process.terminate()
            process.wait(10)


def _new_key() -> dict[str, Any]:
    """Returns a private key of the provider's own."""
    made = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 2048), as_dict=True)
    return {name: value for name, value in made.items() if name != "key_ops"}


@pytest.fixture(scope="session")
def peer() -> Iterator[Peer]:
    """One provider for all tests of a process, with a client for each style of claims."""
    port = free_port()
    capture = f"http://127.0.0.1:{port}/peer/capture"
    clients = [
        client("plain", backchannel_logout_uri=capture),
        client("schulconnex"),
        client("vidis", subject_type="pairwise", id_token_signed_response_alg="RS256"),
        client("foreign"),
    ]
    with running(clients, port) as provider:
        yield provider


def _node() -> str:
    """Returns the program; tools/bootstrap.py --peers has installed the packages."""
    assert (HERE / "node_modules").is_dir(), "run `python3 tools/bootstrap.py --peers` first (make does)"
    found = shutil.which("node", path=f"{os.environ.get('PATH', '')}{os.pathsep}{NODE_OF_BOOTSTRAP}")
    assert found, "there is no Node"
    return found


def path_of(address: str) -> str:
    """Returns path and query of an address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def soon() -> dict[str, int]:
    """Returns `iat` and `exp` of a token made now."""
    return {"iat": int(time.time()), "exp": int(time.time()) + 120}

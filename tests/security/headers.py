"""What every answer of ours must say to a browser, and what is wrong with one that does not."""

import re
from collections.abc import Mapping
from email.message import Message

NOTHING_FOREIGN = {"'none'", "'self'"}
PUBLIC_PATHS = re.compile(r"^/static/")


def directives(policy: str) -> dict[str, set[str]]:
    """Returns the sources of a content security policy by directive."""
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: set(sources) for name, *sources in parts}


def faults(headers: Mapping[str, str] | Message, path: str, *, https: bool) -> list[str]:
    """Returns what an answer lacks, as sentences; an empty list for one that is as it must be."""
    found = [*_of_policy(str(headers.get("Content-Security-Policy", "")))]
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("the browser may guess the type")
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        found.append("other sites learn the address")
    if headers.get("Cross-Origin-Opener-Policy") != "same-origin":
        found.append("another site's window keeps a handle on ours")
    if headers.get("Cross-Origin-Resource-Policy") != "same-origin":
        found.append("another site may show what is ours")
    if "camera=()" not in str(headers.get("Permissions-Policy", "")):
        found.append("a script may ask for the camera")
    if https and not str(headers.get("Strict-Transport-Security", "")).startswith("max-age=31536000"):
        found.append("nothing holds the browser to https")
    return found + _of_caching(str(headers.get("Cache-Control", "")), path)


def _of_policy(policy: str) -> list[str]:
    known = directives(policy)
    if not known:
        return ["there is no content security policy"]
    found = [] if known.get("default-src") == {"'none'"} else ["what no directive names is allowed"]
    for name in ("object-src", "script-src", "style-src", "worker-src"):
        if not known.get(name, known["default-src"]) <= NOTHING_FOREIGN:
            found.append(f"{name} allows {known.get(name)}")
    if "sandbox" not in known:
        # These three do not follow from default-src.
        for name, wanted in (
            ("frame-ancestors", {"'none'"}),
            ("base-uri", {"'none'"}),
            ("form-action", {"'self'"}),
        ):
            if known.get(name) != wanted:
                found.append(f"{name} is {known.get(name)}")
    return found


def _of_caching(control: str, path: str) -> list[str]:
    if PUBLIC_PATHS.match(path):
        return []
    if not control:
        return ["it says nothing of caches"]
    return (
        []
        if {"no-store", "private"} & set(re.split(r"[\s,]+", control))
        else [f"a proxy may keep it: {control}"]
    )


def faults_of_cookie(line: str, *, https: bool) -> list[str]:
    """Returns what is wrong with a Set-Cookie header."""
    first, *rest = (part.strip() for part in line.split(";"))
    attributes = {part.partition("=")[0].lower(): part.partition("=")[2] for part in rest}
    name = first.partition("=")[0]
    found = [] if attributes.get("samesite") in {"Lax", "Strict"} else [f"{name} goes along from other sites"]
    if "httponly" not in attributes:
        found.append(f"a script may read {name}")
    if https and "secure" not in attributes:
        found.append(f"{name} goes along without https")
    if https and name.startswith("__Host-") and (attributes.get("path") != "/" or "domain" in attributes):
        found.append(f"the browser would refuse {name}")
    if https and name.endswith(("_session", "_csrf")) and not name.startswith("__Host-"):
        found.append(f"another host below the domain may set {name}")
    return found

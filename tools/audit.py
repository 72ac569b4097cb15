"""Asks the registries whether a version we have locked is known to be vulnerable: `make audit`.

Python by pip-audit (PyPI's advisories), the front end by `npm audit`. Ends with 0 where nothing is known, with 1 where something is that
tools/audit.toml does not allow, and with 2 where a service could not be asked: what was not asked is not called safe.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tools import bootstrap

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = ROOT / "tools" / "audit.toml"
PIP_AUDIT = "pip-audit>=2.9,<3"
SECONDS = 300
CLEAN, KNOWN, NOT_ASKED = 0, 1, 2


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A locked version with a known vulnerability. `fixed`: the versions without it, or what there is to say instead."""

    package: str
    version: str
    advisory: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """An advisory that does not concern us, why, and the last day on which that is believed without looking again."""

    advisory: str
    package: str
    reason: str
    until: date


class NotAsked(Exception):
    """The service did not answer, or not with what we can read."""


def of_python(answer: str) -> list[Finding]:
    """Returns what pip-audit's JSON reports; raises NotAsked for anything else, and where it has skipped a package."""
    found = []
    for one in _list(answer, "dependencies"):
        if "skip_reason" in one:
            raise NotAsked(f"{one.get('name')} was not looked at: {one['skip_reason']}")
        for known in one.get("vulns", []):
            fixed = ", ".join(known.get("fix_versions", [])) or "nothing yet"
            found.append(Finding(one["name"], one["version"], known["id"], fixed))
    return sorted(set(found))


def of_npm(answer: str) -> list[Finding]:
    """Returns what `npm audit --json` reports; raises NotAsked for anything else."""
    said = _read(answer)
    if "vulnerabilities" not in said or "error" in said:
        raise NotAsked(str(said.get("message") or said.get("error") or "npm answered something else"))
    found = []
    for package, known in said["vulnerabilities"].items():
        fixed = "there is a fix" if known.get("fixAvailable") else "nothing yet"
        for via in known.get("via", []):
            if isinstance(via, dict):  # a name alone repeats what stands at that package
                advisory = str(via.get("url", "")).rpartition("/")[2] or str(via.get("source"))
                found.append(Finding(package, str(known.get("range", "")), advisory, fixed))
    return sorted(set(found))


def allowances(text: str) -> list[Allowance]:
    """Returns what the file allows; raises ValueError for an entry without a reason or a day."""
    entries = tomllib.loads(text).get("allowed", [])
    found = []
    for one in entries:
        reason, until = str(one.get("reason", "")).strip(), one.get("until")
        if not reason or type(until) is not date:
            raise ValueError(
                f"{one.get('advisory')}: a reason and a last day (until = 2027-01-31) are needed"
            )
        found.append(Allowance(str(one["advisory"]), str(one["package"]), reason, until))
    return found


def judged(
    findings: Iterable[Finding], allowed: Sequence[Allowance], today: date
) -> tuple[list[Finding], list[str]]:
    """Returns the findings that nothing allows today, and what to say about the allowances: used, over, or for nothing."""
    by_key = {(one.advisory, one.package): one for one in allowed}
    left, words, met = [], [], set()
    for finding in findings:
        one = by_key.get((finding.advisory, finding.package))
        if one is not None:
            met.add(one)
            words.append(
                f"{one.advisory} {one.package}: allowed until {one.until}: {one.reason}"
                if one.until >= today
                else f"{one.advisory} {one.package}: was allowed until {one.until}, look again"
            )
        if one is None or one.until < today:
            left.append(finding)
    words += [
        f"{one.advisory} {one.package}: is not found any more, remove it" for one in allowed if one not in met
    ]
    return left, words


def ask_python() -> list[Finding]:
    """Returns what is known about the versions in uv.lock, tools included."""
    uv = bootstrap.find_uv() or bootstrap.install_uv()
    wanted = _run([uv, "export", "--frozen", "--no-hashes", "--no-emit-project", "--quiet"])
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(wanted)
        file.flush()
        options = (
            "--no-deps",
            "--disable-pip",
            "--format",
            "json",
            "--progress-spinner",
            "off",
            "-r",
            file.name,
        )
        return of_python(_run([uv, "tool", "run", "--from", PIP_AUDIT, "pip-audit", *options]))


def ask_npm() -> list[Finding]:
    """Returns what is known about the versions in frontend/package-lock.json."""
    uv = bootstrap.find_uv() or bootstrap.install_uv()
    npm = f"{bootstrap.find_node() or bootstrap.install_node(uv)}/npm"
    return of_npm(_run([npm, "audit", "--json", "--package-lock-only"], cwd=ROOT / "frontend"))


def _run(command: list[str], *, cwd: Path = ROOT) -> str:
    """Returns what the program printed; both audits end with 1 where they find something, so only silence is a failure."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NotAsked(f"{Path(command[0]).name}: {problem}") from problem
    if not done.stdout.strip():
        raise NotAsked(done.stderr.strip()[-500:] or f"{Path(command[0]).name} said nothing")
    return done.stdout


def _read(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except ValueError as problem:
        raise NotAsked("the answer is no JSON") from problem
    if not isinstance(said, dict):
        raise NotAsked("the answer is none of an audit")
    return said


def _list(answer: str, key: str) -> list[dict[str, Any]]:
    found = _read(answer).get(key)
    if not isinstance(found, list) or not found:
        raise NotAsked("nothing was looked at")
    return found


def main() -> int:
    """Prints what is known and returns the exit code."""
    findings, silent = [], []
    for name, ask in (("Python", ask_python), ("front end", ask_npm)):
        try:
            found = ask()
            print(f"{name}: {len(found)} known")
            findings += found
        except NotAsked as problem:
            silent.append(name)
            print(f"{name}: NOT ASKED. {problem}")
    left, words = judged(findings, allowances(ALLOWED.read_text()), datetime.now(UTC).date())
    if silent:  # an allowance of what was not asked is not out of date
        words = [word for word in words if "not found any more" not in word]
    print("\n".join([*words, *(f"{f.package} {f.version}: {f.advisory}, fixed in {f.fixed}" for f in left)]))
    return KNOWN if left else NOT_ASKED if silent else CLEAN


if __name__ == "__main__":
    sys.exit(main())

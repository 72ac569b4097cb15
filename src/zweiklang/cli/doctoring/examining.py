"""All checks, in the order in which one would mend what they find."""

import os
from collections.abc import Iterable, Iterator

from zweiklang.cli.doctoring import database, own, protection, surroundings, work
from zweiklang.cli.doctoring.findings import Check, Finding, fails, warns
from zweiklang.cli.environment import var_dir

# The most connections of a process: its pages and its counting of attempts (config/shaping.py, people/shared_cache.py).
PER_PROCESS = 8 + 4
LIVE_PORT = 8001


def of_the_installation() -> dict[str, Check]:
    """Returns the checks that need no database."""
    from django.conf import settings

    port = int(os.environ.get("LIVE_PORT") or LIVE_PORT)
    return {
        "versions": own.versions,
        "mode": lambda: own.mode(settings),
        "secret-key": lambda: own.secret_key(settings),
        "disk": lambda: own.disk(var_dir()),
        "clock-source": own.clock_source,
        "push-key": surroundings.push_key,
        "storage": surroundings.storage,
        "scanner": surroundings.scanner,
        "mail": surroundings.mail,
        "certificates": surroundings.certificates,
        "site": surroundings.site,
        "live": lambda: surroundings.live(port),
        "backup": lambda: work.backup(var_dir()),
    }


def of_the_server() -> dict[str, Check]:
    """Returns the checks that ask the database server."""
    processes = min(os.cpu_count() or 1, 4)
    return {
        "database-version": database.version,
        "durability": database.durability,
        "connections": lambda: database.connections(processes=processes, per_process=PER_PROCESS),
        "clocks": database.clock,
        "database-size": database.size,
        "extensions": protection.extensions,
        "roles": protection.roles,
    }


def of_the_tables() -> dict[str, Check]:
    """Returns the checks that look into the tables."""
    return {
        "migrations": protection.migrations,
        "row-security": protection.row_security,
        "triggers": protection.triggers,
        "constraints": protection.validity,
        "cache": database.cache,
        "queue": work.queue,
        "sign-in services": surroundings.certificates_of_services,
    }


def examine() -> list[Finding]:
    """Returns what all checks found. One that cannot be carried out is a finding too."""
    found = [database.reachable()]
    if not found[0].ok:
        found += _left_out([*of_the_server(), *of_the_tables()], "the database does not answer", "database")
    else:
        found += _carried_out(of_the_server())
        if empty := database.has_tables():
            left = [name for name in of_the_tables() if name != empty.name]
            found += [empty, *_left_out(left, "there are no tables", empty.name)]
        else:
            found += _carried_out(of_the_tables())
    return found + list(_carried_out(of_the_installation()))


def _left_out(names: Iterable[str], why: str, see: str) -> Iterator[Finding]:
    return (warns(name, f"Not looked at: {why}.", f"See `{see}`.") for name in names)


def _carried_out(checks: dict[str, Check]) -> Iterator[Finding]:
    for name, check in checks.items():
        try:
            answer = check()
            found: Iterable[Finding] = [answer] if isinstance(answer, Finding) else list(answer)
        except Exception as error:
            # Text of an error may hold a password or an address of somebody.
            found = [
                fails(name, f"It could not be looked at ({_kind(error)}).", "See the checks before this one.")
            ]
        yield from found


def _kind(error: BaseException) -> str:
    return type(error.__cause__ or error).__name__

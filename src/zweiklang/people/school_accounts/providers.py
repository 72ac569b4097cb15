"""The sign-in services this installation trusts: read from a TOML file of the operator, without secrets in it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.mail import absolute_url
from zweiklang.people.identities import IdentityProvider
from zweiklang.people.policy import may_keep_services
from zweiklang.people.school_accounts.claims import mapping_faults
from zweiklang.people.school_accounts.conversation import (
    ServiceFailed,
    discover,
    published_keys,
    require_secure,
)
from zweiklang.people.school_accounts.protocol import client_secret

NEEDED = ("key", "name", "issuer", "client_id")
OPTIONAL: Mapping[str, Any] = {
    "secret": "",
    "style": "plain",
    "mapping": {},
    "scopes": ["openid", "profile"],
    "parameters": {},
    "school_numbers": [],
    "roster_links": False,
    "active": True,
}


@dataclass(slots=True)
class ImportReport:
    """What an import did: keys of services, and sentences about entries that were left out."""

    stored: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def import_providers(actor: Actor, *, path: Path) -> ImportReport:
    """The services of the file are as it says; an entry with a fault is named and left out. Others stay as they are."""
    require(may_keep_services(actor))
    report = ImportReport()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("provider", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        report.faults.append(f"{path.name}: {error}")
        return report
    for entry in entries if isinstance(entries, list) else []:
        key = str(entry.get("key", "?")) if isinstance(entry, dict) else "?"
        if faults := entry_faults(entry):
            report.faults += [f"{key}: {fault}" for fault in faults]
            continue
        try:
            _store(entry)
            report.stored.append(key)
        except ValidationError as error:
            report.faults.append(f"{key}: {'; '.join(error.messages)}")
    return report


def entry_faults(entry: Any) -> list[str]:
    """Returns what is wrong with one entry; empty if it can be stored."""
    if not isinstance(entry, dict):
        return ["a provider must be a table"]
    faults = [f"{name} is missing" for name in NEEDED if not isinstance(entry.get(name), str)]
    faults += [f"unknown setting {name}" for name in entry if name not in (*NEEDED, *OPTIONAL)]
    faults += [
        f"{name} must be a {type(default).__name__}"
        for name, default in OPTIONAL.items()
        if not isinstance(entry.get(name, default), type(default))
    ]
    if faults:
        return faults
    return _value_faults(entry)


def _value_faults(entry: Mapping[str, Any]) -> list[str]:
    faults = mapping_faults(entry.get("mapping", {}))
    try:
        require_secure(entry["issuer"])
    except ServiceFailed as error:
        faults.append(f"issuer: {error}")
    if (secret := entry.get("secret", "")) and not secret.startswith(("env:", "file:")):
        faults.append("secret must be env:NAME or file:PATH; the secret itself never stands in this file")
    if "openid" not in entry.get("scopes", ["openid"]):
        faults.append("scopes must contain openid")
    if not all(isinstance(value, str) for value in entry.get("parameters", {}).values()):
        faults.append("parameters must be texts")
    return faults


def _store(entry: Mapping[str, Any]) -> None:
    values = {name: entry.get(name, default) for name, default in OPTIONAL.items()}
    values["secret_reference"] = values.pop("secret")
    found = IdentityProvider.objects.filter(key=entry["key"]).first() or IdentityProvider(key=entry["key"])
    for name, value in {**values, **{name: entry[name] for name in NEEDED}}.items():
        setattr(found, name, value)
    # Django's own check of web addresses does not know hosts without a dot; `require_secure` has looked at it.
    found.full_clean(exclude=["issuer"])
    found.save()


def active_providers() -> list[IdentityProvider]:
    """Returns the services people can sign in with, by name."""
    return list(IdentityProvider.objects.filter(active=True).order_by("name"))


def check_provider(key: str) -> tuple[list[str], str]:
    """Returns the addresses to register with that service, and why people cannot sign in with it ("" if they can)."""
    provider = IdentityProvider.objects.filter(key=key, active=True).first()
    if provider is None:
        return [], f"There is no active sign-in service {key}."
    places = {
        "redirect URI": "school_callback",
        "back-channel logout URI": "school_backchannel",
        "front-channel logout URI": "school_frontchannel",
    }
    lines = [
        f"{what}: {absolute_url(reverse(f'people:{name}', args=[key]))}" for what, name in places.items()
    ]
    lines.append(f"post-logout redirect URI: {absolute_url(reverse('account_login'))}")
    try:
        discover(provider)
        keys = published_keys(provider)
        client_secret(provider)
    except ServiceFailed as error:
        return lines, str(error)
    return [*lines, f"The service answers and has published {len(keys)} keys."], ""

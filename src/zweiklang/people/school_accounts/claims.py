"""What a service says about somebody, read by a mapping that is data: a list of paths for each of our words."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Roles of Schulconnex 1.7; codes are compared in any letter case (VIDIS writes them in capitals).
ROLES = ("Lern", "Lehr", "SorgBer", "Extern", "OrgAdmin", "Leit", "SysAdmin", "SchB", "NLehr")
FIELDS = ("given_name", "family_name", "role", "school_number", "roster_id")
ENVELOPE = "envelope"
# Of which system the id is, as files of schools name it: "schulconnex", "lusd", "esz".
ROSTER_SYSTEM = "roster_system"
TEXTS = (ENVELOPE, ROSTER_SYSTEM)
_URN = "urn:schulconnex:de"
_CONTEXT = ["personenkontexte", 0]

type Path = Sequence[str | int]
type Mappings = Mapping[str, Any]

# No style maps an e-mail address: it may be a pseudonym, and no account is ever found by one.
STYLES: dict[str, Mappings] = {
    "plain": {
        "given_name": [["given_name"]],
        "family_name": [["family_name"]],
        "role": [["role"]],
        "school_number": [["school_number"]],
        "roster_id": [["sub"]],
        ROSTER_SYSTEM: "schulconnex",
    },
    "schulconnex": {
        "given_name": [[f"{_URN}:person:name:rufname"], ["given_name"]],
        "family_name": [["family_name"]],
        "role": [[f"{_URN}:personenkontext:rolle"]],
        "school_number": [[f"{_URN}:personenkontext:organisation:kennung"]],
        "roster_id": [["sub"]],
        ROSTER_SYSTEM: "schulconnex",
    },
    # One claim with everything in it, whose name the service chooses; `sub` and `pid` differ for each receiver.
    "vidis": {
        ENVELOPE: "vidis",
        "given_name": [["person", "name", "rufname"], ["person", "name", "vorname"], ["given_name"]],
        "family_name": [["person", "name", "familienname"], ["family_name"]],
        "role": [[*_CONTEXT, "rolle"]],
        "school_number": [[*_CONTEXT, "organisation", "kennung"]],
        "roster_id": [],
        ROSTER_SYSTEM: "schulconnex",
    },
}


@dataclass(frozen=True, slots=True)
class SaidOfPerson:
    """What a service says about who has just signed in there. Empty where it says nothing."""

    subject: str
    given_name: str = ""
    family_name: str = ""
    role: str = ""
    school_number: str = ""
    roster_id: str = ""

    @property
    def name(self) -> str:
        """Returns given and family name, as far as they are known."""
        return f"{self.given_name} {self.family_name}".strip()


def read_claims(claims: Mapping[str, Any], *, style: str, mapping: Mappings) -> SaidOfPerson:
    """Returns what the claims say, by the mapping of the style with the service's own deviations on top."""
    rules = {**STYLES[style], **mapping}
    inner = _envelope(claims, rules.get(ENVELOPE, ""))
    found = {field: _first(inner, claims, rules.get(field, [])) for field in FIELDS}
    return SaidOfPerson(
        subject=str(claims["sub"]),
        given_name=found["given_name"][:100],
        family_name=found["family_name"][:100],
        role=canonical_role(found["role"]),
        school_number=school_number(found["school_number"]),
        roster_id=f"{rules[ROSTER_SYSTEM]}:{found['roster_id']}"[:255] if found["roster_id"] else "",
    )


def canonical_role(code: str) -> str:
    """Returns the role as Schulconnex writes it; "" for one we do not know."""
    return next((role for role in ROLES if role.lower() == code.strip().lower()), "")


def school_number(raw: str) -> str:
    """Returns a school's number without the letters of its Land ("HE_6270" and "DE-HE-6270" are 6270), LUSD's six digits as four."""
    number = re.sub(r"^(?:DE[-_])?[A-Z]{2}[-_]", "", raw.strip(), flags=re.IGNORECASE)[:20]
    return number[:4] if re.fullmatch(r"\d{4}00", number) else number


def mapping_faults(mapping: Mappings) -> list[str]:
    """Returns what is wrong with a mapping from a file; empty if it can be used."""
    faults = [f"unknown field {field}" for field in mapping if field not in (*FIELDS, *TEXTS)]
    faults += [f"{name} must be a text" for name in TEXTS if not isinstance(mapping.get(name, ""), str)]
    for field in FIELDS:
        paths = mapping.get(field, [])
        if not (isinstance(paths, list) and all(_is_path(path) for path in paths)):
            faults.append(f"{field} must be a list of paths, each a list of keys")
    return faults


def _is_path(path: Any) -> bool:
    return isinstance(path, list) and bool(path) and all(isinstance(key, str | int) for key in path)


def _envelope(claims: Mapping[str, Any], name: str) -> Any:
    """Returns the object in the claim of that name; some services send it as a text of JSON."""
    value = claims.get(name) if name else None
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _first(inner: Any, outer: Mapping[str, Any], paths: Sequence[Path]) -> str:
    """Returns the first value that one of the paths leads to, inside the envelope or beside it."""
    for path in paths:
        for start in (inner, outer):
            value = _walk(start, path)
            if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
    return ""


def _walk(value: Any, path: Path) -> Any:
    for key in path:
        if isinstance(key, int) and isinstance(value, list):
            value = value[key] if -len(value) <= key < len(value) else None
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            return None
    return value

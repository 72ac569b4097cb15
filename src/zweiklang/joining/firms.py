"""Is this firm one we know? Suggestions with reasons, for people to decide; nothing is merged by a score."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import Q

from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation

# Longest first, as sort_key leaves them: without dots, lower case.
_LEGAL_FORM = re.compile(
    r"\b(?:gmbh und co kg|gmbh und co ohg|ug haftungsbeschrankt und co kg|ug haftungsbeschrankt|gmbh|ggmbh|mbh|kgaa|ohg|gbr|"
    r"partg mbb|partgmbb|partg|mbb|ug|ag|se|kg|eg|e g|e k|ek|e kfr|e kfm|e v|ev|inh|inhaber|inhaberin|und co|co)\b"
)
_FREE_MAIL = re.compile(
    r"(?:gmx|web|t-online|gmail|googlemail|outlook|hotmail|freenet|yahoo|icloud|posteo|mail|aol)\.(?:de|net|com)"
)
SIMILAR = 0.86
ENOUGH = 45


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """What is known of a firm; everything but the name may be empty. `id` is None for one that is only reported."""

    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    register_number: str = ""
    email: str = ""
    phone: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A known firm that may be the wanted one. `sure`: same register entry, or same name at the same address."""

    firm: FirmFacts
    score: int
    reasons: tuple[str, ...]
    sure: bool


def firm_suggestions(wanted: FirmFacts, known: Iterable[FirmFacts], *, most: int = 5) -> list[Suggestion]:
    """Returns which known firms may be the wanted one, likeliest first, each with its reasons. Another register entry rules a firm out."""
    found = [s for firm in known if (s := _compared(wanted, firm)) is not None]
    return sorted(found, key=lambda s: (-s.sure, -s.score, s.firm.name))[:most]


def plain_name(name: str) -> str:
    """Returns a firm's name for comparison: "Müller & Söhne GmbH & Co. KG" is "muller und sohne"."""
    text = sort_key(name.replace("&", " und ").replace("+", " und "))
    return " ".join(_LEGAL_FORM.sub(" ", text).split()) or text


def plain_street(street: str) -> str:
    """Returns "industriestrasse 12" for "Industriestr. 12", "Industrie-Straße 12" and "Industrie Str 12"."""
    text = re.sub(r"str(?:asse)?\b", "strasse", sort_key(street))
    return re.sub(r"(?<=[a-z]) (?=strasse)", "", text)


def plain_register(number: str) -> str:
    """Returns "hrb1234" for "HRB 1234" and "Amtsgericht Kassel, HRB 01234 B"; "" where there is no number."""
    text = sort_key(number).replace(" ", "")
    found = re.search(r"(hra|hrb|gnr|prr|vr)0*(\d+)", text)
    if found:
        return f"{found[1]}{found[2]}"
    return re.sub(r"\D", "", text).lstrip("0")


def known_firms(*wanted: FirmFacts) -> list[FirmFacts]:
    """Returns the firms that could be one of these: same postcode, same beginning of the name, or same register number. One query."""
    near = Q(postcode__in={w.postcode for w in wanted if w.postcode})
    near |= Q(register_number__in={w.register_number for w in wanted if w.register_number})
    near |= Q(email__in={w.email for w in wanted if w.email})
    for word in {_first_word(w.name) for w in wanted}:
        near |= Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}")
    active = Organisation.objects.filter(kind=Organisation.Kind.FIRM, state=Organisation.State.ACTIVE)
    return [facts_of(firm) for firm in active.filter(near)[:2000]]


def facts_of(firm: Organisation) -> FirmFacts:
    """Returns what is known of an organisation, for comparison."""
    return FirmFacts(
        firm.name,
        firm.street,
        firm.postcode,
        firm.town,
        firm.register_number,
        firm.email,
        firm.phone,
        firm.pk,
    )


def _first_word(name: str) -> str:
    """The longest word of the name: what sets a firm apart stands in it more often than in the first."""
    return max(plain_name(name).split() or [sort_key(name)], key=len)[:12]


def _compared(wanted: FirmFacts, firm: FirmFacts) -> Suggestion | None:
    one, other = plain_register(wanted.register_number), plain_register(firm.register_number)
    if one and other and one != other:
        return None
    reasons: list[tuple[int, str]] = []
    if one and one == other:
        reasons.append((60, "gleiche Registernummer"))
    same_name = plain_name(wanted.name) == plain_name(firm.name)
    if same_name:
        reasons.append((50, "gleicher Name"))
    elif _similar(plain_name(wanted.name), plain_name(firm.name)):
        reasons.append((30, "ähnlicher Name"))
    same_address = _same_address(wanted, firm)
    reasons += _place(wanted, firm, same_address=same_address)
    reasons += _contact(wanted, firm)
    score = sum(points for points, _ in reasons)
    sure = bool(one and one == other) or (same_name and same_address)
    return Suggestion(firm, score, tuple(reason for _, reason in reasons), sure) if score >= ENOUGH else None


def _similar(one: str, other: str) -> bool:
    """Close in spelling, or one name is the beginning of the other ("elektro krug" and "elektro krug fulda")."""
    words, others = one.split(), other.split()
    shorter, longer = sorted((words, others), key=len)
    begins = len(shorter) >= 2 and longer[: len(shorter)] == shorter
    return begins or SequenceMatcher(None, one, other).ratio() >= SIMILAR


def _same_address(one: FirmFacts, other: FirmFacts) -> bool:
    street = plain_street(one.street)
    return bool(street) and street == plain_street(other.street) and one.postcode == other.postcode


def _place(one: FirmFacts, other: FirmFacts, *, same_address: bool) -> list[tuple[int, str]]:
    if same_address:
        return [(30, "gleiche Anschrift")]
    if one.postcode and one.postcode == other.postcode:
        return [(15, "gleiche Postleitzahl")]
    if one.town and sort_key(one.town) == sort_key(other.town):
        return [(10, "gleicher Ort")]
    return [(-10, "anderer Ort")] if one.town and other.town else []


def _contact(one: FirmFacts, other: FirmFacts) -> list[tuple[int, str]]:
    found = []
    domain = one.email.rpartition("@")[2].lower()
    if domain and not _FREE_MAIL.fullmatch(domain) and domain == other.email.rpartition("@")[2].lower():
        found.append((20, "gleiche E-Mail-Domain"))
    elif one.email and one.email.lower() == other.email.lower():
        found.append((30, "gleiche E-Mail-Adresse"))
    digits, others = (re.sub(r"\D", "", phone)[-8:] for phone in (one.phone, other.phone))
    if len(digits) >= 6 and digits == others:
        found.append((20, "gleiche Telefonnummer"))
    return found

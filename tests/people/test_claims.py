"""What services say is read by a mapping that is data."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zweiklang.people.school_accounts.claims import STYLES, mapping_faults, read_claims, school_number

URN = "urn:schulconnex:de"
SCHULCONNEX = {
    "sub": "af3a88fc",
    "family_name": "Muster",
    "given_name": "Maximilian Klaus Dieter",
    f"{URN}:person:name:rufname": "Maximilian",
    "email": "max.muster@schule.example",
    f"{URN}:personenkontext:rolle": "Lern",
    f"{URN}:personenkontext:organisation:kennung": "HE_6270",
}
INSIDE = {
    "pid": "d3febc7d",
    "person": {"name": {"familienname": "Muster", "vorname": "Max"}},
    "personenkontexte": [{"organisation": {"kennung": "DE-HE-6270"}, "rolle": "LERN"}],
}


def _read(claims: dict[str, Any], style: str, **mapping: Any) -> Any:
    return read_claims(claims, style=style, mapping=mapping)


def test_schulconnex_claims_are_read_from_their_urns() -> None:
    said = _read(SCHULCONNEX, "schulconnex")
    assert (said.name, said.role, said.school_number) == ("Maximilian Muster", "Lern", "6270")
    assert said.roster_id == "schulconnex:af3a88fc"


@pytest.mark.parametrize("envelope", [INSIDE, json.dumps(INSIDE)], ids=["object", "text"])
def test_vidis_is_read_from_one_claim_with_capital_codes(envelope: Any) -> None:
    said = _read({"sub": "pairwise-1", "vidis": envelope}, "vidis")
    assert (said.name, said.role, said.school_number) == ("Max Muster", "Lern", "6270")


def test_a_pairwise_subject_never_matches_a_schools_list() -> None:
    assert _read({"sub": "pairwise-1", "vidis": INSIDE}, "vidis").roster_id == ""


def test_the_envelope_may_have_another_name() -> None:
    assert _read({"sub": "1", "userInfo": INSIDE}, "vidis", envelope="userInfo").name == "Max Muster"


def test_a_service_can_deviate_in_one_field() -> None:
    said = _read({**SCHULCONNEX, "schule": {"nr": 7001}}, "schulconnex", school_number=[["schule", "nr"]])
    assert (said.school_number, said.role) == ("7001", "Lern")


def test_no_style_reads_an_address_of_mail() -> None:
    assert not any("email" in json.dumps(mapping) for mapping in STYLES.values())


def test_an_unknown_role_counts_as_none() -> None:
    assert _read({**SCHULCONNEX, f"{URN}:personenkontext:rolle": "Chef"}, "schulconnex").role == ""


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("6270", "6270"),
        ("627000", "6270"),
        ("HE_6270", "6270"),
        ("de-he-6270", "6270"),
        ("06T1", "06T1"),
        ("", ""),
    ],
)
def test_a_schools_number_is_the_same_in_every_spelling(raw: str, number: str) -> None:
    assert school_number(raw) == number


@pytest.mark.parametrize(
    "mapping",
    [
        {"email": [["email"]]},
        {"role": "rolle"},
        {"role": ["rolle"]},
        {"role": [[]]},
        {"role": [[1.5]]},
        {"envelope": 3},
        {"roster_system": ["lusd"]},
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(mapping: dict[str, Any]) -> None:
    assert mapping_faults(mapping)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)


@given(
    claims=st.dictionaries(
        st.sampled_from(["vidis", "given_name", "role", "person", f"{URN}:personenkontext:rolle"]), ANY_JSON
    ),
    style=st.sampled_from(list(STYLES)),
)
def test_nothing_a_service_says_breaks_the_reading(claims: dict[str, Any], style: str) -> None:
    said = _read({**claims, "sub": "1"}, style)
    assert len(said.given_name) <= 100
    assert said.role in {
        "",
        "Lern",
        "Lehr",
        "SorgBer",
        "Extern",
        "OrgAdmin",
        "Leit",
        "SysAdmin",
        "SchB",
        "NLehr",
    }

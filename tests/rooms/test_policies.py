"""Policies are made from what a model declares, once, and again when the declaration changes."""

import pytest

from zweiklang.rooms.policies import apply_policies, policy_statements
from zweiklang.rooms.public import Scope, in_my_rooms, secured_models
from zweiklang.rooms.security import RoomSecurity

OWNER = pytest.mark.django_db(databases=["default", "owner"])


@OWNER
def test_applying_twice_changes_nothing() -> None:
    assert apply_policies(using="owner") == []


@OWNER
def test_a_changed_declaration_is_applied_to_its_table_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    model = next(m for m, _ in secured_models() if m.__name__ == "Comment")
    monkeypatch.setattr(model, "security", RoomSecurity(read=Scope.PLAN))
    assert apply_policies(using="owner") == ["records_comment"]
    assert apply_policies(using="owner") == []


def test_the_room_condition_is_an_array_asked_once() -> None:
    assert in_my_rooms(Scope.PLAN) == "room_id = ANY ((SELECT my_rooms('plan'))::uuid[])"
    assert (
        in_my_rooms(Scope.PLAN, Scope.RECORDS, key="id")
        == "id = ANY ((SELECT my_rooms('plan', 'records'))::uuid[])"
    )


def test_further_conditions_are_anded_and_bracketed() -> None:
    read = RoomSecurity(read=Scope.PLAN, and_read="a OR b")
    (policy,) = (s for s in policy_statements("t", read) if "zk_read" in s)
    assert policy.endswith("USING (room_id = ANY ((SELECT my_rooms('plan'))::uuid[]) AND (a OR b))")


def test_what_is_not_declared_is_not_granted() -> None:
    statements = policy_statements("t", RoomSecurity(read=Scope.PLAN))
    granted = [s for s in statements if s.startswith("GRANT") and "zweiklang_app" in s]
    assert granted == ["GRANT SELECT ON t TO zweiklang_app"]


def test_a_changed_row_must_have_been_and_must_stay_where_one_may_write() -> None:
    """Without the second half a row could be moved into a room one only reads (the history's own policy would still refuse)."""
    security = RoomSecurity(read=Scope.RECORDS, update=(Scope.RECORDS_WRITE,))
    (policy,) = (s for s in policy_statements("t", security) if "zk_update" in s)
    mine = "room_id = ANY ((SELECT my_rooms('records:write'))::uuid[])"
    assert policy.endswith(f"USING ({mine}) WITH CHECK ({mine})")

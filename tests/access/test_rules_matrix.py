"""Every case of the release rules, asked in PostgreSQL as the application role: category × capacity × state of the rules × day × room × age."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from zweiklang.privacy.checking import asking
from zweiklang.privacy.checking.expected import Case, cases
from zweiklang.privacy.public import check_rules
from zweiklang.rooms.public import EmergencyBrake, ReleaseDecision, RoomSecurity, as_system
from zweiklang.rooms.rules import resolution
from zweiklang.rooms.rules.book import Book

pytestmark = pytest.mark.django_db

OPENED = Case("school opens", school=((-5, "open"),))
BRAKED = Case("brake", school=((-40, "open"),), brake="land")
WITHDRAWN = Case("withdrawn", school=((-5, "consent"),), consent=-5, withdrawn=True)


def test_every_case_of_the_matrix_is_as_agreed() -> None:
    outcome = check_rules()
    assert outcome.failures == []
    assert outcome.cases > 10_000


def test_asking_leaves_nothing_behind() -> None:
    with as_system("test"):
        before = ReleaseDecision.objects.count(), EmergencyBrake.objects.count()
    check_rules([OPENED, BRAKED])
    with as_system("test"):
        assert (ReleaseDecision.objects.count(), EmergencyBrake.objects.count()) == before


def _opens_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    def since(before: date | None, is_open: bool, day: date) -> date | None:
        return resolution.BEFORE if is_open else None

    monkeypatch.setattr(resolution, "_since", since)


def _forgets_brakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Book, "braked", lambda self, school: frozenset())


def _forgets_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    unbound = {key: replace(cell, bound="") for key, cell in resolution.cells().items()}
    monkeypatch.setattr(resolution, "cells", lambda: unbound)


def _forgets_withdrawals(monkeypatch: pytest.MonkeyPatch) -> None:
    def given(self: object, cell: resolution.Cell, *_: object) -> resolution.Level:
        return resolution.Level.OPEN if cell.category == "absences" else resolution.Level.CLOSED

    monkeypatch.setattr(resolution.Resolver, "_level", given)


def _policies_forget_days(monkeypatch: pytest.MonkeyPatch) -> None:
    condition = asking.reading_condition
    monkeypatch.setattr(
        asking, "reading_condition", lambda security: condition(RoomSecurity(read=security.read))
    )


@pytest.mark.parametrize(
    ("fault", "case", "category"),
    [
        (_opens_backwards, OPENED, "absences"),
        (_forgets_brakes, BRAKED, "absences"),
        (_forgets_the_law, Case("land opens", land=((-5, "open"),)), "records"),
        (_forgets_withdrawals, WITHDRAWN, "absences"),
        (_policies_forget_days, Case("firm opens", firm=((-5, "open"),)), "plan"),
    ],
    ids=[
        "opens backwards",
        "forgets brakes",
        "forgets the law",
        "forgets withdrawals",
        "policies forget days",
    ],
)
def test_a_fault_in_the_rules_is_found(
    fault: Callable[[pytest.MonkeyPatch], None], case: Case, category: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_rules([case]).failures == []
    fault(monkeypatch)
    assert category in {failure.sample.category for failure in check_rules([case]).failures}


def test_each_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in cases()]
    assert len(set(names)) == len(names)

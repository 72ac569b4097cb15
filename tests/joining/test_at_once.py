"""Two people at the same moment, each on a connection of their own, on a database with committed worlds: one comes in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from tests.committed import committed_worlds
from tests.joining.guests import CONTACT, NewFirm, new_firm
from tests.worlds import ACTOR
from zweiklang.apprenticeships.public import Contract
from zweiklang.joining.codes import digest
from zweiklang.joining.entering import accept
from zweiklang.joining.models import EmailProof
from zweiklang.joining.proofs import TRIES, prove
from zweiklang.joining.public import Acceptance
from zweiklang.kernel.clock import now
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_person, as_system

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def newcomer(django_db_setup: None, django_db_blocker) -> Iterator[NewFirm]:
    """World A's pupil and a firm, committed in a database of its own; afterwards Django is back at the one of all tests."""
    with committed_worlds("joining_at_once", django_db_blocker) as worlds:
        yield new_firm(worlds.a)


def _at_once(*acts: Callable[[], object]) -> list[str]:
    """What each of them gets that start together: the answer, or the name of the error."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            with as_person(None):
                start.wait(timeout=30)
                return str(act())
        except Exception as error:  # its name is the answer
            return type(error).__name__
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(future.result(timeout=60) for future in [pool.submit(run, act) for act in acts])


def test_of_two_who_accept_one_invitation_one_comes_in(newcomer: NewFirm) -> None:
    invitation_id = newcomer.invited().invitation.pk

    def come(email: str) -> Callable[[], object]:
        said = Acceptance(email=email, on_record=True, given_name="A", family_name="B")
        return lambda: accept(invitation_id=invitation_id, acceptance=said)[1].email

    answers = _at_once(come(CONTACT), come("zweite@neubetrieb.example"))
    assert "Conflict" in answers
    assert Person.objects.filter(email__in=[CONTACT, "zweite@neubetrieb.example"]).count() == 1
    with as_system(ACTOR):
        assert Contract.objects.filter(apprentice=newcomer.pupil.person).count() == 1


def test_of_twelve_guesses_at_once_only_five_are_looked_at(newcomer: NewFirm) -> None:
    proof = EmailProof(purpose="race", address_digest=digest("address", CONTACT), sent_at=now())
    proof.code_digest = digest(f"digits:{proof.pk}", "123456")
    proof.save(force_insert=True)

    def guess(typed: str) -> Callable[[], object]:
        return lambda: prove(proof_id=proof.pk, purpose="race", email=CONTACT, typed=typed)

    assert _at_once(*(guess(f"{n:06d}") for n in range(12))) == ["False"] * 12
    assert EmailProof.objects.get(pk=proof.pk).tries == TRIES
    assert _at_once(guess("123456")) == ["False"]


def test_a_one_time_code_typed_twice_at_once_proves_once(newcomer: NewFirm) -> None:
    proof = EmailProof(purpose="twice", address_digest=digest("address", CONTACT), sent_at=now())
    proof.code_digest = digest(f"digits:{proof.pk}", "123456")
    proof.save(force_insert=True)

    def guess() -> object:
        return prove(proof_id=proof.pk, purpose="twice", email=CONTACT, typed="123 456")

    assert _at_once(guess, guess) == ["False", "True"]

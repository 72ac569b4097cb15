"""Rows that hold each other: what protects a row, who stands in for whom, what belongs to two."""

from datetime import date, timedelta

from tests.worlds import ACTOR, Worlds
from zweiklang.apprenticeships.public import Enrolment, Pupil, SchoolClass
from zweiklang.joining import proofs
from zweiklang.joining.chambers import services as chamber_services
from zweiklang.joining.models import EmailProof
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.retention import After, plus_months
from zweiklang.organisations.public import Post
from zweiklang.privacy.retention.declared import AnyModel, Rule, rules
from zweiklang.privacy.retention.deleting import delete_due
from zweiklang.privacy.retention.due import Night, roots
from zweiklang.rooms.public import as_system
from zweiklang.rosters import services as roster_services

LONG_AGO = today() - timedelta(days=2000)


def _rule(model: AnyModel) -> Rule:
    return next(rule for rule in rules() if rule.model is model)


def _is_due(rule: Rule, key: object, on: date) -> bool:
    return roots(rule, Night(on)).filter(pk=key).exists()


def test_a_class_waits_for_the_contracts_of_its_pupils(worlds: Worlds) -> None:
    school_class, rule = worlds.a.school_class, _rule(SchoolClass)
    due = rule.after.due_from(date(school_class.school_year + 1, 7, 31))
    with as_system(ACTOR):
        assert not _is_due(rule, school_class.room_id, due)
        Enrolment.objects.filter(school_class=school_class).delete()
        assert _is_due(rule, school_class.room_id, due)


def test_a_post_waits_for_whoever_stands_in_for_it(worlds: Worlds) -> None:
    rule = _rule(Post)
    with as_system(ACTOR):
        post = Post.objects.filter(capacity="head_of_school").earliest("pk")
        Post.objects.filter(pk=post.pk).update(first_day=LONG_AGO, last_day=LONG_AGO)
        deputy = Post.objects.create(
            person=worlds.a.people["class_teacher"],
            organisation=post.organisation,
            capacity="head_of_school",
            substitutes_for=post,
            first_day=LONG_AGO,
        )
        assert not _is_due(rule, post.pk, today()), "somebody still stands in for it"
        Post.objects.filter(pk=deputy.pk).update(last_day=LONG_AGO)
        delete_due(rule, on=today(), keys=[post.pk])
        assert not Post.objects.filter(pk__in=[post.pk, deputy.pk]).exists()


def test_an_enrolment_goes_with_the_last_of_pupil_and_contract(worlds: Worlds) -> None:
    world, rule = worlds.a, _rule(Pupil)
    with as_system(ACTOR):
        alone = Pupil.objects.get(person=world.pupil)
        with_contract = Pupil.objects.get(person=world.first.apprentice)
        Pupil.objects.filter(pk__in=[alone.pk, with_contract.pk]).update(left_on=LONG_AGO)
        stays = Enrolment.objects.get(contract=world.first.contract)
        goes = Enrolment.objects.get(pupil=alone)
        Enrolment.objects.filter(pk=stays.pk).update(pupil=with_contract)
        counts = delete_due(rule, on=today(), keys=[alone.pk, with_contract.pk])
        assert counts["apprenticeships_enrolment"] == 1
        stays.refresh_from_db()
        assert stays.pupil_id is None
        assert not Enrolment.objects.filter(pk=goes.pk).exists()


def test_apps_that_tidy_by_themselves_keep_to_the_same_lengths() -> None:
    """A new file and a new code clear away the old ones at once; the night does the same with the same length."""
    days = {(rule.model.__name__, rule.after.what): rule.after.days for rule in rules()}
    assert roster_services.KEPT_PREVIEWS.days == days["ImportRun", "Vorschau"]
    assert chamber_services.KEPT_PREVIEWS.days == days["ChamberImport", "Vorschau"]
    assert proofs.KEPT.days == days["EmailProof", ""]


def test_a_length_in_days_counts_by_the_hour(worlds: Worlds) -> None:
    """A code's proof is kept a day, not until the end of the day after."""
    rule = _rule(EmailProof)
    with as_system(ACTOR):
        for hours, due in ((23, False), (25, True)):
            row = EmailProof.objects.create(
                purpose=str(hours),
                address_digest="x",
                code_digest="x",
                sent_at=now() - timedelta(hours=hours),
            )
            assert _is_due(rule, row.pk, today()) is due


def test_a_year_without_its_29th_of_february_is_no_day_short() -> None:
    after = After(("day",), "dem Tag", months=12)
    assert after.due_from(date(2028, 2, 29)) == date(2029, 3, 1)
    assert after.due_from(date(2027, 2, 28)) == date(2028, 3, 1), "a day late in a leap year, never early"
    for day in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2027, 12, 31)):
        due = after.due_from(day)
        assert after.cutoff(due - timedelta(days=1)) <= day < after.cutoff(due)
        assert due > plus_months(day, 12)


def test_an_adult_is_one_on_the_birthday_itself() -> None:
    after = After(("born",), "", birthday=18)
    assert after.due_from(date(2010, 6, 15)) == date(2028, 6, 15)
    assert after.due_from(date(2008, 2, 29)) == date(2026, 3, 1)


def test_a_school_year_ends_with_july() -> None:
    after = _rule(SchoolClass).after
    assert after.cutoff(date(2031, 7, 31)) == date(2027, 8, 1)
    assert after.cutoff(date(2031, 8, 1)) == date(2028, 8, 1)

"""Before something of one's own is deleted: warned 60 and 14 days before, once each; kept for whoever says so; never without a warning."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from tests.clients import standing_as
from tests.mailing import delivered
from tests.privacy.retention.nights import NIGHTLY, at, record_ends, spend
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.retention import plus_months
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.models import DeletionNotice, KeepingWish
from zweiklang.privacy.public import ends_waiting, rights_waiting
from zweiklang.privacy.retention.keeping import keep_record
from zweiklang.privacy.retention.running import preview
from zweiklang.records.public import Week
from zweiklang.rooms.public import as_system, my_standings

DAY = timedelta(days=1)


def _told(person: Person) -> list[tuple[int, date]]:
    with as_system(ACTOR):
        rows = DeletionNotice.objects.filter(person=person).exclude(contract=None).order_by("sent_at")
        return list(rows.values_list("stage", "day"))


def _mails(person: Person) -> list[str]:
    return [
        mail.subject for mail in delivered() if mail.to == [person.email] and "Ihre Daten" in mail.subject
    ]


def _keep(person: Person, contract_id: UUID, on: date) -> KeepingWish:
    with at(on), standing_as(person):
        return keep_record(actor_of(person), contract_id=contract_id)


def _has_record(contract_id: UUID) -> bool:
    with as_system(ACTOR):
        return Week.objects.filter(contract=contract_id).exists()


def test_nobody_is_warned_long_before(worlds: Worlds) -> None:
    spend(record_ends(worlds.a) - timedelta(days=61))
    assert _told(worlds.a.first.apprentice) == []


def test_warned_sixty_and_fourteen_days_before_once_each(worlds: Worlds) -> None:
    end, apprentice = record_ends(worlds.a), worlds.a.first.apprentice
    for days in (60, 59, 30, 15):
        spend(end - timedelta(days=days))
        assert _told(apprentice) == [(60, end)]
    assert len(_mails(apprentice)) == 1
    for days in (14, 13, 1):
        spend(end - timedelta(days=days))
        assert _told(apprentice) == [(60, end), (14, end)]
    assert len(_mails(apprentice)) == 2
    assert _has_record(worlds.a.first.contract.pk)
    spend(end)
    assert not _has_record(worlds.a.first.contract.pk)


def test_the_mail_says_neither_what_nor_whose(worlds: Worlds) -> None:
    spend(record_ends(worlds.a) - timedelta(days=60))
    apprentice, firm = worlds.a.first.apprentice, worlds.a.first.firm
    [mail] = [one for one in delivered() if one.to == [apprentice.email]]
    for word in (firm.organisation.name, firm.trainer.family_name, "Ausbildungsnachweis", "Fachinformatiker"):
        assert word not in mail.subject + str(mail.body)
    assert "/konto/aufbewahrung/" in str(mail.body)


def test_without_a_warning_nothing_is_deleted_however_late(worlds: Worlds) -> None:
    """No worker ran for years: first everybody is warned, and has fourteen days."""
    late, contract = record_ends(worlds.a) + timedelta(days=500), worlds.a.first.contract
    spend(late)
    assert _told(worlds.a.first.apprentice) == [(14, late + 14 * DAY)]
    spend(late + 13 * DAY)
    assert _has_record(contract.pk)
    spend(late + 14 * DAY)
    assert not _has_record(contract.pk)


def test_kept_for_another_year_and_warned_again(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    wish = _keep(first.apprentice, first.contract.pk, end - timedelta(days=50))
    assert wish.until == plus_months(end, 12)
    assert _told(first.apprentice) == []
    for days in (14, 0, -30):
        spend(end - timedelta(days=days))
    assert _has_record(first.contract.pk)
    assert not _has_record(worlds.a.second.contract.pk), "one wish keeps one record"
    again = wish.until + DAY
    for days in (60, 14, 1):
        spend(again - timedelta(days=days))
    assert _told(first.apprentice) == [(60, again), (14, again)]
    assert _has_record(first.contract.pk)
    second = _keep(first.apprentice, first.contract.pk, again - DAY)
    assert second.until == plus_months(again, 12)
    spend(again + 30 * DAY)
    assert _has_record(first.contract.pk)


def test_a_preview_knows_of_the_wish(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    before = preview(NIGHTLY, on=end).counts["records_week"]
    wish = _keep(first.apprentice, first.contract.pk, end - timedelta(days=50))
    assert preview(NIGHTLY, on=end).counts["records_week"] == before - 4
    assert preview(NIGHTLY, on=wish.until).counts["records_week"] == before - 4
    assert preview(NIGHTLY, on=wish.until + DAY).counts["records_week"] == before


def test_as_long_as_she_keeps_it_the_contract_stays_too(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    for year in range(4):
        day = plus_months(end, 12 * year) + timedelta(days=year)
        spend(day - timedelta(days=40))
        _keep(first.apprentice, first.contract.pk, day - timedelta(days=30))
    spend(plus_months(end, 40))
    with as_system(ACTOR):
        assert Contract.objects.filter(pk=first.contract.pk).exists()
        assert not Contract.objects.filter(pk=worlds.a.second.contract.pk).exists()


def test_only_the_apprentice_keeps_the_record(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    for somebody in (first.firm.trainer, worlds.a.people["guardian"], worlds.a.second.apprentice):
        with pytest.raises(Http404):
            _keep(somebody, first.contract.pk, end - timedelta(days=50))
    with as_system(ACTOR):
        assert not KeepingWish.objects.exists()


def test_nobody_keeps_it_years_ahead_and_two_clicks_count_once(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    with pytest.raises(Conflict):
        _keep(first.apprentice, first.contract.pk, end - timedelta(days=200))
    spend(end - timedelta(days=60))
    _keep(first.apprentice, first.contract.pk, end - timedelta(days=50))
    with pytest.raises(Conflict):
        _keep(first.apprentice, first.contract.pk, end - timedelta(days=50))
    with as_system(ACTOR):
        assert KeepingWish.objects.count() == 1


def test_a_contract_that_is_prolonged_takes_its_warnings_back(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    for days in (60, 14):
        spend(end - timedelta(days=days))
    with as_system(ACTOR):
        Contract.objects.filter(pk=first.contract.pk).update(
            last_day=plus_months(first.contract.last_day, 12)
        )
    spend(end)
    assert _told(first.apprentice) == []
    assert _has_record(first.contract.pk)
    spend(plus_months(end, 12) - 14 * DAY)
    assert [stage for stage, _ in _told(first.apprentice)] == [14]


def test_today_shows_it_to_the_apprentice_alone(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    with at(end - timedelta(days=59)):
        with standing_as(first.apprentice):
            [line] = _ends(first.apprentice)
        assert line.href == "/konto/aufbewahrung/"
        for somebody in (first.firm.trainer, worlds.a.people["guardian"], worlds.a.people["class_teacher"]):
            with standing_as(somebody):
                assert _ends(somebody) == []


def _ends(person: Person) -> list[Any]:
    """Returns the lines of "Heute" that say a record is deleted; other accounts end soon, too: they have no other task here."""
    held = my_standings().values()
    told = [*ends_waiting(actor_of(person), held), *rights_waiting(actor_of(person), held)]
    return [line for line in told if "Ausbildungsnachweis" in line.title]


def test_wishes_and_warnings_are_read_by_their_person_alone(worlds: Worlds) -> None:
    end, first = record_ends(worlds.a), worlds.a.first
    spend(end - timedelta(days=60))
    _keep(first.apprentice, first.contract.pk, end - timedelta(days=50))
    spend(end)
    seen: dict[str, tuple[int, int]] = {}
    people = {
        "self": first.apprentice,
        "classmate": worlds.a.second.apprentice,
        "trainer": first.firm.trainer,
    }
    for name, somebody in people.items():
        with standing_as(somebody):
            notices = DeletionNotice.objects.exclude(person=somebody).count()
            seen[name] = (KeepingWish.objects.count(), notices)
    assert seen == {"self": (1, 0), "classmate": (0, 0), "trainer": (0, 0)}


@pytest.mark.parametrize("table", ["keepingwish", "deletionnotice", "departure", "legalhold"])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET id = id", "INSERT INTO {} DEFAULT VALUES"]
)
def test_nobody_writes_them_but_the_system(statement: str, table: str, world_a: World) -> None:
    with (
        standing_as(world_a.first.apprentice),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement.format(f"privacy_{table}"))

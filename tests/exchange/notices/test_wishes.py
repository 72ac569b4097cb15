"""The page "Benachrichtigungen": how soon one hears of what, when one wants to be left in peace, in which language."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.worlds import ACTOR, World
from zweiklang.exchange.models import NoticeSettings
from zweiklang.exchange.notices.services import change_wishes
from zweiklang.exchange.notices.times import Wishes
from zweiklang.kernel.errors import Refused
from zweiklang.people.mailing.kinds import NOTICES
from zweiklang.people.public import MailKind, Person, Rhythm, actor_of, rhythms
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
PAGE = "/konto/benachrichtigungen/"


def choice(**more: str) -> dict[str, str]:
    kinds = {kind.value: "at_once" for kind in NOTICES}
    return kinds | {"summary_hour": "7", "summary_weekday": "1", "mail_language": "de"} | more


def settings_of(person: Person) -> NoticeSettings | None:
    with as_system(ACTOR):
        return NoticeSettings.objects.filter(person=person).first()


def test_every_kind_is_explained_and_says_what_holds(client_of: ClientOf, person: Person) -> None:
    page = client_of(person).get(PAGE).content.decode()
    for kind, rhythm in rhythms(person).items():
        assert f'name="{kind.value}"' in page
        assert kind.label in page
        assert rhythm == Rhythm.AT_ONCE
    assert page.count('value="at_once" selected') == len(rhythms(person))
    assert "Auf Englisch gibt es bisher nur die E-Mails" in page


def test_what_is_chosen_holds_and_is_shown(client_of: ClientOf, person: Person) -> None:
    given = choice(
        messages="daily", schedule="never", quiet_from="20:00", quiet_until="6:30", quiet_weekends="on",
        summary_hour="16", summary_weekday="5", mail_language="en",
    )  # fmt: skip
    client = client_of(person)
    assert client.post(PAGE, given).status_code == 302
    person.refresh_from_db()
    assert person.language == "en"
    chosen = rhythms(person)
    assert (chosen[MailKind.MESSAGES], chosen[MailKind.SCHEDULE]) == (Rhythm.DAILY, Rhythm.NEVER)
    assert chosen[MailKind.CONTRACTS] == Rhythm.AT_ONCE
    found = settings_of(person)
    assert found is not None
    assert (found.quiet_from, found.quiet_until, found.quiet_weekends) == (time(20), time(6, 30), True)
    assert (found.summary_hour, found.summary_weekday) == (16, 5)
    page = client.get(PAGE).content.decode()
    for part in ('value="daily" selected', 'value="20:00"', 'value="06:30"', 'value="16" selected'):
        assert part in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"quiet_from": "20:00"}, "Bitte beide Uhrzeiten angeben"),
        ({"quiet_until": "6:30"}, "Bitte beide Uhrzeiten angeben"),
        ({"quiet_from": "20:00", "quiet_until": "20:00"}, "Bitte zwei verschiedene Uhrzeiten angeben"),
        ({"quiet_from": "abends", "quiet_until": "6:30"}, "Bitte eine Uhrzeit angeben"),
        ({"messages": "hourly"}, "Bitte eine Angabe prüfen"),
        ({"mail_language": "tr"}, "Bitte eine Angabe prüfen"),
        ({"summary_weekday": "8"}, "Bitte eine Angabe prüfen"),
    ],
)
def test_what_cannot_be_is_answered_at_the_field_and_changes_nothing(
    client_of: ClientOf, person: Person, given: dict[str, Any], sentence: str
) -> None:
    answer = client_of(person).post(PAGE, choice(schedule="never") | given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert rhythms(person)[MailKind.SCHEDULE] == Rhythm.AT_ONCE
    assert settings_of(person) is None


def test_nobody_chooses_for_somebody_else(world_a: World, person: Person) -> None:
    other = world_a.people["apprentice"]
    with pytest.raises(Refused):
        change_wishes(actor_of(person), person=other, language="en", chosen={}, wishes=Wishes())
    other.refresh_from_db()
    assert other.language == "de"


def test_the_page_is_a_tab_of_the_account(client_of: ClientOf, person: Person) -> None:
    page = client_of(person).get(reverse("mfa_index")).content.decode()
    assert f'href="{PAGE}"' in page


def test_without_a_key_of_ours_no_device_can_be_switched_on(
    client_of: ClientOf, person: Person, settings: Any
) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    page = client_of(person).get(PAGE).content.decode()
    assert "nicht eingerichtet" in page
    assert "data-push-on" not in page

"""What the demo's offices have told many."""

from tests.demo_world.conftest import demo_person
from tests.worlds import ACTOR
from zweiklang.cli.demo_world.announcing import ALL, keep_announcements
from zweiklang.exchange.models import Announcement, Delivery, Notice

TITLES = [told.title for told in ALL]


def test_there_is_one_in_each_state_and_some_firms_have_confirmed() -> None:
    found = Announcement.objects.filter(title__in=TITLES)
    assert set(found.values_list("state", flat=True)) == {"draft", "scheduled", "sent", "withdrawn"}
    asked = found.get(needs_receipt=True, state="sent")
    confirmed = asked.deliveries.filter(confirmed_at__isnull=False).count()
    assert 4 <= confirmed < asked.deliveries.count()
    assert found.get(state="scheduled").send_at is not None


def test_the_trainer_has_something_new_and_no_mail_is_due() -> None:
    trainer = demo_person("trainer")
    assert Delivery.objects.filter(person=trainer, announcement__title__in=TITLES).count() == 2
    notices = Notice.objects.filter(
        kind="announcement", about__in=Announcement.objects.filter(title__in=TITLES)
    )
    assert notices.filter(person=trainer, done_at__isnull=True).count() == 1
    assert not notices.filter(mail_at__isnull=False).exists()


def test_a_second_start_tells_nothing_anew() -> None:
    before = Announcement.objects.count(), Delivery.objects.count()
    keep_announcements(ACTOR)
    assert (Announcement.objects.count(), Delivery.objects.count()) == before

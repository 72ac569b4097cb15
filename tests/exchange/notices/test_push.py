"""Pushes to devices: encrypted for one browser, signed by us, to known services only, and they say nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.exchange.notices.push_service import Browser, PushService, running
from tests.exchange.notices.telling import TALK, at, clean, notices_of, told
from tests.worlds import ACTOR, World
from zweiklang.exchange.models import PushSubscription
from zweiklang.exchange.notices.devices import (
    MOST,
    add_device,
    is_known_service,
    remove_device,
    remove_endpoint,
)
from zweiklang.exchange.notices.push.keys import BadKey, decoded, new_private_key, private_key, public_key
from zweiklang.exchange.notices.pushing import AGAIN, push_due
from zweiklang.exchange.notices.services import change_wishes
from zweiklang.exchange.notices.telling import settle_for
from zweiklang.exchange.notices.times import Wishes
from zweiklang.kernel.clock import now, standing_at
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
KEY = new_private_key()
MONDAY = "2026-11-23"


@pytest.fixture
def service(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service that this installation knows and whose certificate it trusts."""
    with running(tmp_path) as found:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(found.certificate))
        settings.VAPID_PRIVATE_KEY = KEY
        settings.PUSH_SERVICES = [found.host]
        yield found


@pytest.fixture(autouse=True)
def _nobody_else_waits(world_a: World, world_b: World) -> None:
    for world in (world_a, world_b):
        for one in world.people.values():
            clean(one)


def switch_on(person: Person, service: PushService, browser: Browser, name: str = "one") -> PushSubscription:
    from zweiklang.exchange.notices.push.keys import encoded

    return add_device(
        actor_of(person), endpoint=service.address(name), p256dh=browser.p256dh, auth=encoded(browser.auth),
        device="Firefox, Android",
    )  # fmt: skip


def devices_of(person: Person) -> list[PushSubscription]:
    with as_system(ACTOR):
        return list(PushSubscription.objects.filter(person=person).order_by("made_at", "id"))


def work() -> None:
    while push_due():
        pass


def told_and_pushed(person: Person, **more: Any) -> None:
    told(person, about=more.get("about") or new_id())
    with standing_at(now() + timedelta(seconds=11)):
        work()


def test_reading_is_as_the_standard_says() -> None:
    """RFC 8291, appendix A: so that the service of these tests is a witness, not an accomplice."""
    number = int.from_bytes(decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = Browser(ec.derive_private_key(number, ec.SECP256R1()), decoded("BTBZMqHH6r4Tts7J_aSIgg"))
    body = decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
        "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.read(body) == b"When I grow up, I want to be a watermelon"


def test_a_device_is_told_that_there_is_something_new_and_nothing_else(
    person: Person, service: PushService
) -> None:
    browser = Browser()
    switch_on(person, service, browser)
    told_and_pushed(person)
    (request,) = service.got
    said = json.loads(browser.read(request.body))
    assert said == {"title": "Zweiklang", "text": "Es gibt Neues.", "href": "/nachrichten/"}
    assert (request.headers["ttl"], request.headers["topic"]) == ("86400", "news")
    assert request.headers["content-encoding"] == "aes128gcm"
    with pytest.raises(InvalidTag):
        Browser().read(request.body)


def test_the_sender_signs_for_this_service_and_for_half_a_day(
    person: Person, service: PushService, settings: Any
) -> None:
    switch_on(person, service, Browser())
    told_and_pushed(person)
    claims, key = service.signed_by(service.got[0])
    assert key == public_key(KEY)
    assert claims["sub"] == f"mailto:{settings.OPERATOR_EMAIL}"
    assert timedelta(hours=11) < at_epoch(claims["exp"]) - now() < timedelta(hours=13)


def at_epoch(seconds: int):
    return at("1970-01-01 01:00") + timedelta(seconds=seconds)


def test_ten_messages_are_one_push_on_each_device(person: Person, service: PushService) -> None:
    for name in ("phone", "tablet"):
        switch_on(person, service, Browser(), name)
    about = new_id()
    for _ in range(9):
        told(person, about=about)
    told_and_pushed(person)
    assert sorted(request.path for request in service.got) == ["/send/phone", "/send/tablet"]
    work()
    assert len(service.got) == 2, "a job done twice tells once"


def test_who_has_seen_it_meanwhile_is_not_told(person: Person, service: PushService) -> None:
    switch_on(person, service, Browser())
    about = new_id()
    told(person, about=about)
    settle_for(actor_of(person), kind=TALK, about=about)
    with standing_at(now() + timedelta(minutes=1)):
        work()
    assert service.got == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_removed(person: Person, service: PushService, status: int) -> None:
    for name in ("gone", "here"):
        switch_on(person, service, Browser(), name)
    service.answers["/send/gone"] = status
    told_and_pushed(person)
    assert [device.endpoint for device in devices_of(person)] == [service.address("here")]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again_later_for_an_hour(
    person: Person, service: PushService, status: int
) -> None:
    switch_on(person, service, Browser())
    service.answers["/send/one"] = status
    told_and_pushed(person)
    (notice,) = notices_of(person)
    assert notice.push_at is not None
    assert AGAIN <= notice.push_at - now() < AGAIN + timedelta(minutes=1)
    assert len(devices_of(person)) == 1
    with standing_at(now() + timedelta(hours=2)):
        work()
    assert (len(service.got), notices_of(person)[0].push_at) == (2, None)


@pytest.mark.parametrize("status", [301, 307, 400, 403])
def test_a_refusal_and_a_redirect_are_not_followed_and_lose_no_device(
    person: Person, service: PushService, status: int
) -> None:
    switch_on(person, service, Browser())
    service.answers["/send/one"] = status
    told_and_pushed(person)
    assert [request.path for request in service.got] == ["/send/one"]
    assert notices_of(person)[0].push_at is None
    assert len(devices_of(person)) == 1


def test_a_service_nobody_reaches_holds_nobody_up(
    person: Person, service: PushService, settings: Any
) -> None:
    settings.PUSH_SERVICES = [service.host, "localhost:1"]
    switch_on(person, service, Browser())
    with as_system(ACTOR):
        PushSubscription.objects.update(endpoint="https://localhost:1/send/one")
    told_and_pushed(person)
    assert notices_of(person)[0].push_at is not None


def test_a_service_that_is_no_longer_known_is_not_called(
    person: Person, service: PushService, settings: Any
) -> None:
    switch_on(person, service, Browser())
    settings.PUSH_SERVICES = ["fcm.googleapis.com"]
    told_and_pushed(person)
    assert (service.got, devices_of(person)) == ([], [])


def test_in_quiet_hours_no_device_makes_a_sound(person: Person, service: PushService) -> None:
    switch_on(person, service, Browser())
    wishes = Wishes(quiet_from=time(20), quiet_until=time(6, 30))
    change_wishes(actor_of(person), person=person, language="de", chosen={}, wishes=wishes)
    with standing_at(at(f"{MONDAY} 21:00")):
        told(person, about=new_id())
    for text, pushes in ((f"{MONDAY} 21:01", 0), ("2026-11-24 06:29", 0), ("2026-11-24 06:30", 1)):
        with standing_at(at(text)):
            work()
        assert len(service.got) == pushes


def test_who_has_no_device_is_looked_at_once(person: Person, service: PushService) -> None:
    told_and_pushed(person)
    assert notices_of(person)[0].push_at is None


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://fcm.googleapis.com:443/fcm/send/x", True),
        ("https://FCM.googleapis.com/x", True),
        ("https://web.push.apple.com/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evil.example/fcm.googleapis.com", False),
        ("https://fcm.googleapis.com@evil.example/", False),
        ("https://evil.example#.push.apple.com", False),
        ("https://evil.example\\.push.apple.com/", False),
        ("https://user:secret@fcm.googleapis.com/", False),
        ("https://.push.apple.com/", False),
        ("https://push.apple.com/", False),
        ("https://127.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_nobody_makes_us_call_an_address_of_their_own(address: str, known: bool, settings: Any) -> None:
    settings.PUSH_SERVICES = ["fcm.googleapis.com", "*.push.apple.com"]
    assert is_known_service(address) is known


def test_a_device_without_proper_keys_is_not_taken(person: Person, service: PushService) -> None:
    good = Browser()
    for p256dh, auth in (("AAAA", "MDEyMzQ1Njc4OWFiY2RlZg"), (good.p256dh, "AAAA"), ("€", "!"), ("", "")):
        with pytest.raises(Rejected):
            add_device(actor_of(person), endpoint=service.address("x"), p256dh=p256dh, auth=auth, device="")
    assert devices_of(person) == []


def test_a_device_tells_only_the_person_who_used_it_last(
    person: Person, world_a: World, service: PushService
) -> None:
    other = world_a.people["apprentice"]
    switch_on(other, service, Browser())
    switch_on(person, service, Browser())
    switch_on(person, service, Browser())
    assert (len(devices_of(person)), devices_of(other)) == (1, [])


def test_the_oldest_of_too_many_devices_goes(person: Person, service: PushService) -> None:
    for number in range(MOST + 2):
        switch_on(person, service, Browser(), str(number))
    left = {device.endpoint for device in devices_of(person)}
    assert left == {service.address(str(number)) for number in range(2, MOST + 2)}


def test_nobody_removes_the_device_of_somebody_else(
    person: Person, world_a: World, service: PushService
) -> None:
    device = switch_on(person, service, Browser())
    other = actor_of(world_a.people["apprentice"])
    assert not remove_device(other, device_id=device.pk)
    assert not remove_endpoint(other, endpoint=device.endpoint)
    assert len(devices_of(person)) == 1


def test_the_page_switches_on_and_off_and_signing_out_does_too(
    client_of: ClientOf, person: Person, service: PushService
) -> None:
    from zweiklang.exchange.notices.push.keys import encoded

    client, browser = client_of(person), Browser()
    given = {"endpoint": service.address("one"), "p256dh": browser.p256dh, "auth": encoded(browser.auth)}
    phone = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"
    assert client.post(reverse("notifications:device_add"), given, headers={"user-agent": phone}).json() == {}
    (device,) = devices_of(person)
    page = client.get(reverse("notifications:settings")).content.decode()
    assert "Firefox, Android" in page
    assert public_key(KEY) in page
    assert service.host not in page, "the address is a secret of the device"
    client.post(reverse("notifications:device_remove", args=[device.pk]))
    assert devices_of(person) == []
    client.post(reverse("notifications:device_add"), given)
    client.post(reverse("notifications:device_forget"), {"endpoint": given["endpoint"]})
    assert devices_of(person) == []
    client.post(reverse("notifications:device_add"), given)
    client.post(reverse("account_logout"))
    assert devices_of(person) == []


def test_what_is_missing_or_foreign_is_answered_in_words(
    client_of: ClientOf, person: Person, service: PushService
) -> None:
    client = client_of(person)
    for given in ({}, {"endpoint": "https://evil.example/", "p256dh": Browser().p256dh, "auth": "AAAA"}):
        answer = client.post(reverse("notifications:device_add"), given)
        assert answer.status_code == 422
        assert answer.json()["message"]


def test_the_script_for_devices_lies_at_the_root_and_is_for_everybody() -> None:
    answer = Client().get("/push-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "showNotification" in answer.content.decode()
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("key", ["", "x", "AAAA", "A" * 43, signing.b64_encode(b"1" * 33).decode()])
def test_a_setting_that_is_no_key_is_said_in_words(key: str) -> None:
    with pytest.raises(BadKey, match="push-key"):
        private_key(key)

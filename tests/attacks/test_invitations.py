"""Attacks on invitations: each is refused, tells nothing, and changes nothing."""

import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.joining.guests import (
    ACTOR,
    CONTACT,
    NewFirm,
    accepts,
    asks_for_digits,
    browser,
    comes_in,
    digits_in_mail,
    new_firm,
    types_code,
    types_digits,
)
from tests.mailing import delivered
from tests.worlds import World, Worlds
from zweiklang.apprenticeships.public import Contract, Pupil
from zweiklang.joining.codes import new_code, new_token
from zweiklang.joining.public import (
    Acceptance,
    Invitation,
    InvitationUse,
    accept,
    revoke_invitation,
)
from zweiklang.kernel.clock import now, standing_at
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import Person, actor_of
from zweiklang.people.shared_cache import SharedCache
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]


@pytest.fixture
def newcomer(world_a: World) -> NewFirm:
    """World A's pupil and the firm nobody has joined for."""
    return new_firm(world_a)


def _page(response: HttpResponse) -> tuple[int, str, frozenset[str]]:
    """What an attacker gets: status, page without tokens of the form, names of headers."""
    text = re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", response.content.decode())
    return response.status_code, text, frozenset(response.headers) - {"Content-Length"}


def _nobody_came_in(newcomer: NewFirm, *, people: int) -> None:
    with as_system(ACTOR):
        assert not Contract.objects.filter(apprentice=newcomer.pupil.person).exists()
    assert not newcomer.firm.posts.exists()
    assert Person.objects.count() == people


def _used(newcomer: NewFirm) -> str:
    issued = newcomer.invited()
    comes_in(browser(), issued.code)
    return issued.code


def _revoked(newcomer: NewFirm) -> str:
    issued, head = newcomer.invited(), newcomer.world.people["head_of_school"]
    with standing_as(head):
        revoke_invitation(actor_of(head), invitation=issued.invitation)
    return issued.code


def _expired(newcomer: NewFirm) -> str:
    with standing_at(now() - timedelta(days=61)):
        return newcomer.invited().code


@pytest.mark.parametrize("make", [_used, _revoked, _expired], ids=["used", "revoked", "expired"])
def test_a_code_that_was_good_once_reads_like_one_that_never_was(
    make: Callable[[NewFirm], str], newcomer: NewFirm
) -> None:
    code = make(newcomer)
    cache.clear()
    known, guessed, mistyped = (
        _page(types_code(browser(), typed)) for typed in (code, new_code(), "ABCD-EFGH-JKLM")
    )
    assert known == guessed == mistyped
    assert known[0] == 404


def test_a_guessed_link_reads_like_an_old_one(newcomer: NewFirm) -> None:
    old = newcomer.invited(channel="email")
    newcomer.invited(channel="email")
    pages = set()
    for token in (old.token, new_token(), "x", old.token[:-1]):
        status, text, headers = _page(browser().get(reverse("joining:link", args=[token])))
        pages.add((status, text.replace(f"/l/{token}/", "/l/"), headers))
    assert len(pages) == 1


def test_guessing_takes_as_long_as_an_old_code(newcomer: NewFirm) -> None:
    code, client = _revoked(newcomer), browser()

    def seconds(typed: str) -> float:
        cache.clear()
        begin = time.perf_counter()
        types_code(client, typed)
        return time.perf_counter() - begin

    pairs = [(seconds(code), seconds(new_code())) for _ in range(25)]
    known, guessed = (statistics.median(column) for column in zip(*pairs, strict=True))
    assert abs(known - guessed) < max(0.01, 0.5 * max(known, guessed))


def test_ten_tries_with_one_code_and_120_from_one_network_are_enough(newcomer: NewFirm) -> None:
    issued, code = newcomer.invited(), new_code()
    assert [types_code(browser(), code).status_code for _ in range(11)] == [404] * 10 + [429]
    statuses = [types_code(browser(), new_code()).status_code for _ in range(115)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert types_code(browser(), issued.code).status_code == 429, (
        "the right one too, or it would be told apart"
    )


def test_tries_of_two_processes_are_counted_together(
    newcomer: NewFirm, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = SharedCache("", {}), SharedCache("", {})
    here.clear()
    code, statuses = new_code(), []
    for number in range(12):
        monkeypatch.setattr("zweiklang.kernel.limits.cache", (here, there)[number % 2])
        statuses.append(types_code(browser(), code).status_code)
    here.clear()
    assert statuses == [404] * 10 + [429] * 2


def test_tries_at_once_are_all_counted(newcomer: NewFirm) -> None:
    shared = SharedCache("", {})
    shared.clear()
    shared.add("joining:race", 0, 60)
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _: shared.incr("joining:race"), range(32)))
    shared.clear()
    assert max(counts) == 32


def test_a_used_invitation_gives_nothing_to_the_next(newcomer: NewFirm) -> None:
    issued = newcomer.invited()
    comes_in(browser(), issued.code)
    before, people = tables.digest(), Person.objects.count()
    other = browser()
    assert types_code(other, issued.code).status_code == 404
    assert other.get(reverse("joining:link", args=[issued.token])).status_code == 404
    assert other.get(reverse("joining:accept")).status_code == 404
    with as_system(ACTOR):
        InvitationUse.objects.filter(what="too_late").delete()
    assert tables.digest() == before
    assert Person.objects.count() == people


def test_of_two_who_accept_at_once_the_second_gets_nothing(newcomer: NewFirm) -> None:
    issued = newcomer.invited()
    first, second = browser(), browser()
    for client in (first, second):
        types_code(client, issued.code)
        asks_for_digits(client)
        types_digits(client, digits_in_mail())
    assert accepts(first)["Location"] == reverse("joining:done")
    people = Person.objects.count()
    assert accepts(second, given_name="Zweite").status_code == 404
    assert Person.objects.count() == people
    with pytest.raises(Conflict):
        accept(
            invitation_id=issued.invitation.pk,
            acceptance=Acceptance(email="x@y.example", on_record=True, given_name="A", family_name="B"),
        )


def test_six_digits_are_not_guessed_in_five_tries_and_not_by_asking_again(newcomer: NewFirm) -> None:
    issued, client, people = newcomer.invited(), browser(), Person.objects.count()
    types_code(client, issued.code)
    asks_for_digits(client)
    right = digits_in_mail()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        types_digits(client, wrong)
    assert types_digits(client, right).status_code == 200, "five tries are used up"
    for _ in range(20):
        asks_for_digits(client)
        types_digits(client, wrong)
    with as_system(ACTOR):
        sent = InvitationUse.objects.filter(invitation=issued.invitation, what="code_sent").count()
    assert sent == 5, "an hour has five mails to one address"
    assert client.get(reverse("joining:accept")).status_code == 404
    _nobody_came_in(newcomer, people=people)


def test_after_twenty_wrong_digits_the_invitation_itself_is_closed(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    types_code(client, issued.code)
    for _ in range(4):
        cache.clear()
        asks_for_digits(client)
        wrong = f"{(int(digits_in_mail()) + 1) % 10**6:06d}"
        for _ in range(5):
            types_digits(client, wrong)
    cache.clear()
    assert types_code(browser(), issued.code).status_code == 404
    with as_system(ACTOR):
        assert Invitation.objects.get(pk=issued.invitation.pk).state == "revoked"


def test_a_one_time_code_does_not_live_longer_than_ten_minutes(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    types_code(client, issued.code)
    asks_for_digits(client)
    digits = digits_in_mail()
    with standing_at(now() + timedelta(minutes=10, seconds=1)):
        assert types_digits(client, digits).status_code == 200
        assert client.get(reverse("joining:accept")).status_code == 404


def test_a_one_time_code_works_once(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    types_code(client, issued.code)
    asks_for_digits(client)
    digits = digits_in_mail()
    assert types_digits(client, digits).status_code == 302
    assert types_digits(client, digits).status_code == 200


def test_a_one_time_code_opens_no_other_browser_and_no_other_invitation(worlds: Worlds) -> None:
    here, there = new_firm(worlds.a), new_firm(worlds.b)
    mine, foreign = here.invited(email="ich@hier.example"), there.invited()
    one, other = browser(), browser()
    types_code(one, mine.code)
    asks_for_digits(one)
    types_code(other, foreign.code)
    asks_for_digits(other)
    assert types_digits(other, digits_in_mail("ich@hier.example")).status_code == 200
    assert other.get(reverse("joining:accept")).status_code == 404
    assert browser().get(reverse("joining:check")).status_code == 404


def test_a_form_cannot_send_the_code_to_another_address(newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    types_code(client, issued.code)
    asks_for_digits(client, email="dieb@boese.example")
    assert {tuple(m.to) for m in delivered()} == {(CONTACT,)}


def test_a_form_cannot_claim_that_something_was_proven(newcomer: NewFirm) -> None:
    issued, client, people = newcomer.invited(), browser(), Person.objects.count()
    types_code(client, issued.code)
    forged = {"proven": "record", "email": CONTACT, "invitation": str(issued.invitation.pk), "do": "account"}
    client.post(reverse("joining:proof"), {**forged, "do": "account"})
    assert accepts(client, **forged).status_code == 404
    _nobody_came_in(newcomer, people=people)


def test_without_the_declaration_nobody_comes_in(newcomer: NewFirm) -> None:
    issued, client, people = newcomer.invited(), browser(), Person.objects.count()
    assert comes_in(client, issued.code, declaration="").status_code == 200
    _nobody_came_in(newcomer, people=people)


def test_somebody_signed_in_elsewhere_is_not_the_firm(newcomer: NewFirm, client_of: Clients) -> None:
    stranger = newcomer.world.people["other_trainer"]
    issued, client = newcomer.invited(), client_of(stranger)
    types_code(client, issued.code)
    client.post(reverse("joining:proof"), {"do": "account"})
    assert accepts(client).status_code == 404
    assert not stranger.posts.filter(organisation=newcomer.firm).exists()


def test_the_code_of_one_firm_shows_nothing_of_another(worlds: Worlds) -> None:
    here, there = new_firm(worlds.a), new_firm(worlds.b)
    there.invited()
    client = browser()
    comes_in(client, here.invited().code)
    with as_system(ACTOR):
        foreign = Pupil.objects.get(pk=there.pupil.pk).enrolments.get().room_id
        other = worlds.a.first.room_id
    page = client.get(reverse("apprenticeships:index")).content.decode()
    assert here.firm.name in page
    assert there.firm.name not in page
    for room in (foreign, other):
        assert client.get(reverse("apprenticeships:room", args=[room])).status_code == 404


def test_a_planted_session_does_not_look_on(newcomer: NewFirm) -> None:
    issued, victim = newcomer.invited(), browser()
    session = victim.session
    session["planted"] = "x"
    session.save()
    victim.cookies["zk_session"] = planted = session.session_key
    types_code(victim, issued.code)
    assert victim.cookies["zk_session"].value != planted
    attacker = browser()
    attacker.cookies["zk_session"] = planted
    assert attacker.get(reverse("joining:proof")).status_code == 404
    opened = victim.cookies["zk_session"].value
    asks_for_digits(victim)
    types_digits(victim, digits_in_mail())
    accepts(victim)
    assert victim.cookies["zk_session"].value != opened, "coming in is signing in"
    attacker.cookies["zk_session"] = opened
    assert attacker.get(reverse("joining:done")).status_code == 302
    assert attacker.get(reverse("web:today"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_no_step_of_the_entrance_leads_elsewhere(target: str, newcomer: NewFirm) -> None:
    issued, client = newcomer.invited(), browser()
    steps = [
        client.post(reverse("joining:entrance") + f"?next={target}", {"code": issued.code, "next": target})
    ]
    steps.append(asks_for_digits(client, next=target))
    steps.append(client.post(reverse("joining:check"), {"digits": digits_in_mail(), "next": target}))
    steps.append(accepts(client, next=target))
    assert [step["Location"] for step in steps] == [
        reverse(f"joining:{name}") for name in ("proof", "check", "accept", "done")
    ]


def test_a_name_cannot_carry_headers_or_markup(newcomer: NewFirm) -> None:
    client = browser()
    comes_in(client, newcomer.invited().code, given_name="Eve<script>", family_name="X\r\nBcc: y@z.example")
    person = Person.objects.get(email=CONTACT)
    assert "\n" not in person.family_name
    assert "<script>" not in client.get(reverse("joining:done")).content.decode()
    assert all("Bcc" not in m.message() for m in delivered())


def test_the_entrance_does_not_say_who_has_an_account(newcomer: NewFirm) -> None:
    known = newcomer.world.people["trainer"].email
    pages = []
    for address in (known, "niemand@nirgends.example"):
        client = browser()
        types_code(client, newcomer.invited(email="").code)
        pages.append(_page(asks_for_digits(client, email=address))[:2])
        page = _page(client.get(reverse("joining:check")))
        pages.append((page[0], re.sub(r"<strong>.…@[^<]+</strong>", "", page[1])))
    assert pages[:2] == pages[2:]


def test_the_entrance_is_not_for_framing_or_caching(newcomer: NewFirm) -> None:
    client = browser()
    types_code(client, newcomer.invited().code)
    headers = client.get(reverse("joining:proof")).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"

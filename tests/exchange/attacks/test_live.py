"""Listening where one has no business any more."""

from zweiklang.exchange.live.hub import Hub
from zweiklang.exchange.live.tickets import Ticket
from zweiklang.exchange.live.wire import SessionEnded
from zweiklang.kernel.ids import new_id


def ticket(session: str) -> Ticket:
    return Ticket(new_id(), session, "https://site.example", str(new_id()))


def test_a_ticket_from_before_signing_out_opens_nothing_afterwards() -> None:
    """It is valid for a minute, and a stream lasts a quarter of an hour: on a shared computer the next one would listen."""
    hub = Hub(most=10)
    kept, elsewhere = ticket("s"), ticket("t")
    hub.pass_on(SessionEnded("s"))
    assert not hub.use_up(kept)
    assert hub.use_up(elsewhere)


def test_ended_sessions_do_not_pile_up(monkeypatch) -> None:
    moment = [0.0]
    monkeypatch.setattr("zweiklang.exchange.live.hub.time.monotonic", lambda: moment[0])
    hub = Hub(most=10)
    for number in range(500):
        moment[0] += 1
        hub.pass_on(SessionEnded(str(number)))
    assert len(hub._over) <= 62
    assert not hub.use_up(ticket("499"))

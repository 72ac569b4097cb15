"""People ask: for correction, erasure, restriction, or they object. Each request has an answer within a month (Art. 12 (3) DSGVO)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import not_now, require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.retention import plus_months
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.facts import fact_of
from zweiklang.privacy.rights.mails import tell, tell_keepers
from zweiklang.privacy.rights.policy import may_ask, may_withdraw
from zweiklang.privacy.rights.responsibility import leaders_of, responsible_for
from zweiklang.rooms.public import as_system, team_room

Kind, State = RightsRequest.Kind, RightsRequest.State
REMINDS = timedelta(days=7)
# Each request writes to people; asking and withdrawing in turns must not fill their mailboxes.
MOST_A_DAY = 20
ENOUGH = "Für heute sind das genug Anträge. Morgen können Sie weitere stellen."
TWICE = "Dieser Antrag ist schon gestellt. Die Antwort steht noch aus."
NOT_YOURS = "Wählen Sie eine der Angaben aus der Liste."


def due_on(asked: date) -> date:
    """Returns the last day for an answer: a month later (§ 188 (2) and (3) BGB)."""
    return plus_months(asked, 1)


@transaction.atomic
def ask_correction(
    actor: Actor, *, person: Person, fact_key: str, wanted: str, note: str = ""
) -> RightsRequest:
    """Whoever keeps the fact is asked to correct it; what stands there now is remembered."""
    require(may_ask(actor, person_id=person.pk))
    if not wanted.strip():
        raise Rejected("Bitte schreiben Sie, was richtig ist.", field="wanted")
    with as_system(actor):
        fact = fact_of(person.pk, fact_key)
        if fact is None:
            raise Rejected(NOT_YOURS, field="fact")
        organisation = fact.corrects
        if organisation is None or not leaders_of(organisation, but=person.pk).exists():
            organisation = responsible_for(person.pk)
        said = {"fact": fact.key, "label": fact.label[:120], "shown": fact.value[:400]}
        return _ask(actor, person, Kind.CORRECTION, organisation, **said, wanted=wanted.strip(), note=note)


@transaction.atomic
def ask_decision(actor: Actor, *, person: Person, kind: str, note: str) -> RightsRequest:
    """The responsible organisation is asked to erase, to restrict, or to hear an objection."""
    require(may_ask(actor, person_id=person.pk))
    if kind not in {Kind.ERASURE, Kind.RESTRICTION, Kind.OBJECTION}:
        raise Rejected("Diesen Antrag gibt es nicht.")
    if kind == Kind.OBJECTION and not note.strip():
        raise Rejected("Bitte schreiben Sie, wogegen und warum Sie widersprechen.", field="note")
    with as_system(actor):
        return _ask(actor, person, kind, responsible_for(person.pk), note=note)


def _ask(
    actor: Actor, person: Person, kind: str, organisation: Organisation | None, **said: str
) -> RightsRequest:
    if organisation is None:
        raise Rejected(
            "Hier ist noch niemand eingetragen, der darüber entscheidet. "
            f"Schreiben Sie bitte an {settings.OPERATOR_EMAIL or settings.OPERATOR_NAME}."
        )
    lately = RightsRequest.objects.filter(person=person, asked_at__gt=now() - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        require(not_now(ENOUGH))
    try:
        with transaction.atomic():
            asked = RightsRequest.objects.create(
                room=team_room(actor, organisation=organisation),
                organisation=organisation,
                person=person,
                kind=kind,
                asked_at=now(),
                due_on=due_on(today()),
                **said,
            )
    except IntegrityError:
        require(not_now(TWICE))
        raise
    tell_keepers(actor, asked)
    tell(actor, person, "request_received", key=f"rights_received:{asked.pk}")
    return asked


@transaction.atomic
def withdraw_request(actor: Actor, *, asked: RightsRequest) -> RightsRequest:
    """Nobody has to answer the request any more."""
    with as_system(actor):
        asked = RightsRequest.objects.select_for_update().get(pk=asked.pk)
        require(may_withdraw(actor, asked=asked))
        asked.state = State.WITHDRAWN
        asked.save(update_fields=["state"])
    return asked


def remind(actor: Actor) -> int:
    """Whoever can answer a request whose month ends within a week has one more mail about it; returns how many requests these are."""
    with as_system(actor):
        rows = RightsRequest.objects.filter(state=State.OPEN, due_on__lte=today() + REMINDS)
        soon = list(rows.select_related("organisation", "person"))
        for asked in soon:
            tell_keepers(actor, asked, again="_again")
    return len(soon)

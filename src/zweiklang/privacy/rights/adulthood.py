"""Guardians' access ends by itself the day before the 18th birthday; both sides learn of it 30 days before, and the parents' rule after it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from zweiklang.apprenticeships.public import Contract, Guardianship, PersonalDetails, guardianship_end
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.people.public import Link, MailKind, Person, send_mail
from zweiklang.rooms.public import as_system

BEFORE = timedelta(days=30)
# Whoever is born within these days is 17, or turns 18 soon.
SOON = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Adulthood:
    """An apprentice who is a minor: the last day of the guardians' access and the birthday, and who the guardians are."""

    person: Person
    guardians: tuple[Person, ...]
    last_day: date

    @property
    def birthday(self) -> date:
        """Returns the 18th birthday."""
        return self.last_day + timedelta(days=1)

    @property
    def is_near(self) -> bool:
        """True in the 30 days before the birthday."""
        return self.last_day - BEFORE < today() <= self.last_day


def coming_of_age(actor: Actor, *, within: timedelta = BEFORE) -> list[Adulthood]:
    """Returns the apprentices with guardians who turn 18 within that time, each contract once. In the system role."""
    del actor
    first, last = (_born_for(today() + shift) for shift in (-SOON, within + SOON))
    rooms = PersonalDetails.objects.filter(born_on__range=(first, last)).values_list("room", "born_on")
    born_on = dict(rooms)
    contracts = Contract.objects.filter(room__in=born_on, last_day__gte=today()).select_related("apprentice")
    found = [_adulthood(one, born_on[one.room_id]) for one in contracts]
    return [one for one in found if one and one.guardians and one.is_near]


def tell_of_adulthood(actor: Actor) -> int:
    """Each apprentice who turns 18 within 30 days, and each guardian, has got one mail about it; returns how many went out now."""
    sent = 0
    with as_system(actor):
        for one in coming_of_age(actor):
            for person in {one.person, *one.guardians}:
                sent += send_mail(
                    actor,
                    to=person,
                    template="privacy/email/adulthood_near",
                    kind=MailKind.PRIVACY,
                    context={"today_url": Link(reverse("web:today"))},
                    key=f"adulthood:{one.person.pk}:{person.pk}:{one.last_day:%Y-%m-%d}",
                    expires_in=BEFORE,
                )
    return sent


def _adulthood(contract: Contract, born_on: date) -> Adulthood | None:
    last_day = guardianship_end(born_on)
    if last_day < today():
        return None
    still = Q(last_day__isnull=True) | Q(last_day__gte=today())
    links = Guardianship.objects.filter(still, contract=contract, first_day__lte=last_day)
    guardians = tuple(link.person for link in links.select_related("person").order_by("person__sort_key"))
    return Adulthood(contract.apprentice, guardians, last_day)


def _born_for(birthday: date) -> date:
    """Returns a day about 18 years before: near enough to search by."""
    return birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28))

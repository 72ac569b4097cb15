"""The devices on which a person wants to be told: switched on by hand, on each device, and off at any time."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zweiklang.exchange.models import PushSubscription
from zweiklang.exchange.notices.push.keys import is_receiver
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

MOST = 10
# In the session: the device that was switched on in it. Signing out switches it off, on a shared computer too.
OF_SESSION = "push_device"
_UNKNOWN = "Zweiklang kennt den Dienst dieses Browsers nicht und kann ihn nicht benachrichtigen."


def is_known_service(endpoint: str) -> bool:
    """Returns whether that address is an https address of a push service we send to: nobody can make us call another."""
    try:
        parts = urlsplit(endpoint)
    except ValueError:
        return False
    # With a name and a password in it, or a port that is not said in the setting, it is none of them.
    host = parts.netloc.lower().removesuffix(":443")
    return parts.scheme == "https" and any(_fits(host, service) for service in settings.PUSH_SERVICES)


@transaction.atomic
def add_device(actor: Actor, *, endpoint: str, p256dh: str, auth: str, device: str) -> PushSubscription:
    """The device is told from now on, for this person only: whoever used it before is not told on it any more. Raises Rejected.

    A second time changes nothing but the keys. The oldest of more than ten devices goes.
    """
    if not settings.VAPID_PRIVATE_KEY:
        raise Rejected("Auf diesem Server sind Meldungen auf Geräte nicht eingerichtet.")
    if not is_known_service(endpoint) or not is_receiver(p256dh, auth):
        raise Rejected(_UNKNOWN)
    with as_system(actor):
        Person.objects.select_for_update().get(pk=actor.person)
        found, _ = PushSubscription.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "person_id": actor.person,
                "p256dh": p256dh,
                "auth": auth,
                "device": device,
                "failures": 0,
            },
        )
        mine = PushSubscription.objects.filter(person_id=actor.person).order_by("-made_at", "-id")
        PushSubscription.objects.filter(pk__in=[row.pk for row in mine[MOST:]]).delete()
    return found


@transaction.atomic
def remove_device(actor: Actor, *, device_id: UUID) -> bool:
    """The actor's device is told nothing any more; False: it was not there (any more)."""
    with as_system(actor):
        count, _ = PushSubscription.objects.filter(person_id=actor.person, pk=device_id).delete()
    return bool(count)


@transaction.atomic
def remove_endpoint(actor: Actor, *, endpoint: str) -> bool:
    """This very device, which knows its address, is told nothing any more: it was switched off, or somebody signed out on it."""
    with as_system(actor):
        count, _ = PushSubscription.objects.filter(person_id=actor.person, endpoint=endpoint).delete()
    return bool(count)


def _fits(host: str, service: str) -> bool:
    if not service.startswith("*."):
        return host == service
    name = host.removesuffix(service[1:])
    return name != host and name.replace("-", "").replace(".", "").isalnum()

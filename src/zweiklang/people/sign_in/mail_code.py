"""A code by mail that confirms who somebody is who has no password, no passkey and no school account."""

import time
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Rejected
from zweiklang.people.mailing.kinds import Code, MailKind
from zweiklang.people.mailing.sending import send_mail
from zweiklang.people.models import Person
from zweiklang.people.sign_in.step_up import MAIL_CODE, record_proof, verified_address

KEY = "people.mail_code"
DIGITS, SECONDS, TRIES = 6, 600, 5


def send_code(request: HttpRequest, *, person: Person) -> None:
    """A new code is on its way to the person's confirmed address; earlier ones do not hold any more."""
    address = verified_address(person)
    if not address:
        raise Rejected("Zu Ihrem Konto gibt es keine bestätigte E-Mail-Adresse.")
    if not ratelimit.consume(request, action="mail_code", user=person):
        raise Rejected("Wir haben gerade mehrere Codes geschickt. Bitte warten Sie ein paar Minuten.")
    code = get_random_string(DIGITS, "0123456789")
    request.session[KEY] = {"digest": _digest(code, person), "until": time.time() + SECONDS, "tries": TRIES}
    actor = Actor(person_id=person.pk, name=person.name)
    send_mail(
        actor,
        to=address,
        language=person.language,
        template="people/email/confirmation_code",
        kind=MailKind.SECURITY,
        context={"code": Code(code)},
    )


def check_code(request: HttpRequest, *, person: Person, code: str) -> None:
    """The code was right and has been used; raises Rejected otherwise. After five wrong ones it does not hold any more."""
    waiting: dict[str, Any] | None = request.session.pop(KEY, None)
    if waiting is None or time.time() > waiting["until"]:
        raise Rejected("Dieser Code gilt nicht mehr. Lassen Sie sich einen neuen schicken.", field="code")
    typed = "".join(letter for letter in code if letter.isdigit())
    if not constant_time_compare(_digest(typed, person), waiting["digest"]):
        if waiting["tries"] > 1:
            request.session[KEY] = {**waiting, "tries": waiting["tries"] - 1}
        raise Rejected("Der Code stimmt nicht. Bitte vergleichen Sie ihn mit der E-Mail.", field="code")
    record_proof(request, person, MAIL_CODE)


def is_waiting(request: HttpRequest) -> bool:
    """True if a code has been sent and can still be typed in."""
    waiting = request.session.get(KEY)
    return bool(waiting and time.time() < waiting["until"])


def _digest(code: str, person: Person) -> str:
    return salted_hmac(KEY, f"{person.pk}:{code}", algorithm="sha256").hexdigest()

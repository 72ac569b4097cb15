"""One-time codes: six digits to a mailbox, ten minutes, five tries, once."""

import hmac
import re
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from zweiklang.joining.codes import digest, new_digits
from zweiklang.joining.limits import MAILS_FROM_NETWORK, MAILS_TO_ADDRESS
from zweiklang.joining.mails import mail_one_time_code
from zweiklang.joining.models import EmailProof
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.limits import allowed

LIFETIME = timedelta(minutes=10)
TRIES = 5
KEPT = timedelta(days=1)


@transaction.atomic
def send_code(actor: Actor, *, purpose: str, email: str, network: str) -> UUID:
    """A new code is on its way to the address, earlier ones for the same purpose are void; returns the proof's id.

    Raises Rejected when too many codes went to this address or from this network.
    """
    if not (allowed(MAILS_TO_ADDRESS, email.lower()) and allowed(MAILS_FROM_NETWORK, network)):
        raise Rejected("Es sind schon mehrere Codes unterwegs. Bitte warten Sie eine Stunde.", field="email")
    EmailProof.objects.filter(sent_at__lt=now() - KEPT).delete()
    EmailProof.objects.filter(purpose=purpose).delete()
    digits = new_digits()
    proof = EmailProof(purpose=purpose, address_digest=_address(email), sent_at=now())
    proof.code_digest = digest(f"digits:{proof.pk}", digits)
    proof.save(force_insert=True)
    mail_one_time_code(actor, address=email, digits=digits)
    return proof.pk


@transaction.atomic
def prove(*, proof_id: UUID, purpose: str, email: str, typed: str) -> bool:
    """True once, for the right six digits, in time, for this address and purpose; each call uses up one of five tries."""
    proof = EmailProof.objects.select_for_update().filter(pk=proof_id, purpose=purpose, used_at=None).first()
    if proof is None or proof.sent_at + LIFETIME <= now() or proof.tries >= TRIES:
        return False
    proof.tries += 1
    digits = re.sub(r"\D", "", typed[:20])
    right = hmac.compare_digest(proof.code_digest, digest(f"digits:{proof.pk}", digits))
    same = hmac.compare_digest(proof.address_digest, _address(email))
    if right and same:
        proof.used_at = now()
    proof.save(update_fields=["tries", "used_at"])
    return right and same


def tries_left(proof_id: UUID) -> int:
    """Returns how many tries this code still has; 0 if it is used, expired or gone."""
    proof = EmailProof.objects.filter(pk=proof_id, used_at=None, sent_at__gt=now() - LIFETIME).first()
    return max(0, TRIES - proof.tries) if proof else 0


def _address(email: str) -> str:
    return digest("address", email.strip().lower())

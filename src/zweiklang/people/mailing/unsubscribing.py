"""Who wants which notices, and the signed link in each of them that ends them without sign-in (RFC 8058)."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse

from zweiklang.kernel.clock import now
from zweiklang.people.mailing.kinds import NOTICES, MailKind
from zweiklang.people.models import MailPreference, Person


def _signer() -> Signer:
    """Signs without a date: the link in an old mail must still work."""
    return Signer(salt="people.unsubscribe")


def wants(person: Person, kind: MailKind) -> bool:
    """Returns whether the person gets mails of that kind: everything, until they say no to a notice."""
    if kind not in NOTICES:
        return True
    return not MailPreference.objects.filter(person=person, kind=kind, wanted=False).exists()


def unsubscribe_path(person: Person, kind: MailKind) -> str:
    """Returns the path that ends this kind of notice for this person."""
    return reverse("people:unsubscribe", args=[_signer().sign_object([str(person.pk), str(kind)])])


def unsubscribe(token: str) -> bool:
    """The kind of notice named in the token is ended for its person; a second time changes nothing. False: not a token of ours."""
    try:
        person_id, kind = _signer().unsign_object(token)
    except BadSignature:
        return False
    if kind not in NOTICES or not Person.objects.filter(pk=UUID(person_id)).exists():
        return False
    set_preference(UUID(person_id), MailKind(kind), wanted=False)
    return True


def set_preference(person_id: UUID, kind: MailKind, *, wanted: bool) -> None:
    """The preference is as given; its date changes only when it does."""
    preference, made = MailPreference.objects.get_or_create(
        person_id=person_id, kind=kind, defaults={"wanted": wanted}
    )
    if not made:
        MailPreference.objects.filter(Q(wanted=not wanted), pk=preference.pk).update(
            wanted=wanted, changed_at=now()
        )


def preferences(person: Person) -> dict[MailKind, bool]:
    """Returns for each kind of notice whether the person gets it."""
    declined = set(MailPreference.objects.filter(person=person, wanted=False).values_list("kind", flat=True))
    return {kind: kind not in declined for kind in MailKind if kind in NOTICES}

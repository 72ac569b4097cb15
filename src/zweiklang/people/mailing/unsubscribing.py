"""Who wants which notices, and the signed link in each of them that ends them without sign-in (RFC 8058)."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse

from zweiklang.kernel.clock import now
from zweiklang.people.mailing.kinds import EXPLANATIONS, NOTICES, SUMMED_UP, UNSUBSCRIBED, MailKind, Rhythm
from zweiklang.people.models import MailPreference, Person


def _signer() -> Signer:
    """Signs without a date: the link in an old mail must still work."""
    return Signer(salt="people.unsubscribe")


def wants(person: Person, kind: MailKind) -> bool:
    """Returns whether the person gets mails of that kind: everything, until they say no to a notice; summaries as long as something is summed up."""
    mine = MailPreference.objects.filter(person=person)
    if kind == MailKind.DIGEST:
        return mine.filter(rhythm__in=SUMMED_UP).exists()
    return kind not in NOTICES or not mine.filter(kind=kind, rhythm=Rhythm.NEVER).exists()


def unsubscribe_path(person: Person, kind: MailKind) -> str:
    """Returns the path that ends this kind of notice for this person."""
    return reverse("people:unsubscribe", args=[_signer().sign_object([str(person.pk), str(kind)])])


def unsubscribe(token: str) -> bool:
    """The kind of notice named in the token is ended for its person; a second time changes nothing. False: not a token of ours."""
    try:
        person_id, kind = _signer().unsign_object(token)
    except BadSignature:
        return False
    if kind not in UNSUBSCRIBED or not Person.objects.filter(pk=UUID(person_id)).exists():
        return False
    if kind == MailKind.DIGEST:
        mine = MailPreference.objects.filter(person_id=UUID(person_id), rhythm__in=SUMMED_UP)
        mine.update(rhythm=Rhythm.NEVER, changed_at=now())
    else:
        set_rhythm(UUID(person_id), MailKind(kind), Rhythm.NEVER)
    return True


def set_rhythm(person_id: UUID, kind: MailKind, rhythm: Rhythm) -> None:
    """The choice is as given; its date changes only when it does."""
    preference, made = MailPreference.objects.get_or_create(
        person_id=person_id, kind=kind, defaults={"rhythm": rhythm}
    )
    if not made:
        MailPreference.objects.filter(~Q(rhythm=rhythm), pk=preference.pk).update(
            rhythm=rhythm, changed_at=now()
        )


def rhythms(person: Person) -> dict[MailKind, Rhythm]:
    """Returns for each kind of notice how soon the person hears of it by mail."""
    chosen = dict(MailPreference.objects.filter(person=person).values_list("kind", "rhythm"))
    return {kind: Rhythm(chosen.get(kind, Rhythm.AT_ONCE)) for kind in EXPLANATIONS}

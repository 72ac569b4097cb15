"""Reads of joining for those who invite. What lies in the team room row-level security gives; firms and days of contracts, which the
school may know and not open, are read in the system role, for the own pupils only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.http import Http404

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    Pupil,
    PupilContact,
    SchoolClass,
    guardianship_end,
    note_contracts,
    note_pupils,
)
from zweiklang.curricula.public import Occupation
from zweiklang.joining.groups import Candidate, FirmGroup, groups_of_class, groups_of_register
from zweiklang.joining.models import Invitation, InvitationUse, InvitedApprentice
from zweiklang.joining.policy import may_invite
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, Post
from zweiklang.rooms.public import Room, Scope, as_system, standing_in

READER = system_actor("joining")
Kind, State = Invitation.Kind, Invitation.State


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One line of the list of invitations. `state` is German; `tone` and `open` say what can be done."""

    id: UUID
    title: str
    note: str
    state: str
    tone: str
    when: str
    open: bool
    waiting: bool
    claimed_by: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the organisation who has no account yet. `key` is the value of the tick."""

    key: str
    name: str
    note: str
    email: str
    lacks: tuple[str, ...]


def office_of(room_id: UUID) -> Organisation:
    """Returns whose team room it is; raises Http404 for everybody who does not keep the organisation's affairs."""
    if not standing_in(room_id).carries(Scope.ADMINISTRATION_WRITE):
        raise Http404
    room = Room.objects.filter(pk=room_id, kind=Room.Kind.TEAM).select_related("organisation").first()
    if room is None or room.organisation is None:
        raise Http404
    return room.organisation


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """Returns the organisation's invitations, those that wait first, then the newest."""
    with_names = Prefetch(
        "apprentices", InvitedApprentice.objects.select_related("pupil__person", "contract__apprentice")
    )
    rows = Invitation.objects.filter(organisation=organisation).select_related("firm", "person", "claimed_by")
    waits = Case(When(state=State.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.prefetch_related(with_names).order_by(waits, "-created_at")


def invitation_rows(invitations: Iterable[Invitation]) -> list[InvitationRow]:
    """Returns these invitations as lines of the list."""
    return [_row(one) for one in invitations]


def invitation_in(room_id: UUID, invitation_id: UUID) -> Invitation:
    """Returns the invitation of that room; raises Http404 where there is none the person may see."""
    rows = Invitation.objects.filter(room_id=room_id, pk=invitation_id)
    found = rows.select_related("organisation", "firm", "person", "claimed_by", "created_by").first()
    if found is None:
        raise Http404
    return found


def history_of(invitation: Invitation) -> list[tuple[str, str, str]]:
    """Returns when, what and who, oldest first."""
    rows = InvitationUse.objects.filter(invitation=invitation).select_related("person").order_by("at", "pk")
    return [
        (formats.moment(row.at), row.get_what_display(), row.person.name if row.person else "")
        for row in rows
    ]


def corrections_of(invitation: Invitation) -> list[InvitedApprentice]:
    """Returns what the firm says about contracts and nobody has dealt with."""
    rows = InvitedApprentice.objects.filter(invitation=invitation, corrected_on=None).exclude(correction="")
    found = list(rows.select_related("pupil__person", "contract__apprentice", "invitation__organisation"))
    note_invited(found)
    return found


def note_invited(rows: Iterable[InvitedApprentice]) -> None:
    """The page shows these apprentices by their contract or as the school's pupils."""
    for one in rows:
        note_contracts([one.contract] if one.contract else ())
        note_pupils([one.pupil] if one.pupil else ())


def classes_of(organisation: Organisation) -> list[SchoolClass]:
    """Returns the school's classes of this school year, by name."""
    return list(
        SchoolClass.objects.filter(school=organisation, school_year=school_year(today())).order_by("label")
    )


def firm_groups(
    actor: Actor, *, organisation: Organisation, school_class: SchoolClass, occupations: Sequence[Occupation]
) -> tuple[list[FirmGroup], list[Candidate]]:
    """Returns the firms of a class's pupils, and pupils without a firm."""
    require(may_invite(actor, organisation=organisation, kind=Kind.FIRM))
    pupils = _pupils_of(organisation, school_class)
    note_pupils(pupils)
    return groups_of_class(school_class, pupils, occupations)


def register_groups(actor: Actor, *, organisation: Organisation, text: str, town: str) -> list[FirmGroup]:
    """Returns the firms of a chamber's running contracts; `text` is in the firm's or the occupation's name, `town` begins the firm's town."""
    require(may_invite(actor, organisation=organisation, kind=Kind.FIRM))
    rows = Contract.objects.filter(chamber=organisation, last_day__gte=today())
    if text:
        rows = rows.filter(Q(firm__name__icontains=text) | Q(occupation__name__icontains=text))
    if town:
        rows = rows.filter(Q(firm__town__istartswith=town) | Q(firm__postcode__startswith=town))
    rows = rows.select_related("firm", "apprentice", "occupation")
    contracts = list(rows.order_by("firm__sort_key", "apprentice__sort_key")[:500])
    note_contracts(contracts)
    return groups_of_register(contracts)


def pupils_without_account(organisation: Organisation, school_class: SchoolClass) -> list[Person]:
    """Returns the class's pupils who cannot sign in yet."""
    rows = [pupil for pupil in _pupils_of(organisation, school_class) if not pupil.person.email]
    note_pupils(rows)
    return [
        Person(str(p.pk), p.person.name, "", p.contact_email, () if p.contact_email else ("E-Mail-Adresse",))
        for p in rows
    ]


def guardians_of(organisation: Organisation, school_class: SchoolClass) -> list[Person]:
    """Returns the guardians of the class's minors, as the file names them. Without a confirmed contract there is nothing to see yet."""
    minors = [
        pupil
        for pupil in _pupils_of(organisation, school_class)
        if pupil.born_on and guardianship_end(pupil.born_on) >= today()
    ]
    contacts = PupilContact.objects.filter(pupil__in=minors, kind=PupilContact.Kind.GUARDIAN)
    found = []
    for contact in contacts.select_related("pupil__person").order_by("pupil__person__sort_key", "pk"):
        note_pupils([contact.pupil])
        lacks = [] if contact.pupil.contract_id else ["bestätigter Ausbildungsvertrag"]
        lacks += [] if contact.email else ["E-Mail-Adresse"]
        found.append(
            Person(
                str(contact.pk),
                str(contact) or "ohne Namen",
                contact.pupil.person.name,
                contact.email,
                tuple(lacks),
            )
        )
    return found


def teachers_without_account(organisation: Organisation) -> list[Person]:
    """Returns the school's teachers who cannot sign in yet."""
    posts = Post.objects.filter(organisation=organisation, person__email="", last_day=None)
    rows = posts.select_related("person").order_by("person__sort_key")
    return [
        Person(str(p.person_id), p.person.name, p.get_capacity_display(), "", ("E-Mail-Adresse",))
        for p in rows
    ]


def contracts_of_firm(organisation: Organisation) -> list[Contract]:
    """Returns the firm's running contracts the person may see, by name."""
    rows = Contract.objects.filter(firm=organisation, last_day__gte=today())
    found = list(rows.select_related("apprentice", "occupation").order_by("apprentice__sort_key"))
    note_contracts(found)
    return found


def chambers() -> list[Organisation]:
    """Returns all chambers by name."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.CHAMBER).order_by("sort_key"))


def _pupils_of(organisation: Organisation, school_class: SchoolClass) -> list[Pupil]:
    """The class's present pupils of this school. In the system role: with a contract their enrolment lies in the apprenticeship's room."""
    with as_system(READER):
        present = Enrolment.objects.filter(school_class=school_class, first_day__lte=_last_of(school_class))
        here = present.exclude(last_day__lt=today())
        enrolled = Q(pk__in=here.values("pupil")) | Q(contract__in=here.values("contract"))
        rows = Pupil.objects.filter(enrolled, school=organisation, left_on=None)
        related = ("person", "contract__firm", "contract__occupation")
        return list(rows.select_related(*related).order_by("person__sort_key"))


def _last_of(school_class: SchoolClass) -> date:
    return date(school_class.school_year + 1, 7, 31)


def _row(one: Invitation) -> InvitationRow:
    note_invited(one.apprentices.all())
    expired = one.state == State.OPEN and one.expires_at <= now()
    tone = {State.OPEN: "info", State.WAITING: "warning", State.USED: "success"}.get(State(one.state), "")
    names = [
        row.contract.apprentice.name if row.contract else row.pupil.person.name if row.pupil else ""
        for row in one.apprentices.all()
    ]
    who = one.firm.name if one.firm and one.kind == Kind.FIRM else ""
    who = who or (
        one.person.name if one.person else f"{one.given_name} {one.family_name}".strip() or one.email
    )
    return InvitationRow(
        one.pk,
        f"{who or 'ohne Namen'} · {one.get_kind_display()}",
        ", ".join(filter(None, names)),
        "abgelaufen" if expired else one.get_state_display(),
        "" if expired else tone,
        f"{one.get_channel_display()}, {formats.day_of(one.created_at)}",
        one.state == State.OPEN,
        one.state == State.WAITING,
        f"{one.claimed_by.name} ({one.claimed_email or one.claimed_by.email})" if one.claimed_by else "",
    )

"""Accounts that end: nobody signs in by them, and what still names the person (a signature, an act) shows a placeholder."""

from collections.abc import Collection
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.sorting import sort_key
from zweiklang.people.identities import SchoolIdentity
from zweiklang.people.models import MailPreference, OutgoingMail, Person
from zweiklang.people.policy import may_forget

PLACEHOLDER = {"given_name": "Gelöschte", "family_name": "Person"}
_IS_PLACEHOLDER = Q(email="", is_active=False, **PLACEHOLDER)


def forgotten_people() -> QuerySet[Person]:
    """Returns the people of whom only the placeholder is left."""
    return Person.objects.filter(_IS_PLACEHOLDER)


def forget_people(actor: Actor, *, person_ids: Collection[UUID]) -> dict[str, int]:
    """These people are signed in nowhere, cannot sign in, and have no name; returns the rows deleted by table. Call in the system role."""
    require(may_forget(actor))
    keys = UserSession.objects.filter(user__in=person_ids).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()
    counts = {}
    mine = (
        (UserSession, "user"),
        (EmailAddress, "user"),
        (Authenticator, "user"),
        (SchoolIdentity, "person"),
        (MailPreference, "person"),
        (OutgoingMail, "person"),
    )
    for model, field in mine:
        counts[model._meta.db_table] = model._default_manager.filter(**{f"{field}__in": person_ids}).delete()[
            0
        ]
    name = f"{PLACEHOLDER['family_name']} {PLACEHOLDER['given_name']}"
    Person.objects.filter(pk__in=person_ids).update(
        email="",
        is_active=False,
        last_login=None,
        password=make_password(None),
        sort_key=sort_key(name),
        language="de",
        text_size=Person.TextSize.NORMAL,
        theme=Person.Theme.SYSTEM,
        **PLACEHOLDER,
    )
    return {table: count for table, count in counts.items() if count}

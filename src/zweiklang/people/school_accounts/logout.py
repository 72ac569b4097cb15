"""Signing out: what a service tells us about its sessions, and where somebody signs out of the service too."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.urls import reverse

from zweiklang.kernel.mail import absolute_url
from zweiklang.people.identities import IdentityProvider, SchoolIdentity
from zweiklang.people.school_accounts.arriving import VISIT
from zweiklang.people.school_accounts.conversation import ServiceFailed
from zweiklang.people.school_accounts.protocol import end_session_address, logout_claims

LEFT = "people.left_school_visit"


def mark_session(request: HttpRequest) -> None:
    """The list of sign-ins knows with which school account this session began, so that the service can end it."""
    visit = request.session.get(VISIT)
    if not visit or request.user.pk is None:
        return
    mine = SchoolIdentity.objects.filter(
        provider_id=visit["provider"], subject=visit["subject"], person_id=request.user.pk
    ).first()
    if mine is None:  # somebody else's, from a sign-in in this browser that was not finished
        del request.session[VISIT]
        return
    mark = {"school_service": visit["provider"], "school_identity": str(mine.pk), "sid": visit["sid"]}
    UserSession.objects.filter(session_key=request.session.session_key).update(data=mark)


def end_by_token(provider: IdentityProvider, token: str) -> int:
    """The sessions that the service's logout token names are over; returns how many. Raises TokenRefused for one that must not count."""
    claims = logout_claims(provider, token)
    return end_sessions(provider, subject=str(claims.get("sub", "")), sid=str(claims.get("sid", "")))


def end_sessions(provider: IdentityProvider, *, subject: str = "", sid: str = "") -> int:
    """The sessions here of that session over there are over, or all of that subject if no session is named; returns how many."""
    began = UserSession.objects.filter(data__school_service=str(provider.pk))
    if sid:
        began = began.annotate(school_sid=KT("data__sid")).filter(school_sid=sid)
    if subject:
        identity = SchoolIdentity.objects.filter(provider=provider, subject=subject).first()
        if identity is None:
            return 0
        began = began.filter(user_id=identity.person_id, data__school_identity=str(identity.pk))
    return _end(began) if sid or subject else 0


def end_sessions_of(identity: SchoolIdentity, *, but: str | None) -> int:
    """All sessions that began with that school account are over, except the one with that key; returns how many."""
    began = UserSession.objects.filter(user_id=identity.person_id, data__school_identity=str(identity.pk))
    return _end(began.exclude(session_key=but))


def leave(request: HttpRequest, visit: dict[str, Any] | None) -> bool:
    """The page after signing out can offer to sign out of the service too; False if this session had nothing to do with one."""
    if not visit:
        return False
    request.session[LEFT] = visit
    return True


def way_out(request: HttpRequest) -> tuple[IdentityProvider, str] | None:
    """Returns the service of the session just ended and where one signs out of it; the address is given out once."""
    visit: dict[str, Any] | None = request.session.pop(LEFT, None)
    provider = IdentityProvider.objects.filter(pk=visit["provider"]).first() if visit else None
    if visit is None or provider is None:
        return None
    back = absolute_url(reverse("account_login"))
    try:
        return provider, end_session_address(provider, id_token=visit["token"], back_to=back)
    except ServiceFailed:
        return provider, ""


def _end(sessions: Any) -> int:
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    return ended

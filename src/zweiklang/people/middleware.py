"""Who asks: the person of the session, read together with it."""

from django.contrib.auth import middleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zweiklang.people.sessions import looking_for_the_person


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own and all its checks; only that the person is not asked for a second time."""

    def process_request(self, request: HttpRequest) -> None:
        """`request.user` is the person, found out when somebody looks at it."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]  # stands for the person


def _person_of(request: HttpRequest) -> object:
    with looking_for_the_person(request.session):
        return middleware.get_user(request)

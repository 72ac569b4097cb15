"""What allauth asks us: who may open an account, and where people go after sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest

from zweiklang.kernel.mail import absolute_url
from zweiklang.people.mailing.kinds import MailKind
from zweiklang.people.mailing.sending import LANGUAGES, SECRETS_KEEP, queue_letter, write
from zweiklang.people.models import Person
from zweiklang.people.sign_in.step_up import MAIL_CODE, confirmed_recently, ways_to_confirm

OWN_STAGES = {"allauth.mfa.stages.AuthenticateStage": "zweiklang.people.sign_in.code_list.SecondStep"}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation (issue "Joining"): nobody opens one by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False."""
        return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Unreachable while sign-up is closed; kept strict so that opening it is a decision."""
        raise NotImplementedError("sign-up is closed")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail is in the queue, in the language of whose address it is; its links begin with ZWEIKLANG_URL."""
        person = _person_of(email) or self._signed_in()
        language = person.language if person else LANGUAGES[0]
        language = language if language in LANGUAGES else LANGUAGES[0]
        values = {
            name: absolute_url(value) if name.endswith("_url") else value for name, value in context.items()
        }
        letter = write(
            template_prefix,
            language=language,
            name=person.name if person else "",
            values={**values, "email": email},
        )
        queue_letter(
            letter,
            person=person,
            address=email,
            template=template_prefix,
            kind=MailKind.SECURITY,
            language=language,
            expires_in=SECRETS_KEEP,
        )

    def _signed_in(self) -> Person | None:
        """Whose account a mail is about that goes to an address just taken out of it."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, Person) else None

    def get_login_stages(self) -> list[str]:
        """Returns allauth's steps of a sign-in, with our second step, which knows a code list alone."""
        return [OWN_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Returns whether the person has to confirm; somebody to whom allauth knows no way is sent to one of ours."""
        request = context.request
        if confirmed_recently(request):
            return False
        if not get_reauthentication_flows(request.user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Returns how this person can confirm: as allauth knows, by a school account, and failing all else by a mail."""
        known: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        ours = ways_to_confirm(user) if isinstance(user, Person) else []
        return known + [way for way in ours if way["id"] != MAIL_CODE or not known]

    def get_from_email(self) -> str:
        """Returns the product's own sender."""
        return settings.DEFAULT_FROM_EMAIL


def _person_of(email: str) -> Person | None:
    """Returns whose address it is: the one to sign in with, or another that has been added to the account."""
    found = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
    return found.user if found else Person.objects.filter(email__iexact=email).first()

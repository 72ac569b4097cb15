"""The only door to people."""

from zweiklang.people.forgetting import forget_people, forgotten_people
from zweiklang.people.mailing.delivery import mail_errors
from zweiklang.people.mailing.kinds import EXPLANATIONS, Code, Impersonal, Link, MailKind, MailValue, Rhythm
from zweiklang.people.mailing.many import send_to_many
from zweiklang.people.mailing.sending import LANGUAGES, send_mail
from zweiklang.people.mailing.unsubscribing import rhythms
from zweiklang.people.models import Person
from zweiklang.people.rescue import (
    SignInFacts,
    find_account,
    remove_second_factors,
    replace_address,
    send_password_link,
    sign_in_facts,
)
from zweiklang.people.school_accounts.linking import (
    PendingSchoolAccount,
    forget_pending,
    link_school_account,
    pending_school_account,
    register_roster_match,
)
from zweiklang.people.school_accounts.providers import active_providers, check_provider, import_providers
from zweiklang.people.services import (
    actor_of,
    add_person,
    can_sign_in,
    change_mails,
    change_preferences,
    give_address,
    rename_person,
)
from zweiklang.people.sessions import session_ended
from zweiklang.people.sign_in.step_up import confirmed_recently, record_proof, step_up_required

__all__ = [
    "EXPLANATIONS",
    "LANGUAGES",
    "Code",
    "Impersonal",
    "Link",
    "MailKind",
    "MailValue",
    "PendingSchoolAccount",
    "Person",
    "Rhythm",
    "SignInFacts",
    "active_providers",
    "actor_of",
    "add_person",
    "can_sign_in",
    "change_mails",
    "change_preferences",
    "check_provider",
    "confirmed_recently",
    "find_account",
    "forget_pending",
    "forget_people",
    "forgotten_people",
    "give_address",
    "import_providers",
    "link_school_account",
    "mail_errors",
    "pending_school_account",
    "record_proof",
    "register_roster_match",
    "remove_second_factors",
    "rename_person",
    "replace_address",
    "rhythms",
    "send_mail",
    "send_password_link",
    "send_to_many",
    "session_ended",
    "sign_in_facts",
    "step_up_required",
]

"""Who sends invitations: the app that can registers itself, so that apps beside it need not know it.

    invite_colleagues_by(invite)   # in AppConfig.ready

`invite(actor, *, organisation, email, capacity, first_day)` asks its own policy, and answers the same whether there is an account or not.
"""

from datetime import date
from typing import Any, Protocol

from zweiklang.kernel.actor import Actor
from zweiklang.organisations.models import Organisation


class ColleagueInviter(Protocol):
    """Invites somebody to a post."""

    def __call__(
        self, actor: Actor, *, organisation: Organisation, email: str, capacity: str, first_day: date
    ) -> Any:
        """An invitation to that post is on its way to the address."""


_inviters: dict[str, ColleagueInviter] = {}


def invite_colleagues_by(inviter: ColleagueInviter) -> None:
    """From now on invitations to posts are sent by that function."""
    _inviters["colleague"] = inviter


def colleague_inviter() -> ColleagueInviter | None:
    """Returns the function that sends invitations to posts, or None where no app does."""
    return _inviters.get("colleague")

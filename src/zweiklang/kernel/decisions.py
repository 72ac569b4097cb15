"""Answers of policy.py: may this actor do this, and if not, why and who can. The sentence is shown to people."""

from dataclasses import dataclass

from zweiklang.kernel.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """`allowed`, and a German sentence for people. Truthiness is `allowed`."""

    allowed: bool
    sentence: str = ""
    later: bool = False
    """True if this person may in principle, only not in the present state (somebody was faster, or it is too early)."""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(allowed=True)


def no(sentence: str) -> Decision:
    """Returns a refusal; `sentence` says why, and who can do it."""
    return Decision(allowed=False, sentence=sentence)


def not_now(sentence: str) -> Decision:
    """Returns a refusal that is about the present state, not about the person."""
    return Decision(allowed=False, sentence=sentence, later=True)


def require(decision: Decision) -> None:
    """Nothing happens if allowed; otherwise raises Refused (or Conflict, if it is only about the state) with the decision's sentence."""
    if not decision:
        raise (Conflict if decision.later else Refused)(decision.sentence)

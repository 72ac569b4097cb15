"""Answers of policy.py: may this actor do this, and if not, why and who can. The sentence is shown to people."""

from dataclasses import dataclass

from zweiklang.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """`allowed`, and a German sentence for people. Truthiness is `allowed`."""

    allowed: bool
    sentence: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(allowed=True)


def no(sentence: str) -> Decision:
    """Returns a refusal; `sentence` says why, and who can do it."""
    return Decision(allowed=False, sentence=sentence)


def require(decision: Decision) -> None:
    """Nothing happens if allowed; otherwise raises Refused with the decision's sentence."""
    if not decision:
        raise Refused(decision.sentence)

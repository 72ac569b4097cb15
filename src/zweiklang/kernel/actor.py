"""Who acts: every service takes an Actor first."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who is signed in, or a named system actor (`person_id` None) such as "demo" or "import"."""

    person_id: UUID | None
    name: str

    @property
    def person(self) -> UUID:
        """Returns the person's id; asking a system actor for it is a programming error."""
        if self.person_id is None:
            raise TypeError(f"{self.name} is not a person")
        return self.person_id

    @property
    def is_system(self) -> bool:
        """True for work without a person."""
        return self.person_id is None


def system_actor(name: str) -> Actor:
    """Returns the actor of work without a person; `name` appears in the audit trail."""
    return Actor(person_id=None, name=f"system:{name}")


def on_behalf_of(actor: Actor) -> Actor:
    """Returns the system actor that carries out what a policy has allowed `actor`; the name stays for the audit trail."""
    return Actor(person_id=None, name=actor.name)

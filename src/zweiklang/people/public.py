"""The only door to people."""

from zweiklang.people.models import Person
from zweiklang.people.services import actor_of, add_person, change_preferences

__all__ = ["Person", "actor_of", "add_person", "change_preferences"]

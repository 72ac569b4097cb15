"""The only door to web."""

from zweiklang.web.demo.personas import PERSONAS, Persona, persona
from zweiklang.web.plain_requests import only_utf8

__all__ = ["PERSONAS", "Persona", "only_utf8", "persona"]

"""The only door to web."""

from zweiklang.web.demo.personas import PERSONAS, Persona, persona

__all__ = ["PERSONAS", "Persona", "persona"]

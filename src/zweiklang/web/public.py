"""The only door to web."""

from zweiklang.web.demo.personas import PERSONAS, Persona, persona
from zweiklang.web.operation.readiness import missing_migrations
from zweiklang.web.plain_requests import only_utf8

__all__ = ["PERSONAS", "Persona", "missing_migrations", "only_utf8", "persona"]

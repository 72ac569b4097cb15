"""A notice of the tests' own, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.template import engines
from jinja2 import ChoiceLoader, DictLoader

TEMPLATE = "tests/email/notice"
_TEXT = """{% extends "account/email/base_message.txt" %}
{% block content %}
ein Vertrag über {{ months }} Monate ist bestätigt. {{ school|default("") }}

Vertrag ansehen:
{{ link }}
{% endblock %}"""
_ENGLISH = """{% extends "account/email/base_message.en.txt" %}
{% block content %}
A contract of {{ months }} months is confirmed. {{ school|default("") }}

See the contract:
{{ link }}
{% endblock %}"""
TEMPLATES = {
    f"{TEMPLATE}_subject.txt": "Ein Vertrag ist bestätigt {{ school|default('') }}",
    f"{TEMPLATE}_subject.en.txt": "A contract is confirmed",
    f"{TEMPLATE}_message.txt": _TEXT,
    f"{TEMPLATE}_message.en.txt": _ENGLISH,
}


@contextmanager
def notice_templates() -> Iterator[None]:
    """Inside the block the notice can be sent."""
    environment = engines["jinja2"].env
    before = environment.loader
    environment.loader = ChoiceLoader([DictLoader(TEMPLATES), before])
    try:
        yield
    finally:
        environment.loader = before

"""Rendering without a database: a request with somebody or nobody signed in."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from zweiklang.people.public import Person

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "zweiklang"
BUILD = PACKAGE / "web" / "static" / "build"


def built(name: str) -> Path:
    """Returns a file of the front end's build; says how to make it if it is missing."""
    path = BUILD / name
    assert path.exists(), f"{name} is missing: run `npm ci && npm run build` in frontend/"
    return path


def sample_person(**fields: Any) -> Person:
    """Returns a person that is not in the database."""
    return Person(**{"email": "mira@example.org", "given_name": "Mira", "family_name": "Keller", **fields})


def sample_request(path: str = "/", *, person: Person | None = None, **cookies: str) -> HttpRequest:
    """Returns a GET by `person` or nobody."""
    request = RequestFactory().get(path)
    request.user = person or AnonymousUser()
    request.COOKIES.update(cookies)
    return request


def page(template: str, context: dict[str, Any] | None = None, *, request: HttpRequest | None = None) -> str:
    """Returns a whole page as text."""
    return render_to_string(template, context or {}, request=request or sample_request())


def macro(source: str, **context: Any) -> str:
    """Returns what a call of the component macros (`ui`) gives."""
    return engines["jinja2"].from_string('{% import "web/components.html" as ui %}' + source).render(context)


class Elements(HTMLParser):
    """All start tags of a page as (tag, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the tag."""
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        """Returns the attributes of the only element with that tag and those attributes."""
        fits = [
            a
            for t, a in self.found
            if t == tag and all(a.get(k.replace("_", "-")) == v for k, v in wanted.items())
        ]
        assert len(fits) == 1, f"{len(fits)} × <{tag} {wanted}>"
        return fits[0]

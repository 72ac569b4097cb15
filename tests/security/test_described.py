"""What machines call answers as docs/openapi.json says, whatever is sent; and the description names what there is."""

import inspect
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import requests
import schemathesis
import schemathesis.openapi
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.access.addresses import Address, arguments
from tests.architecture.sources import PACKAGE, ROOT
from tests.worlds import World
from zweiklang.people.public import Person

type Clients = Callable[[Person | None], Client]

RAW = json.loads((ROOT / "docs" / "openapi.json").read_text())
SCHEMA = schemathesis.openapi.from_dict(RAW)
METHODS = ("get", "head", "options", "post", "patch", "put", "delete")
OPERATIONS = [(path, method) for path, at in RAW["paths"].items() for method in METHODS if method in at]
EXAMPLES = 12
schemathesis.serializer.alias(["application/offset+octet-stream"], "application/octet-stream")
BASE = "http://testserver"
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance,
]  # fmt: skip


def address_of(path: str, method: str) -> str:
    """Returns the name of the address that an operation is about."""
    return str(RAW["paths"][path][method]["operationId"]).partition(".")[0]


def _filled(path: str) -> str:
    """The path with something in each place that its pattern takes."""
    values = {"monday": "2026-W47", "token": "x" * 20, "key": "schule"}
    for part in RAW["paths"][path].get("parameters", []):
        path = path.replace(f"{{{part['name']}}}", values.get(part["name"], str(UUID(int=1))))
    return path


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_each_operation_is_an_address_of_the_product(path: str, method: str) -> None:
    assert resolve(_filled(path)).view_name == address_of(path, method)


def _views(resolver: Any = None, above: str = "") -> Iterator[tuple[str, Callable[..., HttpResponse]]]:
    for one in (resolver or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _views(one, above + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield f"{above}{one.name}", one.callback


def test_every_view_that_answers_json_is_described() -> None:
    described = {address_of(path, method) for path, method in OPERATIONS}
    answering = set()
    for name, view in _views():
        function = inspect.unwrap(getattr(view, "view_class", view))
        file = inspect.getsourcefile(function) or ""
        if file.startswith(str(PACKAGE)) and "JsonResponse(" in inspect.getsource(function):
            answering.add(name)
    assert {"records:save", "exchange:inbox_count", "exchange:live_ticket"} <= answering
    assert answering <= described


@pytest.mark.parametrize("path", RAW["paths"])
def test_methods_that_are_not_named_get_405(path: str, world_a: World, client_of: Clients) -> None:
    client = client_of(world_a.people["trainer"])
    named = set(RAW["paths"][path]) | ({"head"} if "get" in RAW["paths"][path] else set())
    if "post" in named and address_of(path, "post") == "people:unsubscribe":
        named |= {"get", "head"}  # a page for people
    for method in set(METHODS) - named:
        assert client.generic(method.upper(), _filled(path)).status_code == 405, method


def _real(path: str, world: World) -> dict[str, Any]:
    """The path's parameters as they are in that world."""
    names = frozenset(part["name"] for part in RAW["paths"][path].get("parameters", []))
    method = next(one for one in METHODS if one in RAW["paths"][path])
    known = arguments(Address(address_of(path, method), names), world)
    return {
        name: f"{value:%G-W%V}" if isinstance(value, date) else str(value) for name, value in known.items()
    }


def _answer(client: Client, sent: requests.PreparedRequest) -> HttpResponse:
    parts = urlsplit(str(sent.url))
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    headers = {
        name: value
        for name, value in sent.headers.items()
        if name.lower() not in {"cookie", "content-type", "accept-encoding"}
    }
    content_type = sent.headers.get("Content-Type", "")
    return client.generic(str(sent.method), target, body, content_type=str(content_type), headers=headers)


def _as_seen(answer: HttpResponse, sent: requests.PreparedRequest) -> Response:
    headers = {name.lower(): [value] for name, value in answer.headers.items()}
    content = b"".join(answer) if answer.streaming else answer.content
    return Response(answer.status_code, headers, content, sent, 0.01, verify=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"]
)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(
    path: str, method: str, mode: GenerationMode, world_a: World, client_of: Clients
) -> None:
    client = client_of(world_a.people["apprentice"])
    client.raise_request_exception = False
    operation, real = SCHEMA[path][method.upper()], _real(path, world_a)

    @seed(8)
    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if real and len(str(case.path_parameters)) % 2:
            case.path_parameters = dict(real)
        sent = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
        case.validate_response(_as_seen(_answer(client, sent), sent), checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        # Where nothing but the path is taken, no input is forbidden.
        assert mode is GenerationMode.NEGATIVE

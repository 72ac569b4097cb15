"""Values are shown as markupsafe escapes them, in every place of a template a value can stand in."""

import pytest
from django.template import engines
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from zweiklang.web.escaping import shown

NASTY = "<b onclick='x()' title=\"y\">Müller & Söhne</b>"


class Drawn:
    """Knows its own HTML."""

    def __html__(self) -> str:
        return "<i>drawn</i>"

    def __str__(self) -> str:
        return NASTY


class Named(str):
    """A text of another class."""

    __slots__ = ()


VALUES = [
    NASTY,
    "",
    "nothing to escape",
    Markup("<b>safe</b>"),
    mark_safe("<b>safe</b>"),
    lazystr(NASTY),
    Named(NASTY),
    Drawn(),
    7,
    None,
    [NASTY],
]


@pytest.mark.parametrize("value", VALUES, ids=lambda one: type(one).__name__)
def test_a_value_is_shown_as_markupsafe_escapes_it(value: object) -> None:
    assert str(shown(value)) == str(escape(value))


@pytest.mark.parametrize(
    "place",
    [
        "{{ value }}",
        "{% set kept %}{{ value }}{% endset %}{{ kept }}",
        "{% macro said() %}{{ value }}{% endmacro %}{{ said() }}",
        "{% macro around() %}{{ caller() }}{% endmacro %}{% call around() %}{{ value }}{% endcall %}",
        "{% filter trim %}{{ value }}{% endfilter %}",
        "{% for one in [value] %}{{ one }}{% endfor %}",
        "{{ '' ~ value }}",
        "{% trans %}{{ value }}{% endtrans %}",
    ],
)
def test_nothing_gets_through_unescaped_and_nothing_is_escaped_twice(place: str) -> None:
    template = engines["jinja2"].env.from_string(place)
    assert template.render(value=NASTY) == str(escape(NASTY))
    assert template.render(value=Markup("<b>safe</b>")) == "<b>safe</b>"


def test_pages_take_the_short_way() -> None:
    compiled = engines["jinja2"].env.compile("{{ value }}", raw=True)
    assert "yield environment.shown(" in compiled


def test_text_that_is_no_page_is_left_as_it_is() -> None:
    assert (
        engines["jinja2"]
        .env.from_string("{% autoescape false %}{{ value }}{% endautoescape %}")
        .render(value=NASTY)
        == NASTY
    )


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        engines["jinja2"].env.from_string("{{ missing }}").render()

"""The component macros: what a screen reader and a keyboard get."""

import pytest
from jinja2 import UndefinedError

from tests.web.pages import Elements, macro


def test_undefined_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        macro("{{ nothing_of_that_name }}")


def test_text_is_escaped_in_every_component() -> None:
    evil = "<img src=x>"
    calls = (
        "{{ ui.button(t) }}{{ ui.badge(t) }}{{ ui.alert(t, text=t) }}{{ ui.page_head(t, t) }}",
        "{{ ui.description_list([(t, t)]) }}{{ ui.merge(t, t, t, t) }}{{ ui.breadcrumb([(t, t)]) }}",
        "{{ ui.tabs([(t, t, true, '')]) }}{{ ui.people([(t, t, t)]) }}{{ ui.coverage(t, 1, 2, t) }}{{ ui.empty_state(t, t) }}",
    )
    assert "<img" not in macro("".join(calls), t=evil)


def test_refused_button_stays_readable_and_says_why() -> None:
    html = macro("{{ ui.button('Woche unterschreiben', refused='Das kann nur die Ausbilderin.') }}")
    button = Elements(html).one("button", aria_disabled="true")
    assert "disabled" not in button
    assert f'id="{button["aria-describedby"]}"' in html
    assert "Das kann nur die Ausbilderin." in html


def test_two_refused_buttons_with_the_same_word_and_different_values_have_different_reasons() -> None:
    html = macro(
        "{{ ui.button('Öffnen', value='1', refused='a') }}{{ ui.button('Öffnen', value='2', refused='b') }}"
    )
    ids = [a["id"] for tag, a in Elements(html).found if tag == "span" and a.get("id")]
    assert len(ids) == len(set(ids)) == 2


def test_shortcut_is_announced() -> None:
    button = Elements(macro("{{ ui.button('Unterschreiben', key='s') }}")).one("button")
    assert (button["data-key"], button["aria-keyshortcuts"]) == ("s", "s")


def test_state_is_word_and_icon_and_colour() -> None:
    html = macro("{{ ui.badge('fehlt', 'danger') }}")
    assert "fehlt" in html
    assert "#danger" in html
    assert "zk-tone--danger" in html


@pytest.mark.parametrize(
    ("value", "planned", "widths"),
    [(6, 8, ["75.0"]), (0, 10, ["0.0"]), (5, 4, ["80.0", "20.0"]), (0, 0, ["0.0"])],
)
def test_coverage_bar_is_proportional(value: int, planned: int, widths: list[str]) -> None:
    found = Elements(macro("{{ ui.coverage('Position', v, p, 'x') }}", v=value, p=planned)).found
    bars = [a["width"] for tag, a in found if tag == "rect" and a["class"] != "zk-coverage__track"]
    assert bars == widths


def test_current_tab_is_announced() -> None:
    html = macro("{{ ui.tabs([('Überblick', '/a', false, ''), ('Nachweis', '/b', true, '')]) }}")
    assert Elements(html).one("a", aria_current="page")["href"] == "/b"


def test_dialog_has_a_name_and_two_answers() -> None:
    html = macro("{% call ui.dialog('x', 'Vertrag beenden?', yes='Beenden') %}Folge{% endcall %}")
    assert Elements(html).one("dialog")["aria-labelledby"] == "x-title"
    assert {a["value"] for tag, a in Elements(html).found if tag == "button"} == {"no", "yes"}


def test_merge_offers_both_texts_and_three_choices() -> None:
    html = macro("{{ ui.merge('meins', 'anderes', 'Sie', '14:01') }}")
    assert [a["data-merge"] for tag, a in Elements(html).found if a.get("data-merge")] == [
        "mine",
        "theirs",
        "both",
    ]
    assert "data-merge-theirs>anderes<" in html

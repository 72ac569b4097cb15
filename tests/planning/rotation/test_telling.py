"""How a proposal is told. Pure."""

from zweiklang.planning.rotation.page import terms_in_words


def test_a_difference_is_that_of_the_numbers_shown() -> None:
    term = {
        "name": "theory",
        "label": "Abstand",
        "unit": "Wochen",
        "raw": 15.04,
        "today": 18.36,
        "gain": 3,
        "weight": 1,
    }
    (row,) = terms_in_words({"terms": [term]}, departments=True)
    assert (row.today, row.new, row.change) == ("18,4 Wochen", "15 Wochen", "−3,4")

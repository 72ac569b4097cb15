"""Files of strangers: three forms, German or English keys, and a sentence where something is missing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.curricula.plans import write
from tests.planning.matching.quality import FOLDER
from zweiklang.cli.commands.planning_links import suggest_links
from zweiklang.planning.matching.field_files import FieldFileError, read_field_file
from zweiklang.planning.matching.numbers import same_number

published = pytest.mark.skipif(not FOLDER.exists(), reason="the published regulations are not at hand")
LIST = [
    {"nr": "1", "titel": "Anlagen warten"},
    {"number": 2, "title": "Kunden beraten", "text": ["a", "b"], "year": 1},
]
OCCUPATION = {"beruf": "Prüfer/in", "bjnr": "B1", "lernfelder": LIST}
OTHER = {"occupation": "Maler/in", "document_number": "B2", "learning_fields": LIST}


@pytest.fixture
def file(tmp_path: Path):
    def make(content: object) -> Path:
        path = tmp_path / "lernfelder.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return make


@pytest.mark.parametrize(
    ("content", "name"),
    [(LIST, ""), (OCCUPATION, "Prüfer/in"), ({"berufe": [OCCUPATION, OTHER]}, "Prüfer/in")],
)
def test_a_list_an_occupation_and_several_are_read(file, content, name) -> None:
    found = read_field_file(file(content), document_number="B1")
    assert found.occupation == name
    assert [(one.number, one.title, one.text) for one in found.fields] == [
        ("1", "Anlagen warten", ""),
        ("2", "Kunden beraten", "a\nb"),
    ]
    assert found.fields[1].year == 1


def test_a_name_chooses_against_the_document_number(file) -> None:
    found = read_field_file(file({"berufe": [OCCUPATION, OTHER]}), document_number="B1", occupation="maler")
    assert found.occupation == "Maler/in"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "not readable as JSON"),
        ("[" * 100_000, "not readable as JSON"),
        ("7", "a list of Lernfelder or an object is expected"),
        ([], "is empty"),
        ([7], "entry 1 is no object"),
        ([{"titel": "x"}], 'no "number"'),
        ([{"nr": True, "titel": "x"}], 'no "number"'),
        ([{"nr": "1"}], 'neither "title"'),
        ([{"nr": "1", "titel": "x", "jahr": "eins"}], "must be a whole number"),
        ([{"nr": "1", "titel": "x", "text": {"a": 1}}], "a text or a list of texts"),
        ([{"nr": "1", "titel": "x"}, {"nr": 1, "titel": "y"}], "stands there twice"),
        ({"beruf": "x"}, 'no list "lernfelder"'),
        ({"berufe": [OTHER]}, "no occupation is of regulation B1. Choose one with --occupation: Maler/in"),
        ({"berufe": [OCCUPATION, OCCUPATION]}, "several occupations are"),
        ({"berufe": {"a": 1}}, "must be a list of objects"),
    ],
)
def test_what_is_missing_is_said(file, content, sentence) -> None:
    with pytest.raises(FieldFileError, match=None) as problem:
        read_field_file(file(content), document_number="B1")
    assert sentence in str(problem.value)


def test_numbers_of_lernfelder_are_compared_as_people_write_them() -> None:
    assert same_number("LF 05", "5")
    assert same_number("11P", "Lernfeld 11p")
    assert not same_number("1", "11")


def run(*arguments: object):
    return CliRunner().invoke(suggest_links, [str(one) for one in arguments])


def test_the_command_ranks_with_reasons_as_one_object(tmp_path: Path, file) -> None:
    result = run(write(tmp_path), "--learning-fields", file(LIST), "--json", "--top", 2)
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert [one["number"] for one in found["learning_fields"]] == ["1", "2"]
    for one in found["learning_fields"]:
        assert len(one["suggestions"]) <= 2
        assert [s["rank"] for s in one["suggestions"]] == [*range(1, len(one["suggestions"]) + 1)]
        assert all(s["words"] and s["official"] is False for s in one["suggestions"])
        assert one["official"] == []


@pytest.mark.parametrize(
    ("regulation", "fields", "sentence"),
    [
        ("missing.xml", LIST, "No such file"),
        ("broken.xml", LIST, "broken.xml"),
        ("", "{", "not readable as JSON"),
    ],
)
def test_a_file_that_cannot_be_used_ends_the_command_with_a_sentence(
    tmp_path, file, regulation, fields, sentence
) -> None:
    (tmp_path / "broken.xml").write_text("<nothing/>")
    path = tmp_path / regulation if regulation else write(tmp_path)
    result = run(path, "--learning-fields", file(fields))
    assert result.exit_code == 1
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_an_unknown_specialisation_names_those_there_are(tmp_path, file) -> None:
    result = run(write(tmp_path), "--learning-fields", file(LIST), "--specialisation", "Segeln")
    assert result.exit_code == 1
    assert '"Segeln" is not one specialisation' in result.output


@published
def test_what_the_annex_says_is_marked_and_changes_no_score(tmp_path, file) -> None:
    """The same regulation without its annex gives the same scores."""
    path = FOLDER / "BJNR220110013.xml"
    fields = file(
        [{"nr": "LF 7", "titel": "Triebwerke instand halten"}, {"nr": "99", "titel": "Flugbetrieb"}]
    )
    bare = tmp_path / path.name
    bare.write_text(path.read_text(encoding="utf-8").replace("Lernfeld", "Lernort"), encoding="utf-8")
    with_annex, without = (
        json.loads(run(one, "--learning-fields", fields, "--json", "--top", 0).output) for one in (path, bare)
    )
    seven, unknown = with_annex["learning_fields"]
    assert {one["position"]["number"] for one in seven["official"]} >= {"3", "5", "6"}
    assert seven["official"][0]["source"] == "Anlage 3 der Verordnung"
    assert any(one["official"] for one in seven["suggestions"])
    assert unknown["official"] == []
    scores = [
        [(s["position"], s["score"]) for s in one["suggestions"]] for one in with_annex["learning_fields"]
    ]
    assert scores == [
        [(s["position"], s["score"]) for s in one["suggestions"]] for one in without["learning_fields"]
    ]
    assert not any(s["official"] for one in without["learning_fields"] for s in one["suggestions"])


@published
def test_positions_of_another_specialisation_are_left_out_where_the_file_names_one() -> None:
    fields = FOLDER.parent / "curricula" / "learning_fields_6_occupations.json"
    found = json.loads(run(FOLDER / "BJNR025000020.xml", "--learning-fields", fields, "--json").output)
    assert found["specialisation"] == "Anwendungsentwicklung"
    sections = {s["position"]["section"] for one in found["learning_fields"] for s in one["suggestions"]}
    assert sections <= {"A", "B", "F"}


@published
def test_people_read_the_same_as_lines() -> None:
    fields = FOLDER.parent / "curricula" / "learning_fields_6_occupations.json"
    text = run(FOLDER / "BJNR157800013.xml", "--learning-fields", fields, "--top", 1).output
    assert "LF 7  Verschleißbehaftete Baugruppen und Systeme instand setzen" in text
    assert "1. " in text
    assert "%" in text

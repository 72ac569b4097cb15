"""What `planning suggest-links` answers: one object for programs (docs/planning-links.md), lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zweiklang.kernel.sorting import sort_key
from zweiklang.planning.matching.annexes import official_links
from zweiklang.planning.matching.field_files import FieldFile
from zweiklang.planning.matching.numbers import same_number
from zweiklang.planning.matching.ranking import suggest_links
from zweiklang.planning.matching.reading import as_position, holding_for
from zweiklang.planning.matching.values import AnnexReading, Field, OfficialLink, PlanPosition, Suggestion

if TYPE_CHECKING:
    from zweiklang.curricula.public import FilePlan, FilePosition

_PLACES = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """All suggestions for the Lernfelder of a file, and what the regulation itself says of them."""

    plan: FilePlan
    occupation: str
    specialisation: str
    places: dict[str, FilePosition]
    suggestions: list[tuple[Field, list[Suggestion]]]
    annex: AnnexReading

    def official_for(self, learning_field: Field) -> list[OfficialLink]:
        """Returns what the regulation says of this Lernfeld; of marks for a Fachrichtung only those for the chosen one, if one is."""
        return [
            link
            for link in self.annex.links
            if same_number(link.field_number, learning_field.number)
            and (
                not link.specialisation
                or sort_key(link.specialisation) in sort_key(self.specialisation or link.specialisation)
            )
        ]


def answer(plan: FilePlan, file: FieldFile, *, specialisation: str = "") -> Answer:
    """Returns every position that fits each Lernfeld, best first. Positions of other specialisations are left out where the one meant is
    known: given, or named by the file's occupation.
    """
    chosen = specialisation or _named_in(file.occupation, plan)
    holding = holding_for(plan, specialisation=chosen)
    places = {str(index): position for index, position in enumerate(holding)}
    positions = [as_position(position, key, chosen=bool(chosen)) for key, position in places.items()]
    ranked = suggest_links(positions, file.fields)
    return Answer(
        plan,
        file.occupation,
        chosen,
        places,
        [*zip(file.fields, ranked, strict=True)],
        official_links(plan.correspondences, positions),
    )


def specialisations(plan: FilePlan) -> list[str]:
    """Returns the specialisations that sections of the plan are for, each once."""
    return [*dict.fromkeys(position.specialisation for position in plan.positions if position.specialisation)]


def _named_in(occupation: str, plan: FilePlan) -> str:
    found = [name for name in specialisations(plan) if sort_key(name) in sort_key(occupation)]
    return max(found, key=len, default="")


def as_object(found: Answer, *, top: int | None) -> dict[str, Any]:
    """Returns the documented object; at most `top` suggestions for each Lernfeld, all if None."""
    return {
        "regulation": {
            "document_number": found.plan.document_number,
            "short_title": found.plan.short_title,
            "title": found.plan.title,
        },
        "occupation": found.occupation or None,
        "specialisation": found.specialisation or None,
        "positions": len(found.places),
        "learning_fields": [
            {
                "number": one.number,
                "title": one.title,
                "suggestions": _suggestions(found, one, ranked[:top]),
                "official": _official(found, one, ranked),
            }
            for one, ranked in found.suggestions
        ],
        "warnings": [f"annex names {mark}, which the plan does not have" for mark in found.annex.unknown],
    }


def _suggestions(found: Answer, one: Field, ranked: Sequence[Suggestion]) -> list[dict[str, Any]]:
    official = {link.position.key for link in found.official_for(one)}
    return [
        {
            "rank": rank,
            "score": round(suggestion.score, _PLACES),
            "official": suggestion.position.key in official,
            "position": _position(found, suggestion.position),
            "words": [
                {"learning_field": w.of_field, "position": w.of_position, "share": round(w.share, _PLACES)}
                for w in suggestion.words
            ],
            "skills": [
                {"letter": skill.letter or None, "text": skill.text, "share": round(skill.share, _PLACES)}
                for skill in suggestion.skills
            ],
        }
        for rank, suggestion in enumerate(ranked, start=1)
    ]


def _official(found: Answer, one: Field, ranked: Sequence[Suggestion]) -> list[dict[str, Any]]:
    ranks = {suggestion.position.key: rank for rank, suggestion in enumerate(ranked, start=1)}
    return [
        {
            "position": _position(found, link.position),
            "skills": [*link.skills],
            "source": f"{link.annex} der Verordnung",
            "specialisation": link.specialisation or None,
            "rows": link.rows,
            "rank": ranks.get(link.position.key),
        }
        for link in found.official_for(one)
    ]


def _position(found: Answer, position: PlanPosition) -> dict[str, str | None]:
    place = found.places[position.key]
    return {
        "annex": place.annex,
        "section": place.section or None,
        "number": place.number,
        "title": place.title,
    }


def as_lines(found: Answer, *, top: int | None) -> Iterator[str]:
    """Yields the same for people."""
    chosen = f", {found.specialisation}" if found.specialisation else ""
    yield f"{found.plan.title} ({found.plan.short_title}{chosen}): {len(found.places)} positions"
    for one, ranked in found.suggestions:
        yield ""
        yield f"LF {one.number}  {one.title}".rstrip()
        official = found.official_for(one)
        keys = {link.position.key for link in official}
        for rank, suggestion in enumerate(ranked[:top], start=1):
            yield from _lines(rank, suggestion, official=suggestion.position.key in keys)
        if not ranked:
            yield "   no position shares a word with it"
        missed = [
            link for link in official if link.position.key not in {s.position.key for s in ranked[:top]}
        ]
        if missed:
            yield "   also official: " + "; ".join(f"{link.position.mark} ({link.annex})" for link in missed)


def _lines(rank: int, suggestion: Suggestion, *, official: bool) -> Iterator[str]:
    position = suggestion.position
    mark = " [official]" if official else ""
    yield f"   {rank}. {suggestion.score:.2f}  {position.mark}  {position.title}{mark}"
    yield f"        {', '.join(_pairs(suggestion))}"


def _pairs(suggestion: Suggestion) -> Iterable[str]:
    for words in suggestion.words:
        same = words.of_field.casefold() == words.of_position.casefold()
        text = words.of_field if same else f"{words.of_field} ~ {words.of_position}"
        yield f"{text} {words.share:.0%}"

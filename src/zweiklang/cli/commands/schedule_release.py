"""`zweiklang schedule release-day`: what § 15 BBiG and § 9 JArbSchG say about one school day. Needs no database."""

import json
import re
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from zweiklang.schedule.public import Release, SchoolDayFacts

_NAMES = (
    ("montag", "monday", "mo", "mon"),
    ("dienstag", "tuesday", "di", "tu", "tue"),
    ("mittwoch", "wednesday", "mi", "we", "wed"),
    ("donnerstag", "thursday", "do", "th", "thu"),
    ("freitag", "friday", "fr", "fri"),
    ("samstag", "saturday", "sa", "sat"),
    ("sonntag", "sunday", "so", "su", "sun"),
)
WEEKDAYS = dict(enumerate(_NAMES, start=1))
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class Weekday(click.ParamType[int]):
    """A day of the week: "mo", "Montag", "monday" or 1 to 7."""

    name = "weekday"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of the day, Monday is 1."""
        wanted = str(value).strip().strip(".").lower()
        for number, names in WEEKDAYS.items():
            if wanted in names or wanted == str(number):
                return number
        self.fail(f"{value!r} is no day of the week. Give one like mo, Montag, monday or 1.", param, ctx)


class Clock(click.ParamType[int]):
    """A time of day, "07:45"; minutes after midnight."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Minutes after midnight."""
        if isinstance(value, int):
            return value
        found = _TIME.fullmatch(str(value).strip())
        if found:
            return int(found[1]) * 60 + int(found[2])
        self.fail(f"{value!r} is no time of day. Give one like 07:45.", param, ctx)


@click.command(name="release-day")
@click.option("--weekday", type=Weekday(), required=True, help="mo … so, Montag, monday, or 1 to 7.")
@click.option("--lessons", type=click.IntRange(0, 16), required=True, help="Lessons by plan.")
@click.option("--start", type=Clock(), help="When the first lesson begins by plan.")
@click.option(
    "--minutes", type=click.IntRange(15, 240), default=45, show_default=True, help="Length of one lesson."
)
@click.option(
    "--breaks", type=click.IntRange(0, 600), default=0, help="Minutes of all breaks between lessons."
)
@click.option(
    "--cancelled", type=click.IntRange(0, 16), default=0, help="How many of the last lessons are cancelled."
)
@click.option(
    "--cancelled-first", type=click.IntRange(0, 16), default=0, help="How many of the first lessons are."
)
@click.option("--age", type=click.IntRange(14, 99), help="Age in years; without it both laws are named.")
@click.option(
    "--daily-minutes",
    type=click.IntRange(60, 600),
    default=480,
    show_default=True,
    help="Average training time.",
)
@click.option("--travel", type=click.IntRange(0, 480), help="Minutes of the way from school to the firm.")
@click.option(
    "--second", is_flag=True, help="Another day of this week with more than five lessons is the free one."
)
@click.option("--block-hours", type=click.IntRange(0, 60), help="Lessons of the week in block by plan.")
@click.option(
    "--block-days", type=click.IntRange(0, 7), default=5, show_default=True, help="School days of that week."
)
@click.option(
    "--exam-minutes", type=click.IntRange(1, 600), help="An exam or course outside the firm, with breaks."
)
@click.option("--before-final-exam", is_flag=True, help="The next day is the written final exam.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def release_day(*, as_json: bool, **day: Any) -> None:
    """Says what a school day means: what counts as training time, and whether the firm may ask for the rest of the day.

    Each conclusion names its paragraph of BBiG (adults) or JArbSchG (under 18). Needs no database.
    """
    from zweiklang.cli.environment import setup_django

    setup_django()
    from zweiklang.schedule.public import release_of, release_values

    facts = _facts(day)
    release = release_of(facts)
    if as_json:
        values = {"day": _described(facts), **release_values(release)}
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        click.echo(_as_text(facts, release))


def _facts(day: dict[str, Any]) -> "SchoolDayFacts":
    from zweiklang.schedule.public import BlockWeek, SchoolDayFacts, lessons_in_a_row

    if day["lessons"] and day["start"] is None:
        raise click.UsageError("When does the first lesson begin? Give --start, for example --start 07:45.")
    try:
        lessons = lessons_in_a_row(
            day["lessons"],
            starts=day["start"],
            minutes=day["minutes"],
            breaks=day["breaks"],
            cancelled_first=day["cancelled_first"],
            cancelled_last=day["cancelled"],
        )
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    hours, missing = day["block_hours"], bool(day["cancelled"] or day["cancelled_first"])
    return SchoolDayFacts(
        weekday=day["weekday"],
        lessons=lessons,
        age=day["age"],
        daily_minutes=day["daily_minutes"],
        travel_minutes=day["travel"],
        second=day["second"],
        block=None if hours is None else BlockWeek(hours, day["block_days"], missing),
        exam_minutes=day["exam_minutes"],
        before_final_exam=day["before_final_exam"],
    )


def _described(facts: "SchoolDayFacts") -> dict[str, Any]:
    return {
        "weekday": WEEKDAYS[facts.weekday][0].capitalize(),
        "age": facts.age,
        "lessons_planned": len(facts.planned),
        "lessons_held": len(facts.held),
        "daily_minutes": facts.daily_minutes,
    }


def _as_text(facts: "SchoolDayFacts", release: "Release") -> str:
    from zweiklang.kernel import formats
    from zweiklang.schedule.public import FIRM_DECIDES, release_verdict

    about = _described(facts)
    age = f", {facts.age} Jahre" if facts.age is not None else ""
    lines = [
        f"{about['weekday']}: {about['lessons_held']} von {about['lessons_planned']} Stunden werden gehalten{age}",
        f"Angerechnet: {formats.minutes(release.minutes_credited)}",
        *(f"  {line}" for line in release.reading.arithmetic),
        release_verdict(release.reading),
    ]
    if release.other:
        other = release.other
        lines.append(
            f"Nach anderer Ansicht: {formats.minutes(other.minutes_credited)}. {release_verdict(other)}"
        )
    for one in release.conclusions:
        cited = "; ".join(f"{p.label} ({p.whom})" if p.whom else p.label for p in one.paragraphs)
        lines += ["", f"{cited}{' · umstritten' if one.disputed else ''}", f"  {one.sentence}"]
    return "\n".join([*lines, "", FIRM_DECIDES])

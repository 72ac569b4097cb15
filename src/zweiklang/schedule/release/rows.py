"""A day of lessons of the same length, as somebody describes it in a sentence: "six lessons from 8:00"."""

from zweiklang.schedule.release.shapes import LessonFact

DAY = 24 * 60


def lessons_in_a_row(
    number: int,
    *,
    starts: int | None,
    minutes: int,
    breaks: int = 0,
    cancelled_first: int = 0,
    cancelled_last: int = 0,
) -> tuple[LessonFact, ...]:
    """Returns that many lessons with the breaks spread evenly between them, the first and the last of them cancelled.

    Raises ValueError with a sentence if more are cancelled than there are, or if they do not fit into the day.
    """
    if cancelled_first + cancelled_last > number:
        raise ValueError(
            f"{cancelled_first + cancelled_last} lessons are cancelled, but only {number} are planned."
        )
    if starts is not None and starts + number * minutes + breaks > DAY:
        raise ValueError(
            f"{number} lessons of {minutes} minutes with {breaks} minutes of breaks end after midnight."
        )
    return tuple(
        LessonFact(
            None if starts is None else starts + i * minutes + _break_before(i, number, breaks),
            minutes,
            held=cancelled_first <= i < number - cancelled_last,
        )
        for i in range(number)
    )


def _break_before(lesson: int, number: int, breaks: int) -> int:
    return breaks * lesson // (number - 1) if number > 1 else 0

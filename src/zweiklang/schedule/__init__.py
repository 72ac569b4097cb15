"""School time for both sides: when is school and what changes, the calendar and its feeds, courses, absences, topics of lessons.

What a firm may see of it follows from the release rules, row by row and from the day on at which a rule opened it.
The reason of an absence lies in a table of its own, which no capacity of a firm can read.
"""

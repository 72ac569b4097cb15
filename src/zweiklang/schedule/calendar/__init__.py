"""The one calendar: what the school's facts say about each day of a class and of an apprenticeship, and the pages that show it.

`days` reads, `combining` says what holds when facts meet (pure), `shapes` is what others get.
"""

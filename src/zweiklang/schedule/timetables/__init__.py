"""The timetable of a school's classes and what is different on single days, as a timetable programme says it.

A file is a snapshot: compared with what is known, only real changes are written, and only those are told. No reader lies here: files become
the shapes of `shapes` in `interfaces`.
"""

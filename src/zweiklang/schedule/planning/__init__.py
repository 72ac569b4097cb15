"""The small editor: school days, timetable, single changes and events of a class, free days and times of a school, courses of a firm.

What imports wrote keeps its source: rows of a subscription or of Untis are shown here and changed there.
"""

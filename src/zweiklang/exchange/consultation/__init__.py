"""Consultation days (Sprechtage): a school offers times with its teachers, firms and families book one, nobody twice.

Days, hosts and slots are read by whoever may know of the day; who has booked is read by that person and the teacher alone.
"""

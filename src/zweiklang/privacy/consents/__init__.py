"""Consents: what a rule asks for in one's own apprenticeship, answered and taken back on one page.

Giving and withdrawing belong to `rooms.consents`, which opens and closes in the same transaction. Here stands who is asked, once.
"""

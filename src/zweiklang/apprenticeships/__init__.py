"""Training contracts, classes, and who is what to whom: the facts from which memberships follow.

Owns the derivation: every change of a fact here replaces the memberships of the rooms concerned, in the same transaction.
"""

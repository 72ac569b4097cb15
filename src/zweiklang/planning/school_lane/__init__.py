"""The school lane: which Lernfeld a class learns in which weeks.

A draft for those who teach, published in versions for families and firms.
"""

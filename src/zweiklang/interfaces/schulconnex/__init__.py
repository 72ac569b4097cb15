"""Schulconnex 1.7: persons with their contexts at schools (`personen-info`), and the same data as VIDIS shares it about one person.

Tolerant where published examples break their own schema: lists where one object is meant, codes in any letter case, missing parts.
"""

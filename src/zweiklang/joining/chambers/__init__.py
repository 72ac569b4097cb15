"""Contracts from a chamber's file, and which school is responsible for a new apprentice.

Owns the imports of a chamber with what each file said of a contract, and the rules of responsible schools. A file is compared, shown, and
only then applied; it ends no contract and changes none of another chamber. Which school is responsible is proposed; the school confirms.
"""

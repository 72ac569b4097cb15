"""Erasure of a person (Art. 17 DSGVO): what goes, what stays without the name, what the law keeps, and carrying it out.

`relations` declares each foreign key to a person and each column that holds a copy of a name; a test fails for an undeclared one.
"""

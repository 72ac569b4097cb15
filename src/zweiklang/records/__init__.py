"""The training record (Ausbildungsnachweis, Berichtsheft): weeks with lines, certified by the venue where each line happened.

Owns writing, submitting, returning, signing, taking note and unlocking; the coverage of the plan; and the record as PDF.
"""

"""Interfaces: one folder per outside system, each turning foreign bytes into the neutral shapes of the apps below.

Pure readers: they know no database and no person, trust nothing in a file, and raise nothing but `Unreadable`.
"""

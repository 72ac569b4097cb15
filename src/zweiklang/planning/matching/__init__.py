"""Which positions of a regulation fit which Lernfelder, computed from their words: offline, recomputable, with the words that matched.

Pure: plain values in, plain values out; no Django, no database, no network.
"""

"""Rosters: who belongs to a school (classes, pupils, guardians, teachers) and which contracts a chamber knows, as their files say it.

Owns the neutral shape every file is read into (`shapes`), the preview, applying and undoing of an import, and safe files on the way out.
The readers of single formats live in `interfaces`, above.
"""

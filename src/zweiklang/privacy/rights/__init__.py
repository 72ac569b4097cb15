"""The rights of the persons concerned: correction, erasure, restriction, objection; and what § 72 (4) HSchG allows a school to tell parents.

`facts` shows somebody their own data and who can correct it, `responsibility` who decides, `asking` and `deciding` write requests,
`erasure/` carries one out, `restriction` closes rooms, `parents` and `adulthood` are about turning 18. Pages: `/konto/rechte/`.
"""

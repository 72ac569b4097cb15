"""Release rules (Freigaberegeln): who sees which data category, as data, from when on, decided by whom.

`cells` knows the Land's start values, `book` what was decided since, `resolution` turns both into what a membership carries,
`deciding` and `braking` write decisions, `recomputing` brings all memberships up to date.
"""

"""What every app stands on: actor, decisions and errors, clock, ids, model base, formats, the calendar of Hesse, mail.

Has no tables. Imports no other app.
"""

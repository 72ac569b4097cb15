"""Do the release rules hold in the database? Every case of the matrix is asked in PostgreSQL as the application role.

`expected` says what should be seen, written down from the agreement and not from the code; `town` puts rows into a transaction that is
rolled back; `asking` compares.
"""

"""The `zweiklang` command: starts, migrates, serves, inspects and imports.

It also owns the embedded PostgreSQL and the database roles. Nothing but `config` and the tests imports from
here.
"""

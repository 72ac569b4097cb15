"""Backups: the database as one moment saw it, and the files its rows name, with counts and checksums of everything.

A backup is a folder that is complete or not there (`taking`). Restoring goes into an empty database, in which nobody
can sign in until all of it has been compared (`restoring`).
"""

"""The direct line: conversations in rooms of their own, confidential help, announcements, appointments and consultation days, files, notices.

It says that there is something new (live, by mail, by push) and never what; whoever opens it reads with the rights of that moment.
"""

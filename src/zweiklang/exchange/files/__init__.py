"""Files people hand to each other: attachments of messages and the files of a room.

They arrive in parts (tus), are checked and cleaned by a job, and leave through short-lived addresses. What a file is allowed to be stands
in `kinds`, where its bytes lie in `storage`; the table is exchange.models.StoredFile.
"""

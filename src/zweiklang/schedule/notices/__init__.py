"""What changed in the calendar reaches the people concerned: once in the product, and by at most one mail that says nothing of it.

`announcing` writes what changed, `telling` finds who is concerned, `mailing` sends mails, `reading` shows the changes.
"""

"""What changed in the calendar reaches the people concerned: once in the product, and by mails that say nothing of it.

`announcing` writes what changed, `telling` finds who is concerned, `kind` says what
stands in the inbox (which also sends mails, `exchange.notices`), `reading` shows the changes.
"""

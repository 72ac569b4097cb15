"""A week fills itself: what the calendar and the class register say stands as proposals in an open week until the apprentice takes or refuses it.

`facts` reads, `proposing` says what is proposed (pure), `taking` writes what was taken or refused, `marks` says whether the school's words
in a line still are the school's.
"""

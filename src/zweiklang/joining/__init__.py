"""How people and firms come in: invitations by letter, mail or word of mouth, reported contracts, and the way back in.

Invitations are facts of the inviting organisation and lie in its team room. The entrance itself has no room: whoever knocks is nobody
until an address is proven.
"""

"""An organisation's own pages: its people, departments, sites, deputies and hand-overs; a chamber's firms and contracts; the support desk.

Owns what these acts leave behind: hand-overs that can be undone, mergers of firms, changes of contracts, support sessions.
Facts themselves (posts, assignments, contracts) belong to `organisations` and `apprenticeships`.
"""

"""The one idea that carries everything: rooms, memberships with scopes, release rules, and row-level security.

A person sees a row if, and only if, that person is a member of the row's room and the membership carries the row's scope.
PostgreSQL enforces it; this app generates the policies.
"""

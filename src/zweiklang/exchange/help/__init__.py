"""Confidential help: whom an apprentice can turn to, and what two people say to each other then.

A case is a conversation of kind "help" in a room of kind "counselling". Nobody but the two finds a trace of it; whatever is shown here
must look the same whether there is a case or not.
"""

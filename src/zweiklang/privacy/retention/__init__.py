"""Retention: what the models' privacy notes say is carried out every night.

`declared` finds the rules of all models, `reach` what goes with a row, `due` which rows are due, `deleting` removes them, `running` is
one night. Holds, wishes to keep, warnings and accounts that end have modules of their own. No app's private module is named here.
"""

"""The planner's engine: pure Python, no Django. OR-Tools is imported when something is solved.

`read_instance` reads, `solve` proposes, `check_plan` verifies every hard rule, `score` counts the wishes, `outcome_data` writes.
What each rule means: docs/planning-instance.md.
"""

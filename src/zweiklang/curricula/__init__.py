"""What the law says is learnt: training regulations (Ausbildungsordnungen) with positions and weeks, framework curricula with Lernfelder.

Public knowledge without persons: no rooms, readable by everybody who is signed in. `gii` reads the ministry's XML.
"""

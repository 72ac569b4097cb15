"""Plans of both venues and what joins them: the class's didactic plan, the firm's training plan, links between positions and Lernfelder.

It shows both on one time line, says where they drift apart, proposes a better rotation, and carries proposals between school and firm.
"""

"""What everybody gets at the pages of who sees what, in world A's first apprenticeship and its class."""

# Pages whose room is the class's.
OF_CLASS = ("privacy:who_sees_class",)
ROOMS = """
privacy:who_sees_what            200        404               200     200            200              200           200             404            200      200             404           200      404
privacy:who_sees_class           200        200               200     200            200              200           200             200            200      404             200           200      404
"""  # noqa: E501 - a table

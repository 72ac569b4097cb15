"""Where "Wer sieht was?" is found: a tab of every room of an apprenticeship or class, and the link below the people of a room."""

from zweiklang.rooms.public import Button, Scope, Tab, add_button, add_tab


def add_entries() -> None:
    """Every page of such a room leads there."""
    place, page, class_page = 90, "privacy:who_sees_what", "privacy:who_sees_class"
    of_room = Tab("who", "Wer sieht was?", "visibility", page, Scope.MEMBERS, place, shown=(page,))
    add_tab("apprenticeship", of_room)
    add_tab("class", Tab("who", "Wer sieht was?", "visibility", class_page, Scope.SCHEDULE, place))
    add_button("apprenticeship:members", Button("Wer sieht was?", "visibility", page, Scope.MEMBERS))

"""Where conversations are found: a tab of apprenticeships and classes; and the hooks by which memberships and notices follow."""

from zweiklang.apprenticeships.public import also_derive, also_derive_rooms
from zweiklang.exchange.conversations.derivation import derive_about_organisations, derive_about_rooms
from zweiklang.exchange.conversations.telling import MESSAGE
from zweiklang.exchange.notices.kinds import add_kind
from zweiklang.rooms.public import Button, Scope, Tab, add_button, add_tab

TAB = "talks"
PAGE = "exchange:room_conversations"


def add_tabs() -> None:
    """Rooms have the tab, messages are a kind of notice, and conversations follow what they are about."""
    for kind, place in (("apprenticeship", 57), ("class", 57)):
        add_tab(kind, Tab(TAB, "Nachrichten", "messages", PAGE, Scope.SCHEDULE, place=place))
    write = Button(
        "Gespräch mit ihnen beginnen", "messages", "exchange:conversation_about_room", Scope.MEMBERS
    )
    add_button("apprenticeship:members", write)
    add_kind(MESSAGE)
    also_derive(derive_about_organisations)
    also_derive_rooms(derive_about_rooms)

"""Why there is no way into a video conference now. The sentence says what one can do."""

from zweiklang.kernel.errors import Conflict

NO_SERVER = "Auf diesem Server ist keine Videokonferenz eingerichtet. Bitte vereinbaren Sie einen Ort oder eine Telefonnummer."
AWAY = "Die Videokonferenz antwortet gerade nicht. Bitte versuchen Sie es in einer Minute noch einmal, oder rufen Sie an."
MISTAKEN = "Die Videokonferenz ist nicht richtig eingerichtet und lässt uns nicht hinein. Der Support kann das ändern."
STRANGE = "Die Videokonferenz hat etwas geantwortet, das wir nicht verstehen. Bitte versuchen Sie es noch einmal, oder rufen Sie an."
WAIT = "Das Treffen hat noch nicht begonnen. Sobald die Leitung den Videoraum öffnet, können Sie eintreten."
ENDED = "Dieses Treffen wurde beendet. Der Videoraum ist geschlossen."


class NoVideo(Conflict):
    """Nobody gets into the video room now; the message says why and what helps."""


class NotSetUp(NoVideo):
    """This installation has no video server."""

    def __init__(self) -> None:
        super().__init__(NO_SERVER)


class NotOpenYet(NoVideo):
    """A moderator opens the room; whoever is none waits."""

    def __init__(self) -> None:
        super().__init__(WAIT)

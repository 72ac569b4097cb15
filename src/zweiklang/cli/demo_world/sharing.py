"""Files of the demo: a plan and a picture in the apprenticeship, an attachment in a conversation. Drawn and set here, and checked like any other."""

import io
from datetime import timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract
from zweiklang.cli.demo_world.setting import find_or_add
from zweiklang.exchange.public import Message, StoredFile, keep_file
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now

EXAM = """
#set document(title: "Ablauf der Zwischenprüfung")
#set text(lang: "de", size: 12pt)
= Ablauf der Zwischenprüfung
+ Anmeldung durch den Betrieb bis zum Ende des Monats
+ Einladung der Kammer mit Ort und Uhrzeit
+ Prüfung: 120 Minuten schriftlich, Taschenrechner erlaubt
+ Bescheinigung über die Teilnahme an Auszubildende, Betrieb und Schule
"""
CHECKLIST = """
#set document(title: "Checkliste Serverschrank")
#set text(lang: "de", size: 12pt)
= Checkliste Serverschrank
- Beschriftung an jedem Kabel, an beiden Enden
- Biegeradius eingehalten, keine Spannung auf Steckern
- Patchfeld und Plan stimmen überein
- Foto vorher und nachher
"""


def keep_files(actor: Actor) -> None:
    """The demo's files lie where they belong. Called inside `as_system`, after the talks; what is there stays."""
    if StoredFile.objects.exists():
        return
    apprentice, trainer, teacher = (
        find_or_add(actor, key) for key in ("@apprentice", "@trainer", "@class_teacher")
    )
    room_id = Contract.objects.get(apprentice=apprentice).room_id
    rows: tuple[tuple[UUID, str, bytes, int], ...] = (
        (trainer.pk, "Checkliste Serverschrank.pdf", _page(CHECKLIST), 12),
        (apprentice.pk, "Serverschrank nachher.jpg", _picture(), 5),
    )
    for person_id, name, content, days in rows:
        at = now() - timedelta(days=days, hours=2)
        keep_file(actor, room_id=room_id, person_id=person_id, name=name, content=content, at=at)
    first = (
        Message.objects.filter(author=teacher, room__kind="conversation", kind="text")
        .order_by("sent_at")
        .first()
    )
    if first:
        keep_file(
            actor,
            room_id=first.room_id,
            person_id=teacher.pk,
            name="Ablauf der Zwischenprüfung.pdf",
            content=_page(EXAM),
            at=first.sent_at,
            message_id=first.pk,
        )


def _page(source: str) -> bytes:
    import typst

    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def _picture() -> bytes:
    """A rack with two patch panels, as somebody would draw it who has no photo of one."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (1200, 900), "#d9dde2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((330, 40, 870, 860), fill="#2b3038", outline="#11151a", width=12)
    for unit in range(12):
        top = 80 + unit * 64
        draw.rectangle((370, top, 830, top + 50), fill="#4a525e" if unit in {2, 6} else "#3a414b")
        if unit in {2, 6}:
            for port in range(16):
                left = 386 + port * 27
                draw.rectangle((left, top + 16, left + 16, top + 34), fill="#0d1014")
                draw.line(
                    (left + 8, top + 34, left + 8 + (port % 5 - 2) * 6, top + 64),
                    fill=_CABLES[port % 4],
                    width=5,
                )
        elif unit % 3 == 0:
            draw.ellipse((800, top + 18, 814, top + 32), fill="#4bd06a")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


_CABLES = ("#e0b13a", "#3a86e0", "#d9543f", "#46a46c")

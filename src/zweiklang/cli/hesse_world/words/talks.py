"""What people write to each other: parts of messages that fit each other in any combination, subjects, announcements."""

GREETINGS = (
    "Guten Tag",
    "Guten Morgen",
    "Hallo zusammen",
    "Liebe Kolleginnen und Kollegen",
    "Guten Tag zusammen",
)
STATEMENTS = (
    "die Zwischenprüfung ist im Frühjahr, wir möchten die Vorbereitung abstimmen", "im letzten Block waren die Leistungen deutlich besser",
    "der Ausbildungsplan für das nächste Halbjahr steht jetzt fest", "zwei Wochen im Ausbildungsnachweis fehlen noch",
    "die Versetzung in die nächste Abteilung beginnt am Montag", "am Donnerstag fällt der Unterricht ab der fünften Stunde aus",
    "das Thema aus Lernfeld 6 passt gut zu unserem Auftrag", "der Stützunterricht findet jetzt am Mittwoch statt",
    "die Anmeldung zur Abschlussprüfung ist verschickt", "wir haben im Betrieb ein Projekt, das zum Lernfeld passt",
)  # fmt: skip
REQUESTS = (
    "Passt Ihnen ein kurzes Gespräch am Dienstag um neun?", "Bitte bringen Sie das Berichtsheft mit.", "Können Sie das bis Freitag klären?",
    "Melden Sie sich gern, wenn etwas offen ist.", "Ich schicke den Plan heute noch nach.", "Wer von Ihnen kann am Nachmittag dabei sein?",
    "Vielen Dank für die schnelle Rückmeldung.", "Dann sehen wir uns in der nächsten Woche.", "Das hilft uns sehr.",
)  # fmt: skip
SUBJECTS = (
    "Zwischenprüfung", "Fehlende Wochen im Nachweis", "Ausbildungsplan nächstes Halbjahr", "Lernfeld und Auftrag im Betrieb",
    "Stützunterricht", "Versetzung in die nächste Abteilung", "Probezeit", "Freistellung für die Prüfung", "Blockunterricht im Januar",
    "Gespräch zum Leistungsstand",
)  # fmt: skip
AGREED = (
    "Fehlende Wochen nachtragen", "Stützunterricht am Mittwoch besuchen", "Aufgaben zum Lernfeld im Betrieb bearbeiten",
    "Plan für das Halbjahr schicken", "Termin zur Prüfungsvorbereitung vereinbaren", "Werkstück für die Prüfung vorbereiten",
)  # fmt: skip
SIDES = ("apprentice", "firm", "school", "all")
ANNOUNCED = (
    ("Elternabend und Ausbildertag", "Wir laden Sie herzlich zum Ausbildertag in die Schule ein. Beginn ist um 16 Uhr in der Aula."),
    ("Prüfungstermine im Winter", "Die Termine der Abschlussprüfung stehen fest. Die Anmeldung ist bis zum Monatsende möglich."),
    ("Blockplan des zweiten Halbjahrs", "Der Blockplan für das zweite Halbjahr ist veröffentlicht. Bitte prüfen Sie die Zeiten."),
    ("Neue Ansprechpersonen", "Ab sofort erreichen Sie die Abteilungsleitung unter der bekannten Nummer am Vormittag."),
)  # fmt: skip

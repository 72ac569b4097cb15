"""Where entries of the calendar come from."""

from django.db import models


class Source(models.TextChoices):
    """Who or what wrote the row: an import never touches what was written by hand."""

    HAND = "hand", "von Hand"
    UNTIS = "untis", "Untis"
    ICAL = "ical", "Kalender-Datei oder Abo"
    TABLE = "table", "Tabelle"

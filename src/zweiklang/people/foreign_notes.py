"""Privacy notes of tables that come with libraries and hold what belongs to accounts."""

from zweiklang.kernel.models import PrivacyNote, note_foreign
from zweiklang.kernel.retention import ByJob, Several, WithAccount, WithRow

BASIS = "Art. 6 Abs. 1 lit. e, Art. 32 DSGVO, § 83 HSchG; Betriebe: Art. 6 Abs. 1 lit. b DSGVO"
GONE = "die Zeile wird gelöscht"
SESSIONS = ByJob(
    "people.tidy_sessions", "bis zum Abmelden, sonst bis zur Nacht nach dem Ablauf der Anmeldung"
)


def note_tables() -> None:
    """The tables of Django's sessions, allauth and the queue have their notes."""
    account = "alle mit Konto"
    notes = {
        "account.EmailAddress": ("Anmeldung mit der E-Mail-Adresse", WithAccount("user")),
        "account.EmailConfirmation": (
            "E-Mail-Adresse bestätigen",
            WithRow(("email_address",), "die E-Mail-Adresse"),
        ),
        "mfa.Authenticator": ("zweiter Schritt der Anmeldung, Passkeys", WithAccount("user")),
        "usersessions.UserSession": (
            "die eigenen Anmeldungen sehen und beenden",
            Several(SESSIONS, WithAccount("user")),
        ),
        "sessions.Session": ("angemeldet bleiben", SESSIONS),
        "procrastinate.ProcrastinateJob": (
            "Aufgaben später erledigen; besteht nur aus Kennungen",
            ByJob("queue.forget_failed", "bis zur Erledigung, bei Fehlern 30 Tage"),
        ),
    }
    for label, (purpose, retention) in notes.items():
        note = PrivacyNote(
            whose=account, purpose=purpose, legal_basis=BASIS, retention=retention, erasure=GONE
        )
        note_foreign(label, note)

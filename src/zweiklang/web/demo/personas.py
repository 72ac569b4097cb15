"""Who can be tried in demo mode: data that the list shows and the demo world makes."""

# ruff: noqa: RUF001 - names are written as their languages write them

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented person. `key` is the last part of the address; `label` the German role; `sentence` what there is to try."""

    key: str
    given_name: str
    family_name: str
    label: str
    sentence: str

    @property
    def email(self) -> str:
        """The address the account is found by."""
        return f"{self.key.replace('_', '-')}@zweiklang.example"

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


PERSONAS: tuple[Persona, ...] = (
    Persona("apprentice", "Leyla", "Aksoy", "Auszubildende", "Schreibt ihren Ausbildungsnachweis; eine Woche kam zurück."),
    Persona("second_apprentice", "Jonas", "Wiegand", "Auszubildender, 17 Jahre", "Gleiche Klasse, anderer Betrieb."),
    Persona("trainer", "Martina", "Heckmann", "Ausbilderin", "Hat drei Auszubildende; etwa zehn Wochen warten auf sie."),
    Persona("training_manager", "Rolf", "Seibert", "Ausbildungsleitung", "Sieht alle Auszubildenden des Betriebs, entsperrt Wochen und plant."),
    Persona("class_teacher", "Anke", "Dörrbecker", "Klassenleitung", "Sieht von 24 Auszubildenden die Schultage; plant die Lernfelder."),
    Persona("subject_teacher", "Emre", "Kılıç", "Fachlehrkraft", "Unterrichtet in der Klasse und sieht Kontakte und Termine."),
    Persona("head_of_school", "Dr. Ulrike", "Stamm", "Schulleitung", "Entscheidet, was Betriebe aus der Schule sehen; sieht keine Nachweise."),
    Persona("guardian", "Sabine", "Wiegand", "Gesetzliche Vertretung", "Mutter von Jonas; nimmt Kenntnis bis zum 18. Geburtstag."),
    Persona("chamber_adviser", "Thomas", "Kalbfleisch", "Ausbildungsberatung der Kammer", "Sieht Verträge und wer zuständig ist."),
    Persona("counsellor", "Nadia", "Benali", "Ausbildungsbegleitung", "Beratung ist vertraulich: sieht nichts, was ihr niemand zeigt."),
    Persona("support", "Pascal", "Reuter", "Support", "Hilft bei der Anmeldung und sieht keine Inhalte."),
    Persona("second_support", "Vera", "Imhof", "Support, zweite Person", "Stimmt zu, bevor der Support ein Konto ändert."),
    Persona("land", "Claudia", "Freese", "Land", "Setzt die Regeln für ganz Hessen und sieht keine Daten einzelner Personen."),
    Persona("crossing", "Milan", "Petrović", "Ausbilder hier, Lehrkraft dort", "Bildet hier aus, leitet an einer anderen Schule eine Klasse."),
    Persona("newcomer", "Amina", "Okafor", "Neu", "Konto ohne Zugang zu irgendetwas."),
)  # fmt: skip


def persona(key: str) -> Persona | None:
    """Returns the persona with that key, or None."""
    return next((p for p in PERSONAS if p.key == key), None)

"""Who plays in the demo world. All persons and firms are invented; the schools and their numbers exist."""

from dataclasses import dataclass

# Name and number: Hessian list of vocational schools.
SCHOOL = ("Oskar-von-Miller-Schule", "9716", "Kassel")
OTHER_SCHOOL = ("Paul-Julius-von-Reuter-Schule", "9717", "Kassel")
# Name, town, form of the record, note of guardians, note of the school.
CHAMBERS = (
    ("IHK Kassel-Marburg", "Kassel", "either", True, False),
    ("Handwerkskammer Kassel", "Kassel", "weekly", True, True),
)
CLASS_LABEL, OTHER_CLASS_LABEL = "11FIA", "10BM2"
TEACHERS = (("Birgit", "Naumann", "Deutsch"), ("Florian", "Opitz", "Politik und Wirtschaft"))


@dataclass(frozen=True, slots=True)
class Pupil:
    """An apprentice: name or persona, age today, how the record is kept, and how many weeks stand where.

    `waiting` submitted weeks, `gaps` how many weeks ago nothing was written, `returned` how many weeks ago one came back.
    """

    name: str
    age: int
    form: str = "daily"
    waiting: int = 1
    gaps: tuple[int, ...] = ()
    returned: int = 0


@dataclass(frozen=True, slots=True)
class DemoFirm:
    """A firm with the people who train there; a name with "@" is a persona. `deputy` may be empty.

    `second_trainer` trains the pupils from the fourth on. `plans`: it has training plans; `shows_plan`: class teachers may see them.
    """

    name: str
    town: str
    street: str
    postcode: str
    trainer: str
    manager: str
    pupils: tuple[Pupil, ...]
    deputy: str = ""
    second_trainer: str = ""
    product: str = "Kundenportal"
    plans: bool = True
    shows_plan: bool = False


FIRMS = (
    DemoFirm("Nordlicht Software GmbH", "Kassel", "Industriehof 12", "34117", "@trainer", "@training_manager", (
        Pupil("@apprentice", 19, waiting=3, returned=5),
        Pupil("Noah Schreiner", 20, waiting=4, gaps=(9,)),
        Pupil("Thi Mai Pham", 22, "weekly", waiting=3),
        Pupil("Robin Althaus", 18, waiting=1),
        Pupil("Sofia Lindner", 21, waiting=2, gaps=(2, 7)),
    ), deputy="Carsten Bode", second_trainer="Henrike Vollmer", product="Lagerverwaltung"),
    DemoFirm("Habichtswald Systeme GmbH", "Habichtswald", "Am Bühl 3", "34317", "Gerd Ickler", "Petra Ickler", (
        Pupil("@second_apprentice", 17, waiting=2, gaps=(11,)),
        Pupil("Elif Karataş", 20, waiting=1),
        Pupil("Maximilian Rohde", 23, "weekly", waiting=2, returned=3),
    ), deputy="Lena Ickler", product="Werkstattplanung", shows_plan=True),
    DemoFirm("Datenwerk Baunatal eG", "Baunatal", "Werkstraße 40", "34225", "Oliver Thöne", "Oliver Thöne", (
        Pupil("Amelie Jäger", 17, waiting=1),
    ), product="Mitgliederverwaltung", shows_plan=True),
    DemoFirm("Fuldablick Digital KG", "Kassel", "Auedamm 25", "34121", "@crossing", "Yvonne Trapp", (
        Pupil("Yusuf Demirel", 19, waiting=2),
        Pupil("Charlotte Bick", 20, waiting=1, gaps=(3,)),
    ), product="Terminbuchung"),
    DemoFirm("Weserbogen IT-Service", "Hann. Münden", "Lange Straße 8", "34346", "Detlef Siebrecht", "Detlef Siebrecht", (
        Pupil("Finn Kaczmarek", 18, waiting=3),
    ), product="Kassenanbindung"),
    DemoFirm("Reinhardswald Logistik GmbH", "Hofgeismar", "Bahnhofstraße 61", "34369", "Katja Mönch", "Hartmut Geile", (
        Pupil("Samira Haddad", 21, waiting=1),
        Pupil("Leon Brüning", 19, "weekly", waiting=0),
    ), deputy="Timo Wenzel", product="Tourenplanung", shows_plan=True),
    DemoFirm("Meißner Medizintechnik GmbH", "Eschwege", "Thüringer Straße 5", "37269", "Dr. Isabel Funke", "Jörg Ellenberger", (
        Pupil("Mateusz Nowicki", 22, waiting=1, returned=2),
    ), product="Geräteakte"),
    DemoFirm("Stadtgrün Energieberatung", "Kassel", "Friedrich-Ebert-Straße 97", "34119", "Svenja Hoppe", "Svenja Hoppe", (
        Pupil("Paula Wittekind", 20, waiting=0),
    ), product="Verbrauchsportal", plans=False),
    DemoFirm("Kurhessen Verlag und Druck GmbH", "Melsungen", "Kasseler Straße 30", "34212", "Bernd Lotz", "Ilona Zapf", (
        Pupil("Ibrahim Diallo", 24, waiting=2),
        Pupil("Johanna Ruppel", 18, "weekly", waiting=1),
    ), product="Anzeigenannahme"),
    DemoFirm("Bergpark Reisen Online GmbH", "Kassel", "Wilhelmshöher Allee 254", "34131", "Marek Dvořák", "Susanne Kehl", (
        Pupil("Hannah Steube", 19, waiting=1),
    ), product="Reisebuchung"),
    DemoFirm("Sägewerk Kellerwald GmbH", "Bad Wildungen", "Am Güterbahnhof 2", "34537", "Ines Trumpp", "Ines Trumpp", (
        Pupil("David Obermann", 20, "weekly", waiting=1, gaps=(4, 5)),
    ), product="Holzbestandsführung", plans=False),
    DemoFirm("Ederauen Maschinenbau AG", "Fritzlar", "Gießener Straße 77", "34560", "Stefan Krug", "Monika Altenhof", (
        Pupil("Anastasia Belova", 21, waiting=2),
        Pupil("Tim Hilgenberg", 19, waiting=1),
    ), deputy="Nils Arend", product="Maschinendatenerfassung"),
    DemoFirm("Löwenburg Versicherungsmakler", "Kassel", "Königsplatz 14", "34117", "Ayşe Tekin", "Ayşe Tekin", (
        Pupil("Luis Fernández", 22, waiting=1),
    ), product="Vertragsübersicht", plans=False),
    DemoFirm("Schwalmkreis Rechenzentrum", "Schwalmstadt", "Walkmühlenweg 9", "34613", "Volker Dietz", "Gudrun Eckel", (
        Pupil("Mia Schmidtke", 18, waiting=1),
    ), product="Bürgerservice"),
)  # fmt: skip

# Further classes of the first school, in each one more apprentice of the first firm's first trainer: label, grade, who leads it.
FURTHER_CLASSES = (
    ("10FIA", 1, "Florian Opitz", Pupil("Milo Hartung", 18, waiting=0)),
    ("12FIA", 3, "Birgit Naumann", Pupil("Aylin Şimşek", 21, waiting=0)),
)

# The second school: where the crossing person teaches.
OTHER_FIRMS = (
    DemoFirm("Hessengarten Handel GmbH", "Vellmar", "Holländische Straße 188", "34246", "Regina Mohr", "Uwe Mohr", (
        Pupil("Zeynep Arslan", 18, waiting=1),
        Pupil("Lukas Ahrend", 19, "weekly", waiting=2),
    )),
    DemoFirm("Druseltal Hausverwaltung", "Kassel", "Druseltalstraße 41", "34131", "Frank Umbach", "Frank Umbach", (
        Pupil("Emilia Grothe", 20, waiting=1),
    ), plans=False),
)  # fmt: skip

REASONS = (
    "Am Dienstag fehlt, was Sie nach der Besprechung gemacht haben. Bitte ergänzen.",
    "Bitte genauer schreiben: Welche Tabellen haben Sie geändert und warum?",
    "Die Stunden am Freitag stimmen nicht, Sie hatten ab 13 Uhr frei.",
    "Bitte dem Ausbildungsplan zuordnen, sonst fehlt die Position in der Abdeckung.",
)
COMMENTS = (
    "Gut beschrieben. Beim nächsten Mal bitte auch das Ergebnis nennen.",
    "Welches Werkzeug haben Sie dafür benutzt?",
    "Das können Sie gern in der Teamrunde zeigen.",
    "Bitte mit der Position aus dem Ausbildungsplan verknüpfen.",
    "Hier war auch die Abstimmung mit dem Kunden dabei, oder?",
)

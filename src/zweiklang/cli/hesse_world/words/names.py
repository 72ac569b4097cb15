"""Common given and family names, towns and streets of Hesse, kinds of firm. Every combination is invented."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = _names(
    """Ada Adrian Aileen Ali Alina Amina Amir Andreas Anna Anton Arda Aylin Ayse Ben Bennet Carla Celina Cem Charlotte Christian Clara
    Daniel Daria David Denis Diana Dilan Elena Elias Elif Emil Emilia Emily Emre Enes Erik Eva Fabian Fatima Felix Finn Florian Franziska
    Frieda Gabriel Greta Hamza Hanna Hannah Helena Henri Ida Ilias Ines Ivo Jakob Jan Jana Jannik Jasmin Johanna Johannes Jonas Joshua
    Julia Julian Justus Kaan Karim Katharina Kevin Kiana Konstantin Lara Larissa Laura Lea Lena Leon Leonie Levin Lia Lina Linus Lisa
    Louis Luca Luisa Lukas Malik Malte Mara Marie Marlene Marvin Mathilda Max Maximilian Melina Merve Mia Michelle Mira Mohammed Moritz
    Nadia Natalia Nele Nico Nils Nina Noah Nora Olga Oliver Olivia Omar Oskar Paul Paula Philipp Pia Rana Raphael Rebecca Robin Romy Ronja
    Samira Samuel Sara Sebastian Selin Simon Sina Sofia Sophie Stella Tarek Theo Tilda Till Tim Timo Tobias Tom Valentin Vanessa Vera
    Victoria Viktor Vincent Wanja Yannick Yara Yasin Yusuf Zehra Zoe"""
)
FAMILY = _names(
    """Acker Adam Ahlers Albrecht Arnold Aslan Bach Bäcker Bauer Baumann Becker Behrens Berger Bergmann Böhm Brandt Braun Busch Çelik
    Demir Diehl Dietrich Dogan Eckert Engel Ernst Fiedler Fischer Franke Friedrich Fuchs Gerlach Graf Groß Günther Haas Hahn Hartmann
    Heil Heinrich Henkel Herrmann Heß Hoffmann Hofmann Horn Huber Ilic Jäger Jansen Jung Kaiser Kaya Keil Keller Klein Koch Köhler König
    Kowalski Krämer Kraus Krause Krüger Kuhn Kühn Lang Lehmann Lenz Lorenz Ludwig Maier Martin Maurer Mayer Meyer Möller Müller Nagel
    Neumann Nguyen Noll Novak Nowak Otto Özdemir Petri Peters Pfeiffer Pohl Quandt Rau Richter Roth Rupp Sahin Sauer Schäfer Schmidt
    Schmitt Schneider Scholz Schreiber Schröder Schubert Schulz Schumacher Schuster Schwarz Seibert Seidel Simon Sommer Stein Stock
    Thomas Toprak Ulrich Vogel Vogt Volk Wagner Walter Weber Wegner Weiß Werner Winkler Winter Wolf Yildiz Yilmaz Ziegler Zimmermann
    Zorn Hohmann-Dietrich Klein-Weber Müller-Roth"""
)
# Towns with vocational schools: town, postcode, share of all apprentices in thousandths, IHK, HWK.
TOWNS = (
    ("Frankfurt am Main", "60311", 148, 0, 1), ("Kassel", "34117", 92, 1, 0), ("Wiesbaden", "65183", 62, 2, 2),
    ("Darmstadt", "64283", 62, 3, 1), ("Gießen", "35390", 56, 4, 2), ("Offenbach am Main", "63065", 46, 5, 1),
    ("Hanau", "63450", 46, 6, 1), ("Fulda", "36037", 46, 7, 0), ("Marburg", "35037", 42, 1, 0), ("Wetzlar", "35576", 40, 8, 2),
    ("Limburg an der Lahn", "65549", 36, 9, 2), ("Bad Hersfeld", "36251", 32, 1, 0), ("Friedberg", "61169", 32, 4, 2),
    ("Bensheim", "64625", 30, 3, 1), ("Rüsselsheim am Main", "65428", 30, 3, 1), ("Korbach", "34497", 30, 1, 0),
    ("Dillenburg", "35683", 26, 8, 2), ("Eschwege", "37269", 22, 1, 0), ("Bad Homburg", "61348", 24, 0, 1),
    ("Lauterbach", "36341", 20, 4, 2), ("Gelnhausen", "63571", 20, 6, 1), ("Homberg (Efze)", "34576", 20, 1, 0),
    ("Michelstadt", "64720", 16, 3, 1), ("Groß-Gerau", "64521", 16, 3, 1), ("Geisenheim", "65366", 14, 2, 2), ("Schwalmstadt", "34613", 12, 1, 0),
)  # fmt: skip
STREETS = (
    "Hauptstraße", "Bahnhofstraße", "Schulstraße", "Gartenstraße", "Industriestraße", "Am Bahnhof", "Frankfurter Straße", "Ringstraße",
    "Lindenweg", "Kasseler Straße", "Mühlweg", "Rathausplatz", "Siemensstraße", "Bergstraße", "Auf der Heide", "Röntgenstraße",
)  # fmt: skip
SCHOOL_NAMES = (
    "Paul-Julius-von-Reuter-Schule", "Werner-von-Siemens-Schule", "Max-Eyth-Schule", "Oskar-von-Miller-Schule", "Arnold-Bode-Schule",
    "Theodor-Heuss-Schule", "Käthe-Kollwitz-Schule", "Ferdinand-Braun-Schule", "Adolf-Reichwein-Schule", "Kaufmännische Schulen I",
    "Gewerbliche Schulen", "Berufliche Schulen am Park", "Hans-Viessmann-Schule", "Louise-Schroeder-Schule", "Johann-Philipp-Reis-Schule",
    "Eduard-Stieler-Schule", "Richard-Müller-Schule", "Peter-Paul-Cahensly-Schule", "Friedrich-Dessauer-Schule", "Adolph-Kolping-Schule",
    "Ludwig-Geißler-Schule", "Eugen-Kaiser-Schule", "Heinrich-Emanuel-Merck-Schule", "Alice-Eleonoren-Schule", "Martin-Behaim-Schule",
    "Peter-Behrens-Schule", "Erasmus-Kittler-Schule", "Karl-Kübel-Schule", "Vogelsbergschule", "Berufliche Schulen des Kreises",
)  # fmt: skip
IHK = (
    "Frankfurt am Main", "Kassel-Marburg", "Wiesbaden", "Darmstadt Rhein Main Neckar", "Gießen-Friedberg", "Offenbach am Main",
    "Hanau-Gelnhausen-Schlüchtern", "Fulda", "Lahn-Dill", "Limburg",
)  # fmt: skip
HWK = ("Kassel", "Frankfurt-Rhein-Main", "Wiesbaden")
OTHER_CHAMBERS = (
    "Landesärztekammer Hessen", "Landeszahnärztekammer Hessen", "Rechtsanwaltskammer Frankfurt am Main", "Steuerberaterkammer Hessen",
    "Regierungspräsidium Gießen", "Regierungspräsidium Kassel",
)  # fmt: skip

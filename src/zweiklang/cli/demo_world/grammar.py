"""Sentences as apprentices write them, put together from templates and words that fit each other.

A template belongs to a plan item ("A8" is section A, position 8; "LF6" a learning field). `{n}` is a small number, `{m}` one not
larger, `{product}` what the firm builds; other names are lists of words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Grammar:
    """One occupation's language. `school` gives, per learning field of a year, its lessons in order; `general` the other subjects'."""

    work: Sequence[tuple[str, str]]
    words: Mapping[str, Sequence[str]]
    school: Mapping[int, Mapping[str, Sequence[str]]]
    general: Sequence[str]


SCHOOL_DAYS_A_YEAR = 76


def sentence(grammar: Grammar, chance: Random, product: str, used: set[str]) -> tuple[str, str]:
    """Returns the key of a plan item and a sentence about work at it; its template is in `used` afterwards, and was not before."""
    key, template = chance.choice([entry for entry in grammar.work if entry[1] not in used] or grammar.work)
    used.add(template)
    n = chance.randint(3, 14)
    values = {name: chance.choice(words) for name, words in grammar.words.items()}
    values |= {name.capitalize(): word for name, word in values.items()}
    return key, template.format(n=n, m=chance.randint(2, n), product=product, **values)


def lesson(grammar: Grammar, year: int, number: int) -> tuple[str, str]:
    """Returns learning field and topic of the class's school day with that running number: a year's topics, spread over the year."""
    lessons = [(key, topic) for key, topics in grammar.school[year].items() for topic in topics]
    place, before = (
        min(n * len(lessons) // SCHOOL_DAYS_A_YEAR, len(lessons) - 1) for n in (number, number - 1)
    )
    key, topic = lessons[place]
    return key, f"{topic} (Fortsetzung)" if place == before and number else topic


IT = Grammar(
    work=(
        ("A8", "Ticketsystem: {n} Anfragen zu {trouble} bearbeitet, {m} davon gelöst, den Rest an die zweite Ebene gegeben"),
        ("A8", "Monitoring geprüft: Der {server} hatte {alarm}. Ursache gesucht und im Wiki beschrieben"),
        ("A8", "Updates auf {n} Rechnern {place} eingespielt und danach die Anmeldung getestet"),
        ("A8", "Den {server} neu gestartet, Dienste geprüft und den Vorfall im Betriebshandbuch eingetragen"),
        ("A3", "Angebote für {hardware} verglichen: Preis, Garantie und Lieferzeit in einer Tabelle gegenübergestellt"),
        ("A3", "{Hardware} ausgesucht, die {place} gebraucht werden, und die Auswahl mit dem Einkauf besprochen"),
        ("A3", "Zwei Bibliotheken für „{part}“ verglichen und eine Empfehlung für das Team geschrieben"),
        ("A4", "Arbeitsplatz {place} eingerichtet: {hardware} angeschlossen, Konto angelegt, Programme installiert"),
        ("A4", "{n} Notebooks mit dem neuen Abbild bespielt und {place} ausgegeben"),
        ("A4", "Testumgebung für das Projekt {product} mit Containern aufgesetzt und die Anleitung dazu aktualisiert"),
        ("A1", "Wochenplan mit dem Team besprochen, Aufgaben im Projekt {product} geschätzt und auf dem Board verteilt"),
        ("A1", "Anforderungen an „{part}“ aufgenommen und als {n} Aufgaben im Ticketsystem angelegt"),
        ("A1", "Besprechung zum Projekt {product} vorbereitet und Protokoll geschrieben, {m} offene Punkte nachverfolgt"),
        ("A2", "Kundentermin begleitet: gezeigt, wie „{part}“ funktioniert, Rückmeldungen notiert"),
        ("A2", "Kundin am Telefon bei Problemen mit {trouble} geholfen und die Lösung per E-Mail zusammengefasst"),
        ("A2", "Kurzanleitung mit Bildern für „{part}“ geschrieben und zwei Kolleginnen lesen lassen"),
        ("A5", "Testfälle für „{part}“ geschrieben: {n} Fälle, {m} davon automatisch"),
        ("A5", "Abnahme von „{part}“ vorbereitet: Checkliste ausgefüllt, Abweichungen dokumentiert"),
        ("A5", "Code-Review von {colleague}: Hinweise zu {quality} bekommen und eingearbeitet"),
        ("A6", "Berechtigungen {place} geprüft und {n} alte Konten mit der Administratorin gesperrt"),
        ("A6", "Datensicherung vom {server} kontrolliert und eine Rücksicherung im Test ausprobiert"),
        ("A6", "Verschlüsselung der Notebooks geprüft, bei {m} Geräten nachgeholt"),
        ("A6", "Löschfristen für Testdaten im Projekt {product} zusammengestellt und mit dem Datenschutz abgestimmt"),
        ("A7", "{product}: neue Version beim Kunden eingespielt, Einweisung gegeben, Übergabeprotokoll unterschreiben lassen"),
        ("A7", "Versionshinweise für das Projekt {product} geschrieben, {n} Änderungen verständlich erklärt"),
        ("A9", "Speicherplatz auf dem {server} ausgewertet und alte Archive verschoben"),
        ("A10", "Skript in Python geschrieben, das {data} einliest und fehlerhafte Zeilen meldet"),
        ("A10", "Schleife und Fehlerbehandlung im Import von {data} überarbeitet, Laufzeit halbiert"),
        ("A10", "Abfragen auf {data} in SQL geschrieben und erklärt bekommen, wie ein Index wirkt"),
        ("B1", "{product}: Maske für „{part}“ entworfen und im Team durchgesprochen"),
        ("B1", "{product}: „{part}“ umgesetzt, Eingaben geprüft und Fehlermeldungen formuliert"),
        ("B1", "{product}: Datenmodell für „{part}“ erweitert und Migration geschrieben"),
        ("B1", "{product}: Schnittstelle für {data} programmiert und mit {colleague} getestet"),
        ("B1", "Fehler gesucht: „{part}“ arbeitete bei {quality} falsch. Behoben und Test ergänzt"),
        ("B1", "Mit {colleague} im Paar an „{part}“ gearbeitet, Aufbau der Klassen gezeichnet"),
        ("B2", "Unit-Tests für „{part}“ ergänzt, Abdeckung jetzt bei {percent} Prozent"),
        ("B2", "Automatische Prüfung in der Build-Strecke von {product} eingerichtet, {m} Warnungen behoben"),
        ("B2", "Fehlermeldungen aus dem Test von {product} nachgestellt und {n} Tickets sortiert"),
    ),
    words={
        "trouble": ("Druckern", "VPN-Verbindungen", "Passwörtern", "Outlook-Postfächern", "Headsets", "Zugriffsrechten", "Bildschirmen",
                    "der Zeiterfassung", "langsamen Notebooks", "der Telefonanlage"),
        "server": ("Dateiserver", "Testserver", "Datenbankserver", "Mailserver", "Webserver", "Druckserver"),
        "alarm": ("zu wenig Speicherplatz", "eine hohe Last am Vormittag", "ein abgelaufenes Zertifikat", "zwei fehlgeschlagene Jobs",
                  "einen Ausfall von zehn Minuten"),
        "place": ("in der Buchhaltung", "im Vertrieb", "in der Werkstatt", "im Lager", "in der Zentrale", "in der Personalabteilung", "am Empfang"),
        "hardware": ("Dockingstationen", "Monitore", "Etikettendrucker", "Barcode-Scanner", "Switches", "Tablets", "Headsets"),
        "part": ("Suche", "Filter nach Datum", "Anmeldung mit zweitem Faktor", "Export als PDF", "Rechnungsliste", "Adressprüfung", "Kalender",
                 "Rollenverwaltung", "Bilder hochladen", "Statistik", "Bestellhistorie", "Abgleich mit dem Lager", "Mahnwesen", "mobile Ansicht"),
        "data": ("Artikeldaten", "Kundenadressen", "Zeitbuchungen", "Sensordaten", "Rechnungen", "Stammdaten", "Messreihen", "Bestellungen"),
        "colleague": ("einer Kollegin", "einem Kollegen", "dem anderen Azubi", "der Werkstudentin", "der Entwicklerin aus dem Nachbarteam"),
        "quality": ("leeren Eingaben", "Umlauten", "doppelten Einträgen", "großen Datenmengen", "negativen Beträgen", "der Zeitumstellung"),
        "percent": ("61", "64", "68", "72", "75", "79", "81", "84", "88"),
    },
    school={
        1: {
            "LF1": ("Aufbau und Rechtsform des eigenen Betriebs vorgestellt", "Organigramm gezeichnet und Abteilungen erklärt",
                    "Rechte und Pflichten in der Ausbildung, Fälle zum BBiG", "Leitbild und Ziele von Betrieben verglichen"),
            "LF2": ("Kundenwunsch für einen Arbeitsplatz aufgenommen, Lastenheft begonnen",
                   "Prozessor, Arbeitsspeicher, Schnittstellen: Kennwerte verglichen",
                    "Angebotsvergleich mit Nutzwertanalyse", "Ergonomie am Bildschirmarbeitsplatz, Checkliste erstellt",
                    "Energieverbrauch von Rechnern berechnet", "Betriebssystem installiert und Treiber geprüft", "Kaufvertrag und Gewährleistung",
                    "Übergabe eines Arbeitsplatzes im Rollenspiel"),
            "LF3": ("Netzwerkarten und Topologien, Begriffe geübt", "IPv4-Adressen und Subnetze berechnet",
                   "Subnetting: Aufgaben mit variabler Maske",
                    "Switch und Router im Labor verkabelt", "DHCP und DNS im Labor eingerichtet", "WLAN: Verschlüsselung und Reichweite gemessen",
                    "Fehlersuche mit ping und traceroute", "Netzplan für ein kleines Büro gezeichnet"),
            "LF4": ("Schutzziele Vertraulichkeit, Integrität, Verfügbarkeit", "Schutzbedarf im eigenen Arbeitsbereich bestimmt",
                    "Passwörter, zweiter Faktor, Angriffe durch Phishing", "DSGVO: Rechte der Betroffenen an Beispielen",
                    "Sicherheitskonzept in Gruppen vorgestellt"),
            "LF5": ("Daten, Information, Codierung: Zahlensysteme", "Erste Programme in Python: Variablen und Verzweigungen",
                   "Schleifen und Funktionen in Python",
                    "Dateien einlesen und prüfen", "ER-Modell für eine Bibliothek", "Tabellen und Beziehungen, erste SQL-Abfragen",
                    "Normalformen an einem Beispiel", "Vorgehensmodelle: Wasserfall und Scrum verglichen",
                    "Projekt: Daten eines Vereins verwalten"),
        },
        2: {
            "LF6": ("Serviceanfragen aufnehmen, Prioritäten festlegen", "Ticketprozess nach ITIL gezeichnet", "Gesprächsführung am Telefon geübt",
                    "Service-Level-Agreement gelesen und bewertet", "Wissensdatenbank: Lösung so beschreiben, dass andere sie finden"),
            "LF7": ("Cyber-physische Systeme: Beispiele aus den Betrieben", "Sensoren mit einem Mikrocontroller ausgelesen",
                    "Messwerte über MQTT übertragen", "Energiefluss und Datenfluss eines Systems gezeichnet",
                    "Sensor in eine Anwendung eingebunden",
                    "Fehler in einer Steuerung gesucht"),
            "LF8": ("Datenquellen vergleichen: JSON, XML, CSV", "SQL: Verbund über mehrere Tabellen", "SQL: Gruppieren und Auswerten",
                    "REST-Schnittstelle beschrieben und getestet", "Datenbankentwurf für einen Onlineshop",
                    "Objektorientierung: Klassen und Vererbung",
                    "UML-Klassendiagramm zum Onlineshop", "Daten importieren und bereinigen", "Rechte in der Datenbank vergeben"),
            "LF9": ("Netzwerkdienste planen: DHCP, DNS, Verzeichnis", "IPv6-Adressen und Präfixe", "Virtuelle Maschinen und Container verglichen",
                    "Webserver im Labor bereitgestellt", "Firewall-Regeln aufgestellt und getestet", "VLAN im Labor eingerichtet",
                    "Überwachung von Diensten eingerichtet"),
        },
        3: {
            "LF10": ("Benutzeroberflächen: Regeln der Gebrauchstauglichkeit", "Prototyp einer App gezeichnet", "Barrierefreiheit geprüft"),
            "LF11": ("Entwurfsmuster an Beispielen", "Algorithmen: Suchen und Sortieren", "Testverfahren und Testabdeckung"),
            "LF12": ("Projektantrag schreiben", "Zeitplanung des Abschlussprojekts", "Präsentation des Projekts geübt"),
        },
    },
    general=(
        "Deutsch: Geschäftsbrief und E-Mail", "Politik und Wirtschaft: Tarifvertrag", "Englisch: describing a network",
        "Sport: Ausgleich am Bildschirmarbeitsplatz", "Deutsch: Argumente in einer Stellungnahme", "Politik und Wirtschaft: Sozialversicherung",
        "Englisch: phone calls with customers", "Ethik: Verantwortung bei Algorithmen", "Politik und Wirtschaft: Betriebsrat und Jugendvertretung",
        "Deutsch: Protokoll schreiben", "Englisch: writing a bug report", "Politik und Wirtschaft: Steuern und Lohnabrechnung",
    ),
)  # fmt: skip
OFFICE = Grammar(
    work=(
        ("A1", "Posteingang sortiert, {n} Schreiben gescannt und in der Ablage richtig benannt"),
        ("A1", "Stammdaten von {m} {partner} im Programm ergänzt und doppelte Einträge gemeldet"),
        ("A2", "Tabelle „{topic}“ angelegt, Summen und Filter eingerichtet"),
        ("A2", "Serienbrief „{topic}“ an {n} Empfänger vorbereitet und vor dem Druck geprüft"),
        ("A3", "Besprechungsraum gebucht, Unterlagen zum Thema „{topic}“ ausgedruckt und Technik getestet"),
        ("A3", "Büromaterial gezählt und Bestellliste für {place} geschrieben"),
        ("A4", "Termine für {place} abgestimmt und Einladungen mit Tagesordnung verschickt"),
        ("A4", "Dienstreise für {place} geplant: Bahn, Hotel und Kosten verglichen"),
        ("A5", "{n} Anrufe angenommen, Anliegen notiert und weitergeleitet"),
        ("A5", "Beschwerde zum Thema „{topic}“ aufgenommen und mit der Ausbilderin die Antwort formuliert"),
        ("A6", "{m} Angebote geschrieben und im Vier-Augen-Prinzip prüfen lassen"),
        ("A6", "Aufträge erfasst, Lieferscheine mit Rechnungen verglichen, {m} Abweichungen geklärt"),
        ("A7", "{n} Angebote zum Thema „{topic}“ verglichen und eine Empfehlung geschrieben"),
    ),
    words={
        "partner": ("Kunden", "Lieferanten", "Mieterinnen und Mietern", "Handwerksbetrieben"),
        "topic": ("Druckkosten", "Urlaubsplanung", "Reinigungsmittel", "Inventur", "Nebenkosten", "Messestand", "Liefertermine"),
        "place": ("die Geschäftsführung", "den Einkauf", "die Buchhaltung", "den Vertrieb", "die Filiale in Vellmar"),
    },
    school={
        1: {
            "LF1": ("Den eigenen Betrieb vorgestellt", "Rechtsformen verglichen", "Ausbildungsvertrag und Rechte gelesen"),
            "LF2": ("Büroarbeitsplatz ergonomisch einrichten", "Ablage und Dateinamen planen", "Termine planen und Prioritäten setzen",
                    "Textverarbeitung: Brief nach DIN 5008", "Datenschutz am Empfang"),
            "LF3": ("Anfrage und Angebot", "Auftragsbestätigung und Rechnung", "Angebote rechnerisch prüfen",
                   "Lieferschein und Rechnung vergleichen"),
            "LF4": ("Bezugsquellen suchen", "Angebotsvergleich mit Nutzwertanalyse", "Kaufvertrag: Rechte und Pflichten",
                   "Lagerkennzahlen berechnet"),
        },
    },
    general=("Deutsch: Geschäftsbrief", "Politik und Wirtschaft: Tarifvertrag", "Englisch: office phone calls", "Sport: Rückenschule",
             "Mathematik: Prozentrechnung", "Religion: Fairness im Beruf"),
)  # fmt: skip

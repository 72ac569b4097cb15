"""What is done in each field of work, and learned about it at school: words that fit each other within a field, whatever is combined."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field's language. A sentence is object, place or tool, verb; `lessons` are topics, `firms` kinds of firm."""

    objects: tuple[str, ...]
    where: tuple[str, ...]
    verbs: tuple[str, ...]
    lessons: tuple[str, ...]
    firms: tuple[str, ...]
    positions: tuple[str, ...]
    chamber: str = "ihk"


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("|"))


def _field(
    objects: str, where: str, verbs: str, lessons: str, firms: str, positions: str, chamber: str = "ihk"
) -> Field:
    parts = (_words(objects), _words(where), _words(verbs), _words(lessons), _words(firms), _words(positions))
    return Field(*parts, chamber)


FIELDS: dict[str, Field] = {
    "it": _field(
        """Testfälle für die Anmeldung|Abfragen für den Monatsbericht|Notebooks mit neuem Abbild|Maske für Bestellungen|Schnittstelle zum
        Lager|Datensicherung vom Dateiserver|Berechtigungen im Verzeichnis|Switch im Serverraum|Tickets aus der Warteschlange|Anleitung für
        den VPN-Zugang|Skript für den Import|WLAN im Obergeschoss|Datenmodell für Reklamationen|Überwachung der Dienste""",
        """im Testsystem|für die Buchhaltung|mit der Entwicklerin|nach Checkliste|für den Vertrieb|in der Zentrale|gemeinsam mit dem Support""",
        """eingerichtet und geprüft|überarbeitet|dokumentiert|getestet, zwei Fehler behoben|vorgestellt und abgestimmt|geplant und
        geschätzt|verbessert und ausgerollt""",
        """IPv4-Adressen und Subnetze berechnet|SQL: Verbund über mehrere Tabellen|Schutzbedarf bestimmt|Klassen und Vererbung|Lastenheft und
        Pflichtenheft|Angebotsvergleich mit Nutzwertanalyse|Virtuelle Maschinen und Container|Testverfahren verglichen|Datenschutz an
        Beispielen|Scrum: Rollen und Ereignisse|Prozesse mit EPK dargestellt|Netzplan gezeichnet""",
        "Systemhaus|Softwarehaus|IT-Service|Rechenzentrum|Datentechnik",
        "Planen von Arbeitsaufgaben|Informieren von Kunden|Umsetzen von Maßnahmen zur IT-Sicherheit|Betreiben von Systemen|Programmieren",
    ),
    "office": _field(
        """Angebote für Büromöbel|Rechnungen der Lieferanten|Posteingang der Abteilung|Reisekosten der Außendienste|Personalakten|Serienbrief
        zur Jahresabrechnung|Termine der Geschäftsführung|Bestellungen für das Lager|Mahnungen der ersten Stufe|Stammdaten der
        Kunden|Protokoll der Teamsitzung|Umsatzliste des Quartals|Unterlagen für die Messe""",
        """im Programm|nach Vorlage|für den Einkauf|am Empfang|mit der Sachbearbeiterin|in der Buchhaltung|im Vier-Augen-Prinzip""",
        """geprüft und abgelegt|verglichen|vorbereitet und verschickt|erfasst, Abweichungen geklärt|sortiert und
        weitergeleitet|ausgewertet|kontiert und gebucht""",
        """Geschäftsbrief nach DIN 5008|Kaufvertrag und Störungen|Buchungssätze im Warenverkehr|Rechtsformen der Unternehmen|Kalkulation
        vom Listenpreis|Terminplanung und Ablage|Personalkosten und Lohnabrechnung|Marketing-Mix|Lagerkennzahlen|Zahlungsverkehr|Bilanz und
        Inventar|Gesprächsführung am Telefon""",
        "Verwaltung|Handelsgesellschaft|Immobilienverwaltung|Versicherungsbüro|Steuerkanzlei|Treuhand",
        "Informationsverarbeitung|Büroprozesse|Kundenbeziehungen|Beschaffung|Kaufmännische Steuerung",
    ),
    "retail": _field(
        """Ware für das Regal|Preisschilder der Aktion|Reklamation einer Kundin|Bestand der Tiefkühlware|Schaufenster zum
        Herbst|Kassenabschluss|Retouren|Bestellung bei der Zentrale|Beratungsgespräch zu Haushaltsgeräten|Wareneingang|Inventurlisten|Obst
        und Gemüse|Sortiment der Eigenmarke""",
        """am Vormittag|im Lager|an der Bedientheke|mit dem Handscanner|nach dem Belegungsplan|in der Filiale|mit der Marktleiterin""",
        """geprüft und eingeräumt|aufgebaut|bearbeitet|gezählt und korrigiert|angenommen, Mindesthaltbarkeit kontrolliert|ausgezeichnet|
        vorbereitet""",
        """Warenpräsentation|Verkaufsgespräch: Bedarf ermitteln|Kassensysteme und Bargeld|Werbung und Recht|Umsatz, Wareneinsatz,
        Rohertrag|Lagerarten|Reklamation und Umtausch|Preisgestaltung|Kundentypen|Warenwirtschaft|Verpackung und Umwelt|Kaufvertragsrecht""",
        "Markt|Kaufhaus|Modehaus|Fachhandel|Buchhandlung|Drogerie",
        "Warensortiment|Beraten und Verkaufen|Kassieren|Warenwirtschaft|Werbung und Verkaufsförderung",
    ),
    "metal": _field(
        """Welle|Flansch|Grundplatte|Buchse|Vorrichtung für die Montage|Schweißnaht am Rahmen|Getriebe der Förderanlage|Prüfprotokoll
        der Serie|Hydraulikzylinder|Werkzeug der Presse|Halter aus Aluminium|Spannbacken|Ersatzteil für die Anlage""",
        """nach Zeichnung|an der Drehmaschine|an der Fräsmaschine|mit dem Messschieber|in der Werkstatt|an der Anlage drei|mit dem Gesellen""",
        """gefertigt|entgratet und vermessen|ausgebaut, gereinigt und wieder eingebaut|angepasst|montiert und ausgerichtet|geprüft, Maße
        eingehalten|gewartet""",
        """Passungen und Toleranzen|Schnittdaten berechnet|Technische Zeichnung gelesen|Werkstoffe: Stahl und Aluminium|CNC: Programm
        geschrieben|Prüfmittel und Messfehler|Pneumatik: Schaltplan|Schraubverbindungen|Wartungsplan erstellt|Härten und
        Anlassen|Schweißverfahren|Kraft und Hebel""",
        "Maschinenbau|Metallbau|Werkzeugbau|Anlagenbau|Feinmechanik|Stahlbau",
        "Herstellen von Bauteilen|Warten von Betriebsmitteln|Steuerungstechnik|Anschlagen und Transportieren|Qualitätssicherung",
    ),
    "electro": _field(
        """Leitungen im Neubau|Verteiler|Steckdosen und Schalter|Motor der Lüftung|Sensoren der Förderstrecke|Schaltschrank|Beleuchtung im
        Flur|Photovoltaikanlage|Frequenzumrichter|Sprechanlage|SPS-Programm der Sortieranlage|Prüfprotokoll nach DIN VDE|Kabelkanal""",
        """im Erdgeschoss|beim Kunden|nach Stromlaufplan|auf der Baustelle|mit dem Multimeter|in der Werkstatt|unter Aufsicht""",
        """verlegt und angeschlossen|gemessen und dokumentiert|verdrahtet|in Betrieb genommen|geprüft, Fehler gefunden|
        ausgetauscht|vorbereitet und beschriftet""",
        """Ohmsches Gesetz|Schutzmaßnahmen|Wechselstrom|Stromlaufplan gezeichnet|Leitungsdimensionierung|SPS: Grundfunktionen|Fünf
        Sicherheitsregeln|Drehstrommotor|KNX: Gruppenadressen|Messgeräte|Erdung und Potenzialausgleich|Batteriespeicher""",
        "Elektrotechnik|Elektro|Gebäudetechnik|Energietechnik|Automation|Kälte-Klima-Technik",
        "Messen und Analysieren|Installieren von Systemen|Prüfen der Schutzmaßnahmen|Konfigurieren von Steuerungen|Übergabe an Kunden",
        "hwk",
    ),
    "vehicle": _field(
        """Bremsbeläge vorn|Ölwechsel und Filter|Zahnriemen|Fehlerspeicher|Stoßdämpfer|Klimaanlage|Räder und Reifen|Hochvoltsystem|Auspuff
        |Kupplung|Beleuchtung|Achsvermessung|Inspektion nach Plan""",
        """am Kundenfahrzeug|auf der Hebebühne|mit dem Diagnosegerät|nach Herstellerangabe|am Transporter|mit dem Meister|am Vorführwagen""",
        """erneuert|geprüft und protokolliert|ausgelesen und ausgewertet|durchgeführt|instand gesetzt, Probefahrt
        begleitet|eingestellt|vorbereitet""",
        """Viertaktmotor|Bremsanlage: Aufbau|Schaltpläne lesen|Hochvolt: Freischalten|Fahrwerk und Lenkung|Abgasnachbehandlung|Serviceauftrag
        und Kunde|CAN-Bus|Batterie und Generator|Getriebe|Klimaanlage|Diagnose mit Messwerten""",
        "Autohaus|Kfz-Werkstatt|Nutzfahrzeuge|Zweiradhaus|Karosseriebau",
        "Warten von Fahrzeugen|Diagnose|Demontieren und Montieren|Prüfen nach Vorschrift|Bedienen von Systemen",
        "hwk",
    ),
    "building": _field(
        """Mauerwerk im Keller|Schalung für die Decke|Dachlatten|Fliesen im Bad|Innenwand in Trockenbau|Fenster im Altbau|Heizkörper
        |Rohrleitungen|Küchenfront|Estrich|Treppenstufen|Fassade|Regal aus Buche""",
        """auf der Baustelle|nach Aufmaß|in der Werkstatt|mit der Wasserwaage|mit dem Gesellen|im Neubau|an der Formatkreissäge""",
        """aufgebaut|zugeschnitten und montiert|ausgerichtet|gestrichen|abgedichtet und geprüft|gesetzt|vorbereitet, Material
        berechnet""",
        """Wärmedämmung berechnet|Holzverbindungen|Betonrezeptur|Aufmaß und Skizze|Bauzeichnung gelesen|Feuchtigkeit im Bauwerk|Farben und
        Untergründe|Trinkwasser: Hygiene|Unfallverhütung auf dem Bau|Mauerverbände|Werkstoff Holz|Heizlast""",
        "Bau|Schreinerei|Dachdeckerei|Malerbetrieb|Haustechnik|Fliesen",
        "Einrichten von Baustellen|Be- und Verarbeiten von Werkstoffen|Ausführen von Montagen|Qualitätssicherung|Kundenorientierung",
        "hwk",
    ),
    "food": _field(
        """Gemüse für die Suppe|Tische für die Gesellschaft|Brötchenteig|Frühstücksbuffet|Zimmer der dritten Etage|Soßen und Fonds|Torten für
        das Wochenende|Anreise der Reisegruppe|Kühlhaus|Wurst nach Rezept|Speisekarte für Allergiker|Dessert im Glas|Getränkelager""",
        """in der Küche|nach Rezeptur|im Service|an der Rezeption|mit der Köchin|in der Backstube|nach dem Reinigungsplan""",
        """vorbereitet|hergestellt und angerichtet|kontrolliert, Temperaturen notiert|eingedeckt|gebacken und ausgarniert|betreut|
        geputzt und eingeräumt""",
        """HACCP und Hygiene|Nährstoffe|Gärprozesse|Garverfahren|Menükunde|Weine aus Hessen|Allergene|Reservierung und
        Check-in|Warenannahme|Beschwerden im Service|Rezepte umrechnen|Kalkulation von Speisen""",
        "Hotel|Gasthof|Bäckerei|Konditorei|Fleischerei|Restaurant|Catering",
        "Umgang mit Gästen|Arbeiten in der Küche|Hygiene|Warenwirtschaft|Herstellen von Erzeugnissen",
    ),
    "health": _field(
        """Patientinnen und Patienten am Empfang|Verbände|Instrumente|Blutabnahme|Termine der Sprechstunde|Abrechnung des Quartals|Röntgen
        |Behandlungszimmer|Rezepte|Impfausweise|Abdrücke|Hörtest|Farbe und Schnitt einer Kundin""",
        """in der Praxis|nach Hygieneplan|mit der Ärztin|am Vormittag|im Labor|an der Anmeldung|unter Anleitung""",
        """vorbereitet|begleitet und dokumentiert|aufbereitet und eingeräumt|assistiert|geprüft und abgelegt|
        abgestimmt|erklärt""",
        """Hygiene und Desinfektion|Herz und Kreislauf|Abrechnung nach EBM|Notfälle in der Praxis|Datenschutz und Schweigepflicht|Zahnaufbau|
        Impfkalender|Gespräche mit Patienten|Haut und Haare|Laborwerte|Arzneimittel|Praxisorganisation""",
        "Praxis|Zahnarztpraxis|Apotheke|Augenoptik|Friseursalon|Hörakustik",
        "Behandlungsassistenz|Hygiene|Betreuen von Patienten|Verwalten und Abrechnen|Handeln bei Notfällen",
        "free",
    ),
    "logistics": _field(
        """Wareneingang|Tour für morgen|Palettenkonten|Sendungen nach Österreich|Regalplätze|Gefahrgut|Frachtbriefe|Container|Lkw der
        Nachmittagstour|Kommissionierung|Ladungssicherung|Zollpapiere|Retourenlager""",
        """im Hochregal|mit dem Stapler|mit dem Scanner|an der Rampe|in der Disposition|nach Lieferschein|mit dem Lageristen""",
        """geprüft und gebucht|zusammengestellt|verladen|geplant|kontrolliert, zwei Abweichungen gemeldet|umgeräumt|
        vorbereitet""",
        """Ladungssicherung berechnet|Incoterms|Lagerarten und Zonen|Frachtrecht|Gefahrgut: Kennzeichen|Tourenplanung|Umweltschutz im
        Lager|Kommissionierverfahren|Lagerkennzahlen|Verpackungen|Zoll im Überblick|Güter annehmen""",
        "Logistik|Spedition|Lagerhaus|Kurierdienst|Transporte",
        "Annahme von Gütern|Lagerung|Kommissionieren|Versand|Qualitätssichernde Maßnahmen",
    ),
    "nature": _field(
        """Beete im Park|Hecke|Rasen|Stauden|Kälber|Traktor|Obstbäume|Natursteinmauer|Gewächshaus|Saatgut|Wegeplatten|Weinberg|
        Waldstück""",
        """beim Kunden|auf dem Betrieb|mit der Motorsäge|nach Pflanzplan|bei Regen|mit dem Meister|in der Baumschule""",
        """gepflegt|angelegt|geschnitten|gepflanzt und gegossen|versorgt und kontrolliert|instand gesetzt|vorbereitet, Menge
        berechnet""",
        """Pflanzen bestimmt|Bodenarten|Düngung berechnet|Pflanzenschutz und Sachkunde|Vermessung|Tierhaltung|Baumschnitt|Maschinen und
        Sicherheit|Wegebau|Ökologie|Vermehrung|Betriebskosten""",
        "Gartenbau|Gärtnerei|Landwirtschaft|Weingut|Forstbetrieb|Floristik",
        "Pflanzenproduktion|Umgang mit Maschinen|Boden und Klima|Betriebliche Abläufe|Umweltschutz",
        "authority",
    ),
    "lab": _field(
        """Proben der Schicht|pH-Wert|Chromatogramm|Reaktor zwei|Lösungen für die Titration|Druckbogen|Spritzgussteile|Mischung nach
        Rezept|Prüfbericht|Filteranlage|Dichte der Charge|Pumpe|Farbabstimmung""",
        """im Labor|an der Anlage|nach Arbeitsanweisung|mit der Laborantin|im Technikum|unter dem Abzug|in der Frühschicht""",
        """gemessen und protokolliert|gezogen und untersucht|hergestellt|gereinigt|kontrolliert, Werte in der Norm|
        eingestellt|ausgewertet""",
        """Stöchiometrie|Säuren und Basen|Trennverfahren|Gefahrstoffe|Messunsicherheit|Kunststoffe|Pumpen und Ventile|Spektroskopie|Regelkreis|
        Druckverfahren|Mikrobiologie|Laborjournal""",
        "Chemie|Pharma|Labor|Kunststofftechnik|Druckerei|Mediengestaltung",
        "Arbeiten mit Stoffen|Messen und Prüfen|Verfahrenstechnik|Qualitätsmanagement|Bedienen von Anlagen",
    ),
}  # fmt: skip
# What is said beside the work itself.
ENDINGS = (
    "", "", "", "", "", "; Ergebnis dokumentiert", "; mit dem Ausbilder besprochen", "; mit der Ausbilderin besprochen",
    "; dabei die Sicherheitsregeln beachtet", "; am Ende selbst kontrolliert", "; danach Arbeitsplatz aufgeräumt", "; Einweisung erhalten",
    "; erste Schritte allein", "; bei Fragen Hilfe bekommen", "; dauerte länger als geplant", "; anschließend Bericht geschrieben",
)  # fmt: skip
LESSON_ENDINGS = (
    "", "", "", "; Gruppenarbeit", "; Aufgaben in Partnerarbeit", "; Klassenarbeit geschrieben", "; Referat gehört", "; Arbeitsblatt",
    "; Ergebnisse vorgestellt", "; Wiederholung", "; Übung mit Beispielen aus den Betrieben", "; Fachgespräch geübt",
)  # fmt: skip
GENERAL_LESSONS = (
    "Deutsch: Bericht und Protokoll", "Deutsch: Stellungnahme schreiben", "Deutsch: Bewerbung und Präsentation",
    "Politik und Wirtschaft: Tarifvertrag",
    "Politik und Wirtschaft: Sozialversicherung",
    "Politik und Wirtschaft: Betriebsrat und Jugendvertretung",
    "Englisch: phone calls with customers", "Englisch: describing processes", "Sport: Ausgleich im Beruf", "Religion und Ethik: Fairness im Betrieb",
)  # fmt: skip
SUBJECTS = ("Lernfelder", "Deutsch", "Politik und Wirtschaft", "Englisch")
COMMENTS = (
    "Bitte etwas genauer: Was haben Sie selbst gemacht?", "Gut beschrieben, danke.", "Bitte die Stunden am Dienstag prüfen.",
    "Welche Unterlagen haben Sie dafür benutzt?", "Schön. Das können Sie nächste Woche allein machen.", "Bitte die Position im Plan ergänzen.",
    "War das schon Teil des neuen Auftrags?", "Das Messprotokoll bitte beilegen.",
)  # fmt: skip
REASONS = (
    "Am Dienstag fehlen die Stunden.", "Der Donnerstag war ein Berufsschultag.", "Bitte die Tätigkeit genauer beschreiben.",
    "Der Freitag fehlt noch.", "Es waren zwei Aufträge, bitte trennen.", "Die Unterweisung steht nicht darin.",
)  # fmt: skip

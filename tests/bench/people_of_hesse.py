"""Words for invented people, firms and work: enough variety that rows differ in length as real ones do."""

GIVEN = (
    "Ada", "Ben", "Cem", "Dilan", "Elif", "Finn", "Greta", "Hanna", "Ivo", "Jana", "Kaya", "Leon", "Mira", "Nils", "Olga",
    "Paul", "Rana", "Sofia", "Tarek", "Ute", "Vera", "Wanja", "Yusuf", "Zoe", "Alexandra", "Maximilian", "Katharina",
)  # fmt: skip
FAMILY = (
    "Ahlers", "Bäcker", "Çelik", "Diehl", "Engel", "Fuchs", "Grün", "Heil", "Ilic", "Jung", "Kaya", "Lang", "Müller",
    "Nowak", "Otto", "Peters", "Quandt", "Rau", "Schäfer", "Toprak", "Ulrich", "Vogel", "Weiß", "Yilmaz", "Zorn",
    "Hohmann-Dietrich", "Oberländer", "Schmidt", "Wagner", "Krämer",
)  # fmt: skip
TOWNS = (
    "Kassel",
    "Fulda",
    "Gießen",
    "Marburg",
    "Hanau",
    "Darmstadt",
    "Wetzlar",
    "Bad Hersfeld",
    "Limburg",
    "Eschwege",
)
FIRM_KINDS = (
    "Systemhaus",
    "Autohaus",
    "Maschinenbau",
    "Haustechnik",
    "Verwaltung",
    "Elektrotechnik",
    "Logistik",
)
COMPANY_WORK = (
    "Kundengespräch vorbereitet und die Wünsche im Lastenheft festgehalten",
    "Fehler in der Anlage gesucht, die Steckverbindung war locker; Protokoll geschrieben",
    "Angebot mit drei Varianten kalkuliert und mit der Ausbilderin besprochen",
    "Arbeitsplatz nach Checkliste eingerichtet, Sicherheitsunterweisung erhalten",
    "Werkstück nach Zeichnung gefertigt und die Maße mit dem Messschieber geprüft",
    "Datenbankabfragen für den Monatsbericht geschrieben und getestet",
    "Wareneingang geprüft, zwei Reklamationen an den Lieferanten geschickt",
    "Wartung nach Plan durchgeführt, Filter gewechselt, Drücke notiert",
)
SCHOOL_WORK = (
    "Lernfeld: Anforderungen in der Gruppe erarbeitet und vorgestellt",
    "Klassenarbeit geschrieben; danach Netzwerke und Adressen wiederholt",
    "Deutsch: Bericht und Protokoll unterschieden, Übung in Partnerarbeit",
    "Politik und Wirtschaft: Tarifvertrag und Betriebsrat",
)
SUBJECTS = ("Lernfelder 1 bis 4", "Deutsch", "Politik und Wirtschaft", "Englisch")

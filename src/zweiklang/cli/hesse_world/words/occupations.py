"""Recognised training occupations, the most frequent first, with field and length. Those of the shipped catalogue name their regulation's entry.

The order follows the ranking of new contracts in Germany in outline; the shares follow from the rank (`weight`).
"""

from typing import NamedTuple


class Trade(NamedTuple):
    """An occupation: its official name, field, months, and specialisation."""

    name: str
    field: str
    months: int = 36
    specialisation: str = ""


def _full(short: str) -> str:
    """Returns the official form: "Tischler+in" is "Tischler und Tischlerin", "Kaufmann …" "Kaufmann und Kauffrau …"."""
    if short.startswith("Kaufmann "):
        return short.replace("Kaufmann ", "Kaufmann und Kauffrau ", 1)
    if short.count("+in") > 1:
        return f"{short.replace('+in', '')} und {short.replace('+in', 'in')}"
    if "+in" in short:
        word, _, rest = short.partition("+in")
        return f"{word} und {word}in{rest}"
    if short.endswith("kaufmann"):
        return f"{short} und {short[:-4]}frau"
    return short


def _trades(field: str, months: int, names: str) -> list[Trade]:
    return [Trade(_full(" ".join(name.split())), field, months) for name in names.split("|")]


_FIRST = [
    Trade(_full("Fachinformatiker+in"), "it", 36, "Anwendungsentwicklung"),
    Trade(_full("Kaufmann für Büromanagement"), "office"),
    Trade(_full("Kraftfahrzeugmechatroniker+in"), "vehicle", 42, "Personenkraftwagentechnik"),
    *_trades("retail", 24, "Verkäufer+in"),
    *_trades("retail", 36, "Kaufmann im Einzelhandel"),
    *_trades("health", 36, "Medizinischer Fachangestellter und Medizinische Fachangestellte"),
    Trade(_full("Fachinformatiker+in"), "it", 36, "Systemintegration"),
    Trade(_full("Anlagenmechaniker+in für Sanitär-, Heizungs- und Klimatechnik"), "building", 42),
    *_trades("health", 36, "Zahnmedizinischer Fachangestellter und Zahnmedizinische Fachangestellte"),
    *_trades("electro", 42, "Elektroniker+in"),
    Trade(_full("Industriemechaniker+in"), "metal", 42),
    *_trades("office", 36, "Industriekaufmann|Bankkaufmann|Kaufmann für Groß- und Außenhandelsmanagement"),
    *_trades("logistics", 36, "Fachkraft für Lagerlogistik"),
    Trade(_full("Mechatroniker+in"), "electro", 42),
    *_trades("health", 36, "Friseur+in"),
    *_trades("building", 36, "Tischler+in|Maler+in und Lackierer+in|Dachdecker+in|Zimmerer und Zimmerin"),
    *_trades("office", 36, "Steuerfachangestellter und Steuerfachangestellte|Verwaltungsfachangestellter und Verwaltungsfachangestellte"),
    *_trades("logistics", 24, "Fachlagerist+in"),
    *_trades("food", 36, "Hotelfachmann und Hotelfachfrau|Koch und Köchin"),
    *_trades("logistics", 36, "Kaufmann für Spedition und Logistikdienstleistung"),
    *_trades("electro", 42, "Elektroniker+in für Betriebstechnik"),
    *_trades("nature", 36, "Gärtner+in"),
]  # fmt: skip
_FURTHER: tuple[tuple[str, int, str], ...] = (
    ("it", 36, """Kaufmann für IT-System-Management|Kaufmann für Digitalisierungsmanagement|Mathematisch-technischer Softwareentwickler und
     Mathematisch-technische Softwareentwicklerin"""),
    ("it", 42, "IT-System-Elektroniker+in|Informationselektroniker+in"),
    ("office", 36, """Rechtsanwaltsfachangestellter und Rechtsanwaltsfachangestellte|Immobilienkaufmann|Kaufmann für Versicherungen und
     Finanzanlagen|Kaufmann im Gesundheitswesen|Personaldienstleistungskaufmann|Tourismuskaufmann|Veranstaltungskaufmann|Kaufmann für
     Marketingkommunikation|Kaufmann für Dialogmarketing|Sport- und Fitnesskaufmann|Automobilkaufmann|Luftverkehrskaufmann|Notarfachangestellter
     und Notarfachangestellte|Sozialversicherungsfachangestellter und Sozialversicherungsfachangestellte|Justizfachangestellter und
     Justizfachangestellte|Kaufmann im E-Commerce|Medienkaufmann|Fachangestellter und Fachangestellte für Medien- und Informationsdienste|
     Fachangestellter und Fachangestellte für Arbeitsmarktdienstleistungen|Kaufmann für audiovisuelle Medien|Servicekaufmann im Luftverkehr|
     Kaufmann für Verkehrsservice|Patentanwaltsfachangestellter und Patentanwaltsfachangestellte|Fachangestellter und Fachangestellte für Markt-
     und Sozialforschung|Investmentfondskaufmann"""),
    ("retail", 36, """Fachverkäufer+in im Lebensmittelhandwerk|Drogist+in|Buchhändler+in|Florist+in|Gestalter+in für visuelles Marketing|
     Automatenfachmann und Automatenfachfrau|Musikfachhändler+in"""),
    ("metal", 42, """Zerspanungsmechaniker+in|Konstruktionsmechaniker+in|Werkzeugmechaniker+in|Metallbauer+in|Feinwerkmechaniker+in|
     Anlagenmechaniker+in|Land- und Baumaschinenmechatroniker+in|Technischer Systemplaner und Technische Systemplanerin|Technischer Produktdesigner
     und Technische Produktdesignerin|Fertigungsmechaniker+in|Klempner+in|Graveur+in|Büchsenmacher+in|Uhrmacher+in|Chirurgiemechaniker+in|
     Gießereimechaniker+in|Werkstoffprüfer+in|Verfahrenstechnologe Metall und Verfahrenstechnologin Metall|Schneidwerkzeugmechaniker+in|
     Metall- und Glockengießer+in"""),
    ("metal", 24, "Maschinen- und Anlagenführer+in|Fachkraft für Metalltechnik|Industrieelektriker+in|Stanz- und Umformmechaniker+in"),
    ("electro", 42, """Elektroniker+in für Automatisierungstechnik|Elektroniker+in für Geräte und Systeme|Elektroniker+in für
     Gebäudesystemintegration|Mechatroniker+in für Kältetechnik|Elektroniker+in für Maschinen und Antriebstechnik|Mikrotechnologe und
     Mikrotechnologin|Systemelektroniker+in|
     Elektroniker+in für Informations- und Systemtechnik|Hörgeräteakustiker+in|Fluggerätelektroniker+in|Aufzugsmonteur+in"""),
    ("vehicle", 42, """Karosserie- und Fahrzeugbaumechaniker+in|Zweiradmechatroniker+in|Fluggerätmechaniker+in|Mechaniker+in für Reifen- und
     Vulkanisationstechnik|Leichtflugzeugbauer+in|Eisenbahner+in in der Zugverkehrssteuerung"""),
    ("vehicle", 36, "Fahrzeuglackierer+in|Fahrradmonteur+in|Kraftfahrzeugservicemechaniker+in|Eisenbahner+in im Betriebsdienst"),
    ("building", 36, """Maurer+in|Beton- und Stahlbetonbauer+in|Straßenbauer+in|Fliesen-, Platten- und Mosaikleger+in|Stuckateur+in|
     Trockenbaumonteur+in|
     Bauzeichner+in|Vermessungstechniker+in|Geomatiker+in|Raumausstatter+in|Parkettleger+in|Glaser+in|Gebäudereiniger+in|Gerüstbauer+in|Steinmetz+in
     und Steinbildhauer+in|Schornsteinfeger+in|Kanalbauer+in|Rohrleitungsbauer+in|Gleisbauer+in|Ofen- und Luftheizungsbauer+in|Holzmechaniker+in|
     Rollladen- und Sonnenschutzmechatroniker+in|Wärme-, Kälte- und Schallschutzisolierer+in|Brunnenbauer+in|Asphaltbauer+in|Estrichleger+in|
     Bodenleger+in|Orgelbauer+in|Klavier- und Cembalobauer+in|Drechsler+in|Böttcher+in|Bauwerksabdichter+in|Spezialtiefbauer+in|
     Baustoffprüfer+in"""),
    ("building", 24, "Hochbaufacharbeiter+in|Tiefbaufacharbeiter+in|Ausbaufacharbeiter+in|Bauten- und Objektbeschichter+in"),
    ("food", 36, """Bäcker+in|Konditor+in|Fleischer+in|Fachmann für Restaurants und Veranstaltungsgastronomie|Fachmann für Systemgastronomie|
     Hotelkaufmann|Fachkraft für Lebensmitteltechnik|Brauer+in und Mälzer+in|Milchtechnologe und Milchtechnologin|Süßwarentechnologe und
     Süßwarentechnologin|Müller+in|Hauswirtschafter+in|Milchwirtschaftlicher Laborant und Milchwirtschaftliche Laborantin|
     Weintechnologe und Weintechnologin"""),
    ("food", 24, "Fachkraft für Gastronomie|Fachkraft Küche"),
    ("health", 36, """Tiermedizinischer Fachangestellter und Tiermedizinische Fachangestellte|Augenoptiker+in|Hörakustiker+in|
     Pharmazeutisch-kaufmännischer Angestellter und Pharmazeutisch-kaufmännische Angestellte|Kosmetiker+in|Orthopädieschuhmacher+in|Maskenbildner+in|
     Bestattungsfachkraft"""),
    ("health", 42, "Zahntechniker+in|Orthopädietechnik-Mechaniker+in"),
    ("logistics", 36, """Berufskraftfahrer+in|Fachkraft für Kurier-, Express- und Postdienstleistungen|Fachkraft im Fahrbetrieb|Fachkraft für
     Möbel-, Küchen- und Umzugsservice|Fachkraft für Hafenlogistik|Binnenschiffer+in|Fachkraft für Schutz und Sicherheit|Servicekraft für Schutz
     und Sicherheit|Fachkraft für Kreislauf- und Abfallwirtschaft|Straßenwärter+in"""),
    ("nature", 36, """Landwirt+in|Forstwirt+in|Winzer+in|Tierwirt+in|Pferdewirt+in|Fischwirt+in|Tierpfleger+in|Pflanzentechnologe und
     Pflanzentechnologin|Revierjäger+in|Fachkraft Agrarservice"""),
    ("nature", 24, "Fachpraktiker+in im Gartenbau"),
    ("lab", 42, """Chemielaborant+in|Chemikant+in|Biologielaborant+in|Pharmakant+in|Lacklaborant+in|Physiklaborant+in|Produktionsfachkraft Chemie|
     Kunststoff- und Kautschuktechnologe und Kunststoff- und Kautschuktechnologin"""),
    ("lab", 36, """Mediengestalter+in Digital und Print|Medientechnologe Druck und Medientechnologin Druck|Mediengestalter+in Bild und
     Ton|Fachkraft für Veranstaltungstechnik|Fotograf+in|Goldschmied+in|Umwelttechnologe für Wasserversorgung und Umwelttechnologin für
     Wasserversorgung|Umwelttechnologe für Abwasserbewirtschaftung und Umwelttechnologin für Abwasserbewirtschaftung|Packmitteltechnologe und
     Packmitteltechnologin|Papiertechnologe und Papiertechnologin|Textil- und Modenäher+in|Maßschneider+in|Sattler+in|Keramiker+in|Buchbinder+in|
     Edelsteinschleifer+in|Medientechnologe Siebdruck und Medientechnologin Siebdruck|Fotomedienfachmann und Fotomedienfachfrau|
     Polsterer und Polsterin|Schuhmacher+in|Glasapparatebauer+in|Naturwerksteinmechaniker+in|Industriekeramiker+in"""),
)  # fmt: skip


def _interleaved() -> list[Trade]:
    """Returns the further trades, the first ones of each field first, so that rare ones lie in all fields."""
    groups = [_trades(field, months, names) for field, months, names in _FURTHER]
    return [group[n] for n in range(max(map(len, groups))) for group in groups if n < len(group)]


TRADES: tuple[Trade, ...] = (*_FIRST, *_interleaved())


def weight(rank: int) -> float:
    """Returns the share of the trade with that rank (0 is the most frequent), in any unit: the first ten are three in ten."""
    return 1 / (rank + 5)

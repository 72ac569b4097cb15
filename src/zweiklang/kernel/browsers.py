"""What a browser is called, for people who check where they are signed in."""

# First match wins: Edge and Opera also say Chrome, Chrome also says Safari; an iPhone also says Mac OS X.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str, unknown: str = "unbekannter Browser") -> str:
    """Returns "Firefox, Windows", or `unknown` if nothing is recognised."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), unknown)
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser}, {system}" if system else browser

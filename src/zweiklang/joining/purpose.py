"""What everybody declares on joining. A changed text gets a new version; old declarations keep theirs."""

VERSION = "2026-11"
TEXTS = {
    "2026-11": (
        "Ich nutze, was ich hier sehe, nur für diese Ausbildung und gebe es nicht weiter. "
        "Ich weiß, dass Zugriffe mit dem Ausbildungsvertrag enden und Änderungen mit meinem Namen gespeichert werden."
    ),
}

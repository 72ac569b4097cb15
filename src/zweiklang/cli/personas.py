"""Who can sign in with one click in the demo, as `zweiklang demo` prints it."""

PERSONAS: dict[str, str] = {
    "apprentice": "apprentice, writes her weekly record",
    "second_apprentice": "apprentice of the same class, other firm",
    "trainer": "trainer, signs weeks",
    "training_manager": "head of training in the firm",
    "class_teacher": "class teacher",
    "subject_teacher": "subject teacher",
    "head_of_school": "head of the school",
    "guardian": "guardian of an apprentice under 18",
    "chamber_adviser": "training adviser of the chamber",
    "counsellor": "counsellor",
    "support": "support desk",
    "land": "ministry of the Land",
    "crossing": "trainer here, teacher at another school",
    "newcomer": "account without any room",
}


def personas_text(url: str) -> str:
    """One line per persona with the address that signs in as it; `url` ends with a slash."""
    width = max(map(len, PERSONAS.values()))
    return "\n".join(f"  {who:<{width}}  {url}demo/as/{name}/" for name, who in PERSONAS.items())

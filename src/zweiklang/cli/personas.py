"""Who can sign in with one click in the demo, as `zweiklang demo` prints it."""

from zweiklang.web.public import PERSONAS


def personas_text(url: str) -> str:
    """One line per persona with name, role and the address that signs in as it; `url` ends with a slash."""
    who = [f"{persona.name}, {persona.label}" for persona in PERSONAS]
    width = max(map(len, who))
    return "\n".join(
        f"  {text:<{width}}  {url}demo/as/{persona.key}/" for text, persona in zip(who, PERSONAS, strict=True)
    )

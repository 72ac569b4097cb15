"""Where a rule can be read: at the Land's rules, or at those of the school that decided it."""

from django.core.validators import slug_re

from zweiklang.kernel.addresses import address
from zweiklang.privacy.rules.selectors import RuleInForce
from zweiklang.rooms.public import Standing


def rule_link(rule: RuleInForce, school: tuple[str, str]) -> tuple[str, str]:
    """Returns label and address of the page that explains the rule; `school` is number and name of the school of the room."""
    number, _ = school
    if slug_re.match(number) and rule.decided_by in ("school", "class"):
        return "Regeln der Schule", f"{address('privacy:rules_school', number)}#{rule.anchor}"
    return "Regeln des Landes", f"{address('privacy:rules_public')}#{rule.anchor}"


def further_links(standing: Standing) -> list[tuple[str, str]]:
    """Returns label and address of what goes further than the page: consents, looks, rights, rules."""
    concerned = "apprentice" in standing.capacities
    wanted = [
        (
            "Einwilligungen",
            "privacy:consents_room",
            (standing.room_id,),
            concerned or "guardian" in standing.capacities,
        ),
        ("Wer hat nachgesehen?", "privacy:looks_index", (), concerned),
        ("Meine Rechte", "privacy:rights_index", (), True),
        ("Alle Regeln mit ihrer Geschichte", "privacy:rules_public", (), True),
    ]
    return [(label, address(name, *args)) for label, name, args, shown in wanted if shown]

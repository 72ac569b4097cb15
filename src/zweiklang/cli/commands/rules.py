"""`zweiklang rules show|check`."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from zweiklang.cli.commands.schools import database_ready

if TYPE_CHECKING:
    from zweiklang.privacy.public import Pulled, RuleInForce


SHOWN = 20


@click.group()
def rules() -> None:
    """Shows and checks the release rules: who sees what."""


@rules.command()
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; today if not given.")
@click.option("--school", "number", default="", help="Number of a school: its own decisions count too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with all cells.")
def show(day: datetime | None, number: str, *, as_json: bool) -> None:
    """Prints the rules in force on a day: state, since when, legal basis, purpose, sentence, and who decided."""
    with database_ready():
        from zweiklang.kernel.clock import today
        from zweiklang.privacy.public import brakes_in_force, rules_in_force

        on = day.date() if day else today()
        school = _school(number) if number else None
        school_id = school.pk if school else None
        found: dict[str, Any] = {
            "on": on.isoformat(),
            "school": {"number": school.number, "name": school.name} if school else None,
            "rules": [_cell(rule) for rule in rules_in_force(on, school=school_id).values()],
            "brakes": [_brake(brake) for brake in brakes_in_force(on, school=school_id)],
        }
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _as_text(found))


@rules.command()
@click.option("--json", "as_json", is_flag=True, help='{"cases": n, "failures": […]}')
def check(*, as_json: bool) -> None:
    """Asks PostgreSQL, as the application role, for every case of the rules; exit code 1 if one is not as agreed.

    Category by capacity by state of the rules, before and after the day, own and foreign room, minor and adult. Everything happens in a
    transaction that is rolled back.
    """
    with database_ready():
        from zweiklang.privacy.public import check_rules

        outcome = check_rules()
    if as_json:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(f"{outcome.cases} cases, {len(outcome.failures)} failures")
        for one in outcome.failures[:SHOWN]:
            said = "sees" if one.found else "does not see"
            click.echo(f"  {one.case}: {one.capacity} {said} {one.sample}")
    if outcome.failures:
        raise click.exceptions.Exit(1)


def _school(number: str) -> Any:
    from zweiklang.organisations.public import Organisation

    school = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, number=number).first()
    if school is None:
        raise click.BadParameter("There is no school with that number.", param_hint="--school")
    return school


def _cell(rule: "RuleInForce") -> dict[str, Any]:
    from zweiklang.privacy.public import rule_state_label
    from zweiklang.rooms.public import capacity_label

    return {
        "category": rule.category.key,
        "label": rule.category.label,
        "capacity": rule.capacity,
        "who": capacity_label(rule.capacity),
        "state": rule.state,
        "state_label": rule_state_label(rule.state),
        "since": rule.since.isoformat() if rule.since else None,
        "source": "start value" if rule.decided_by == "start" else "decision",
        "decided_by": "land" if rule.decided_by == "start" else rule.decided_by,
        "decision": str(rule.decision_id) if rule.decision_id else None,
        "land_state": rule.land_state,
        "fixed_by_law": rule.fixed,
        "basis": rule.basis,
        "law": [address for _, address in rule.law if address],
        "purpose": rule.purpose,
        "sentence": rule.sentence,
        "easy": rule.easy,
    }


def _brake(brake: "Pulled") -> dict[str, Any]:
    return {
        "label": brake.label,
        "where": brake.where,
        "since": brake.closed_at.isoformat(),
        "reason": brake.reason,
    }


def _as_text(found: dict[str, Any]) -> str:
    school = found["school"]
    lines = [f"{school['name']} ({school['number']})" if school else "Land Hessen", found["on"]]
    lines += [
        f"Closed in an emergency: {one['label']} ({one['where']}): {one['reason']}" for one in found["brakes"]
    ]
    category = ""
    for cell in found["rules"]:
        if cell["label"] != category:
            category = cell["label"]
            lines += ["", category]
        source = f"{cell['decided_by']}, since {cell['since']}" if cell["since"] else "start value"
        lines.append(f"  {cell['who']:<26}  {cell['state_label']:<36}  {source:<24}  {cell['basis']}")
    return "\n".join(lines)

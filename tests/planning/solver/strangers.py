"""What a stranger would write from docs/planning-instance.md alone: reads the JSON of an instance and of an answer, imports nothing of ours."""

from collections import Counter
from typing import Any

Data = dict[str, Any]
WEIGHTS = {"missing": 1000, "theory": 1, "stretches": 50, "moves": 1, "changes": 1, "balance": 0, "excess": 1}


def weeks_in(entries: list[Any] | None) -> set[int]:
    """The weeks of a list of weeks."""
    found: set[int] = set()
    for one in entries or ():
        found |= set(range(one["first"], one["last"] + 1)) if isinstance(one, dict) else {one}
    return found


class Firm:
    """The instance as the document describes it."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.weeks = range(1, data["weeks"] + 1)
        self.departments = {str(one["id"]): one for one in data.get("departments") or ()}
        self.classes = {str(one["id"]): one for one in data.get("classes") or ()}
        self.people = {str(one["id"]): one for one in data.get("apprentices") or ()}
        self.catalogue = {str(one["id"]): one for one in data.get("positions") or ()}

    def positions(self, person: str) -> dict[str, Data]:
        own = self.people[person].get("positions")
        if own is None:
            return self.catalogue
        objects = [one if isinstance(one, dict) else {"id": one} for one in own]
        return {str(one["id"]): {**self.catalogue.get(str(one["id"]), {}), **one} for one in objects}

    def presence(self, person: str, week: int) -> int:
        who = self.people[person]
        group = self.classes.get(str(who.get("class")), {})
        away = weeks_in(self.data.get("closed_weeks")) | weeks_in(group.get("school_weeks"))
        for key in ("school_weeks", "closed_weeks", "holidays", "leave", "courses"):
            away |= weeks_in(who.get(key))
        if week in away or not who.get("first_week", 1) <= week <= who.get("last_week", self.data["weeks"]):
            return 0
        school = who["school_days"] if who.get("school_days") is not None else group.get("school_days") or []
        days = sum(
            e["days"] for e in [*school, *(who.get("absent_days") or [])] if week in weeks_in(e["weeks"])
        )
        return max(0, round(10 - 2 * days))

    def room(self, department: str, week: int) -> int:
        one = self.departments[department]
        room = one["capacity"]
        for other in one.get("capacities") or ():
            room = other["capacity"] if week in weeks_in(other["weeks"]) else room
        return 0 if week in weeks_in(one.get("closed_weeks")) else room

    def weeks_of(self, entry: Data, person: str | None = None) -> list[int]:
        if entry.get("week") is not None:
            return [entry["week"]]
        if entry.get("weeks") is not None:
            return sorted(weeks_in(entry["weeks"]))
        between = range(entry.get("first") or 1, (entry.get("last") or self.data["weeks"]) + 1)
        present = [week for week in between if person is None or self.presence(person, week)]
        return present or list(between)

    def fixed(self) -> list[tuple[str, int, str, str | None]]:
        return [
            (str(e["apprentice"]), week, str(e["position"]), e.get("department"))
            for e in self.data.get("fixed") or ()
            for week in self.weeks_of(e, str(e["apprentice"]))
        ]

    def distance(self, person: str, position: str, week: int) -> int:
        group = self.classes.get(str(self.people[person].get("class")), {})
        linked = {
            str(e["learning_field"]) for e in self.data.get("links") or () if str(e["position"]) == position
        }
        rule = {"grace_weeks": 4, "early_factor": 2, "cap": 26, **(self.data.get("theory") or {})}
        found = []
        for field in group.get("learning_fields") or ():
            if str(field["id"]) not in linked:
                continue
            taught = weeks_in(field.get("weeks"))
            if field.get("first") or field.get("last"):
                taught |= set(range(field.get("first") or 1, (field.get("last") or self.data["weeks"]) + 1))
            for first in (w for w in taught if w - 1 not in taught):
                last = next(w for w in range(first, self.data["weeks"] + 2) if w + 1 not in taught)
                before, after = rule["early_factor"] * (first - week), week - last - rule["grace_weeks"]
                found.append(before if week < first else max(0, after))
        return min([*found, rule["cap"]]) if found else 0


def placements(answer: Data) -> list[tuple[str, int, str, str]]:
    """The placements of an answer's plan."""
    return [
        (e["apprentice"], week, e["position"], e["department"]) for e in answer["plan"] for week in e["weeks"]
    ]


def broken_rules(data: Data, answer: Data) -> set[str]:
    """The names of the hard rules that the plan of the answer breaks."""
    firm, plan = Firm(data), placements(answer)
    found = set()
    if len({(who, week) for who, week, *_ in plan}) < len(plan):
        found.add("one_place")
    for who, week, what, where in plan:
        position = firm.positions(who)[what]
        allowed = position.get("departments")
        if not firm.presence(who, week):
            found.add("presence")
        if what not in {str(p) for p in firm.departments[where].get("positions") or ()}:
            found.add("teaches")
        if allowed is not None and where not in allowed:
            found.add("teaches")
        if not position.get("earliest", 1) <= week <= position.get("latest", data["weeks"]):
            found.add("period")
        if any(_forbidden(firm, entry, (who, week, what, where)) for entry in data.get("forbidden") or ()):
            found.add("forbidden")
    used = Counter((where, week) for _, week, _, where in plan)
    if any(number > firm.room(where, week) for (where, week), number in used.items()):
        found.add("capacity")
    return found | _stretches(firm, plan) | _fixed(firm, plan, answer)


def _forbidden(firm: Firm, entry: Data, one: tuple[str, int, str, str]) -> bool:
    who, week, what, where = one
    named = any(entry.get(key) is not None for key in ("week", "weeks", "first", "last"))
    return (
        (not named or week in firm.weeks_of(entry))
        and entry.get("apprentice") in {None, who}
        and entry.get("position") in {None, what}
        and entry.get("department") in {None, where}
    )


def runs(firm: Firm, plan: list[tuple[str, int, str, str]]) -> list[tuple[str, str, str, list[int]]]:
    """The stretches of a plan."""
    found: list[tuple[str, str, str, list[int]]] = []
    for person in firm.people:
        own = {week: (what, where) for who, week, what, where in plan if who == person}
        before = None
        for week in firm.weeks:
            if firm.presence(person, week):
                now = own.get(week)
                if now is not None and now == before:
                    found[-1][3].append(week)
                elif now is not None:
                    found.append((person, *now, [week]))
                before = now
    return found


def _stretches(firm: Firm, plan: list[tuple[str, int, str, str]]) -> set[str]:
    fixed = {(who, week, what) for who, week, what, _ in firm.fixed()}
    for who, what, _, weeks in runs(firm, plan):
        exempt = any((who, week, what) in fixed for week in weeks)
        if len(weeks) < firm.positions(who)[what].get("min_stretch", 1) and not exempt:
            return {"min_stretch"}
    return set()


def _fixed(firm: Firm, plan: list[tuple[str, int, str, str]], answer: Data) -> set[str]:
    told = {
        (e["apprentice"], week, e["position"])
        for e in answer["failed_wishes"]
        if e["wish"] == "fixed"
        for week in e["weeks"]
    }
    for who, week, what, where in firm.fixed():
        kept = any((who, week, what) == one[:3] and where in {None, one[3]} for one in plan)
        if not kept and (who, week, what) not in told:
            return {"fixed"}
    return set()


def points(data: Data, answer: Data) -> float:
    """The objective, counted from the placements."""
    firm, plan = Firm(data), placements(answer)
    amounts = dict.fromkeys(WEIGHTS, 0.0)
    for who in firm.people:
        for what, position in firm.positions(who).items():
            given = sum(firm.presence(who, week) for p, week, w, _ in plan if (p, w) == (who, what)) / 10
            amounts["missing"] += max(0, position["needed_weeks"] - given)
            amounts["excess"] += max(0, given - position["needed_weeks"] - 0.9)
    amounts["theory"] = sum(firm.distance(who, what, week) for who, week, what, _ in plan)
    amounts["stretches"] = len(runs(firm, plan))
    for person in firm.people:
        own = {week: where for who, week, _, where in plan if who == person}
        present = [week for week in firm.weeks if firm.presence(person, week)]
        lined = [own.get(week) for week in present]
        amounts["moves"] += sum(
            now is not None and now != before for before, now in zip([None, *lined], lined, strict=False)
        )
    today = {
        (str(e["apprentice"]), week): (str(e["position"]), str(e["department"]))
        for e in reversed(data.get("current_plan") or [])
        for week in firm.weeks_of(e, str(e["apprentice"]))
    }
    amounts["changes"] = sum((who, week, *rest) not in plan for (who, week), rest in today.items())
    used = Counter((where, week) for _, week, _, where in plan)
    amounts["balance"] = sum(max(0, n - -(-firm.room(where, week) // 2)) for (where, week), n in used.items())
    weights = {**WEIGHTS, **(data.get("weights") or {})}
    return sum(weights[name] * amount for name, amount in amounts.items())

"""Which rows are due on a day: past their time, not held, not kept by wish, and announced where somebody had to be warned."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.privacy.models import DeletionNotice, KeepingWish
from zweiklang.privacy.retention.declared import AnyModel, Rule, rules
from zweiklang.privacy.retention.holds import Held, held
from zweiklang.privacy.retention.reach import pointing_to, reach_of
from zweiklang.rooms.public import Room

LAST_WARNING = timedelta(days=int(DeletionNotice.Stage.LAST))


@dataclass(frozen=True, slots=True)
class Night:
    """A day on which deletion is looked at or carried out, and what was held when it was made."""

    on: date
    held: Held = field(default_factory=Held)

    @property
    def warned(self) -> Q:
        """Returns the condition on a warning "its day has come"; for a day far ahead nobody can have been warned yet."""
        return Q(stage=DeletionNotice.Stage.LAST, day__lte=self.on)

    @property
    def far_ahead(self) -> bool:
        """True for a preview of a day before which everybody will still be warned."""
        return self.on >= today() + LAST_WARNING

    def moment_before(self, cutoff: date, *, exact_days: int | None) -> datetime:
        """Returns the instant before which an instant must lie; lengths in days count by the hour, all others by whole days."""
        if exact_days is not None and self.on == today():
            return now() - timedelta(days=exact_days)
        return datetime.combine(cutoff, time.min, BERLIN)


def night(on: date | None = None) -> Night:
    """Returns that day (today if none) with what is held now. Call in the system role."""
    return Night(on or today(), held())


def root_of(rule: Rule) -> AnyModel:
    """Returns the model whose rows are deleted with all that goes with them: the rule's own, or the room."""
    return Room if rule.after.with_room else rule.model


def key_of(rule: Rule) -> str:
    """Returns the column of the root by which rows go in one transaction."""
    return "pk" if rule.after.with_room else rule.group


def roots(rule: Rule, night: Night) -> "QuerySet[models.Model]":
    """Returns the rows of `root_of(rule)` that are due on that night."""
    found: QuerySet[models.Model] = rule.model._base_manager.filter(
        _past(rule, night), **dict(rule.after.where)
    )
    found = _kept_by_wish(found, rule, night)
    root, key = root_of(rule), key_of(rule)
    if rule.after.with_room:
        found = Room._base_manager.filter(pk__in=found.values("room"))
    found = _without_protected(found, root)
    if root is rule.model:
        found = _without_younger_substitutes(found, rule, night)
    # Planning the condition on holds takes longer than anything here: not for a rule under which nothing is due anyway.
    if night.held and found.exists():
        found = found.exclude(**{f"{key}__in": found.filter(night.held.condition(root)).values(key)})
    return found


def _past(rule: Rule, night: Night) -> Q:
    """The first of the rule's fields that is set lies before the cutoff."""
    condition, earlier = Q(pk__in=[]), Q()
    for path in rule.after.fields:
        condition |= earlier & Q(**{f"{path}__lt": _limit(rule, path, night)})
        earlier &= Q(**{f"{path}__isnull": True})
    return condition


def _limit(rule: Rule, path: str, night: Night) -> date | datetime | int:
    cutoff = rule.after.cutoff(night.on)
    target = field_at(rule.model, path)
    if isinstance(target, models.DateTimeField):
        return night.moment_before(cutoff, exact_days=rule.after.days)
    # A school year is kept as the year it begins in.
    return cutoff.year if isinstance(target, models.IntegerField) else cutoff


def field_at(model: AnyModel, path: str) -> object:
    """Returns the field at the end of a path of the ORM."""
    names = path.split("__")
    for name in names[:-1]:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]  # foreign keys of ours
    return model._meta.get_field(names[-1])


def _kept_by_wish(found: "QuerySet[models.Model]", rule: Rule, night: Night) -> "QuerySet[models.Model]":
    """Leaves out what the apprentice wants to keep, and what nobody was warned of."""
    if not (path := rule.after.wish):
        return found
    wishes = KeepingWish.objects.filter(contract=OuterRef(path), until__gte=night.on)
    found = found.filter(~Exists(wishes))
    if night.far_ahead:
        return found
    told = Exists(DeletionNotice.objects.filter(night.warned, contract=OuterRef(path)))
    if not rule.after.with_room:
        return found.filter(told)
    nothing: Q = Q()
    for other in rules():
        if other.after.wish and not other.after.with_room:
            nothing &= Q(~Exists(other.model._base_manager.filter(room=OuterRef("room"))))
    return found.filter(nothing | told)


def _without_protected(found: "QuerySet[models.Model]", root: AnyModel) -> "QuerySet[models.Model]":
    """Leaves out roots to which a row that stays points by a protecting foreign key."""
    reach = reach_of(root)
    for child, path in reach.protectors:
        rows = child._base_manager.filter(**{path: OuterRef("pk")})
        for step in reach.steps:
            if step.model is child and not step.clear:
                rows = rows.exclude(**{step.path: OuterRef("pk")})
        found = found.filter(~Exists(rows))
    return found


def _without_younger_substitutes(
    found: "QuerySet[models.Model]", rule: Rule, night: Night
) -> "QuerySet[models.Model]":
    """Leaves out a row for which another of the same table stands in that is not due itself."""
    for child, name, _ in pointing_to(rule.model):
        if child is rule.model:
            younger = child._base_manager.filter(~_past(rule, night), **{name: OuterRef("pk")})
            found = found.filter(~Exists(younger))
    return found

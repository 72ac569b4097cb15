"""Everything but the weeks: organisations, people, contracts and classes of a Hesse of some size."""

from collections.abc import Sequence
from random import Random

from zweiklang.cli.hesse_world.catalogue import Occupation
from zweiklang.cli.hesse_world.contracts import Term, stays_of, terms_of, write_contract
from zweiklang.cli.hesse_world.firms import LONG_AGO, Slot, build_chambers, build_slots, organisation, post
from zweiklang.cli.hesse_world.plans import add_didactic_plans, add_training_plans
from zweiklang.cli.hesse_world.schedule import add_absences, add_school_time
from zweiklang.cli.hesse_world.schools import (
    Classes,
    School,
    SchoolClass,
    Stream,
    build_classes,
    build_schools,
    build_streams,
)
from zweiklang.cli.hesse_world.sizes import NOBODY_SIGNS_IN, Size
from zweiklang.cli.hesse_world.talks import add_announcements, add_talks
from zweiklang.cli.hesse_world.world import Ids, World


def build_world(size: Size, occupations: Sequence[Occupation], *, password: str = NOBODY_SIGNS_IN) -> World:
    """Returns everything but the weeks; the same size, seed and day give the same rows."""
    rng = Random(f"{size.seed} {size.apprentices} world")
    world = World(size, password, rng, Ids(rng, LONG_AGO))
    post(world, "land", organisation(world, "authority", "Land Hessen"), "land")
    chambers = build_chambers(world)
    schools = build_schools(world)
    slots = build_slots(world, occupations, chambers)
    streams = build_streams(world, slots, occupations, schools)
    stream_of = {slot: stream for stream, members in streams for slot in members}
    terms = [terms_of(world, n, occupations[slot.occupation].trade.months) for n, slot in enumerate(slots)]
    classes = _classes(world, [stream for stream, _ in streams], terms, stream_of)
    # Who is in training today comes first.
    for present in (True, False):
        for number, slot in enumerate(slots):
            for term in terms[number][:1] if present else terms[number][1:]:
                wanted = [classes[key] for key in stays_of(world, term, stream_of[number])]
                write_contract(world, term, slot, occupations, wanted)
    _around(world, [school for _, school in schools], list(classes.values()), slots, occupations)
    return world


def _around(
    world: World,
    schools: Sequence[School],
    classes: Sequence[SchoolClass],
    slots: Sequence[Slot],
    occupations: Sequence[Occupation],
) -> None:
    """Contracts and classes have what belongs to them besides the weeks."""
    present = world.contracts[: world.size.apprentices]
    add_school_time(world, schools, classes)
    add_absences(world, world.contracts)
    add_didactic_plans(world, classes)
    add_training_plans(world, present, slots, occupations)
    add_talks(world, present)
    add_announcements(world, schools, classes, present)


def _classes(
    world: World, streams: list[Stream], terms: list[list[Term]], stream_of: dict[int, Stream]
) -> Classes:
    wanted = {
        key
        for number, of_slot in enumerate(terms)
        for term in of_slot
        for key in stays_of(world, term, stream_of[number])
    }
    return build_classes(world, streams, wanted)

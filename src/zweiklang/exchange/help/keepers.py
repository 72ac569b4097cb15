"""Which organisation somebody keeps the list of helpers for."""

from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post, posts_of
from zweiklang.rooms.public import Standing


def office_of(standing: Standing) -> Organisation:
    """Returns the organisation whose team room it is; raises Http404 for another kind of room. One query."""
    found = (
        Organisation.objects.filter(team_room=standing.room_id).first() if standing.kind == "team" else None
    )
    if found is None:
        raise Http404
    return found


def land_of(actor: Actor) -> Organisation:
    """Returns the authority at which the person holds the Land's post; for who holds none another one, or none: the policy refuses."""
    posts = list(posts_of(actor.person, on=today()))
    of_land = [post for post in posts if post.capacity == Post.Capacity.LAND]
    return (of_land or posts)[0].organisation if posts else Organisation()

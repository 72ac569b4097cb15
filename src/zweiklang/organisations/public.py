"""The only door to organisations."""

from zweiklang.organisations.catalogue import SchoolFact, vocational_schools
from zweiklang.organisations.catalogue.districts import District, district_of, districts, postcodes_of
from zweiklang.organisations.choosing import SEVERAL, choose_organisation, chosen_name, chosen_organisation
from zweiklang.organisations.inviting import ColleagueInviter, colleague_inviter, invite_colleagues_by
from zweiklang.organisations.models import ChamberRule, Department, Organisation, Post, Site
from zweiklang.organisations.selectors import as_merged, posts_at, posts_of
from zweiklang.organisations.services import (
    add_department,
    add_organisation,
    add_post,
    add_site,
    change_post,
    change_site,
    remove_department,
    rename_department,
    set_chamber_rule,
)

__all__ = [
    "SEVERAL",
    "ChamberRule",
    "ColleagueInviter",
    "Department",
    "District",
    "Organisation",
    "Post",
    "SchoolFact",
    "Site",
    "add_department",
    "add_organisation",
    "add_post",
    "add_site",
    "as_merged",
    "change_post",
    "change_site",
    "choose_organisation",
    "chosen_name",
    "chosen_organisation",
    "colleague_inviter",
    "district_of",
    "districts",
    "invite_colleagues_by",
    "postcodes_of",
    "posts_at",
    "posts_of",
    "remove_department",
    "rename_department",
    "set_chamber_rule",
    "vocational_schools",
]

"""The only door to organisations."""

from zweiklang.organisations.models import ChamberRule, Department, Organisation, Post, Site
from zweiklang.organisations.selectors import posts_at, posts_of
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
    "ChamberRule",
    "Department",
    "Organisation",
    "Post",
    "Site",
    "add_department",
    "add_organisation",
    "add_post",
    "add_site",
    "change_post",
    "change_site",
    "posts_at",
    "posts_of",
    "remove_department",
    "rename_department",
    "set_chamber_rule",
]

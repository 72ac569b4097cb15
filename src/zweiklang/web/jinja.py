"""The one template language: Django's Jinja2 backend with strict undefined values and our globals.

Globals: `static(path)`, `url(name, *args, **kwargs)`, `room_url(name, room_id)`, `now()`, `_()` and the other gettext functions;
filters: `json_script`, `day`, `day_long`, `moment`, `clock_time`, `initials`, `browser` (single values; lists get ready strings).
`csrf_input` and `csrf_token` come from Django's backend, the rest from `zweiklang.web.context.page`.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static as find_static
from django.urls import reverse
from django.utils import translation
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined

from zweiklang.exchange.public import exchange_tabs
from zweiklang.kernel import clock, formats
from zweiklang.kernel.addresses import address
from zweiklang.kernel.browsers import browser_name
from zweiklang.kernel.navigation import account_pages
from zweiklang.rooms.public import room_url
from zweiklang.web import markup
from zweiklang.web.escaping import ShowingGenerator, shown


class _Environment(Environment):
    code_generator_class = ShowingGenerator
    shown = staticmethod(shown)


def environment(**options: Any) -> Environment:
    """Returns the Jinja2 environment Django's backend asks for; an undefined variable is an error."""
    options["undefined"] = StrictUndefined
    options["autoescape"] = _is_markup
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    env = _Environment(**options, trim_blocks=True, lstrip_blocks=True)
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        # Each icon asks for the sprite's address: a manifest look-up per icon would cost a list page milliseconds.
        static=find_static if settings.DEBUG else cache(find_static),
        url=_url,
        room_url=room_url,
        make_icon=markup.icon,
        make_badge=markup.badge,
        now=clock.now,
        account_pages=account_pages,
        exchange_tabs=exchange_tabs,
    )
    env.filters.update(
        json_script=json_script,
        day=formats.day,
        day_long=formats.day_long,
        moment=formats.moment,
        moment_english=formats.moment_english,
        day_english=formats.day_english,
        clock_time=formats.time,
        initials=formats.initials,
        browser=browser_name,
    )
    return env


def _is_markup(template_name: str | None) -> bool:
    """Everything is escaped but plain text (mails and their subjects, allauth's messages)."""
    return template_name is None or not template_name.endswith(".txt")


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs) if kwargs else address(name, *args)

"""`{% load huiying %}`: the components of the design system. All are shown on /design/."""

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiying.design import presenters
from huiying.design.choices import Entry, Group, PageView, Theme

register = template.Library()


def request_of(context: Context) -> HttpRequest | None:
    """The request, where the page has one (the page for a failure may not)."""
    return context.get("request")


def chosen(context: Context, cookie: str, allowed: Sequence[str]) -> str:
    """The reader's choice kept in a cookie, or the first of the allowed values."""
    request = request_of(context)
    value = request.COOKIES.get(cookie, "") if request else ""
    return value if value in allowed else allowed[0]


@register.simple_tag(takes_context=True)
def html_attributes(context: Context) -> SafeString:
    """`lang`, theme and view of the <html> element."""
    language = "zh-Hans" if (get_language() or "zh").startswith("zh") else "en"
    return format_html(
        'lang="{}" data-theme="{}" data-view="{}"',
        language,
        chosen(context, "theme", Theme.values),
        chosen(context, "view", PageView.values),
    )


@register.simple_tag(takes_context=True)
def is_elder_view(context: Context) -> bool:
    """`{% is_elder_view as elder %}`: to show fewer choices."""
    return chosen(context, "view", PageView.values) == PageView.ELDER


@register.simple_tag
def site_name() -> str:
    """The name of this installation: SITE_NAME in the settings."""
    return str(getattr(settings, "SITE_NAME", "") or _("Huiying"))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of static/design/icons.svg; without a label it is hidden from screen readers."""
    address = static("design/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            address,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name
    )


@register.simple_tag
def url_if_exists(name: str, *args: object) -> str:
    """The address of a page, or "" while no slice provides it."""
    return presenters.url_or_nothing(name, *args)


@register.simple_tag(takes_context=True)
def portal_navigation(context: Context) -> Sequence[Entry]:
    return presenters.portal_navigation(request_of(context))


@register.simple_tag(takes_context=True)
def console_navigation(context: Context) -> Sequence[Group]:
    return presenters.console_navigation(request_of(context))


@register.simple_tag(takes_context=True)
def unread_count(context: Context) -> int:
    return presenters.unread_count(request_of(context))


@register.inclusion_tag("design/components/appearance.html", takes_context=True)
def appearance(context: Context, *parts: str) -> dict[str, object]:
    """Switches for "view", "theme" and "language" (all of them without arguments)."""
    request = request_of(context)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "parts": parts or ("view", "theme", "language"),
        "next": request.get_full_path() if request and request.method == "GET" else "/",
        "theme": chosen(context, "theme", Theme.values),
        "themes": Theme.choices,
        "elder": chosen(context, "view", PageView.values) == PageView.ELDER,
        "other_language": "en" if language.startswith("zh") else "zh-hans",
    }

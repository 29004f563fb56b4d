"""`{% load huiying %}`: the components of the design system. All are shown on /design/."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiying.design.choices import Entry, Group, PageView, Theme
from huiying.design.presenters import menus, shapes, times
from huiying.design.templatetags import fields, lists, words
from huiying.design.templatetags.asked import chosen, request_of
from huiying.lib import clock

register = template.Library()
for part in (words, lists, fields):
    register.filters.update(part.register.filters)
    register.tags.update(part.register.tags)
PARTS = "design/components"


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
    return menus.url_or_nothing(name, *args)


@register.simple_tag(takes_context=True)
def portal_navigation(context: Context) -> Sequence[Entry]:
    return menus.portal_navigation(request_of(context))


@register.simple_tag(takes_context=True)
def console_navigation(context: Context) -> Sequence[Group]:
    """The page's own `navigation`, or what DESIGN["console_navigation"] gives this person."""
    if "navigation" in context:
        return list(context["navigation"])
    return menus.console_navigation(request_of(context))


@register.simple_tag(takes_context=True)
def unread_count(context: Context) -> int:
    return menus.unread_count(request_of(context))


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


# --- things to press -----------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/button.html")
def button(text: str, kind: str = "", **attributes: Any) -> dict[str, Any]:
    """`{% button _("Save") "primary" icon="check" name="step" value="save" disabled=why %}`.

    kind: "" | primary | danger | quiet, and "wide". `disabled` may be the reason, shown to the reader.
    """
    return {"text": text, "kind": kind, "type": "submit", **attributes}


@register.inclusion_tag(f"{PARTS}/link_button.html")
def link_button(text: str, url: str, kind: str = "", **attributes: Any) -> dict[str, Any]:
    """A link that looks like a button: `{% link_button _("New") url "primary" icon="plus" %}`."""
    return {"text": text, "url": url, "kind": kind, **attributes}


@register.inclusion_tag(f"{PARTS}/dialog_button.html")
def dialog_button(text: str, dialog: str, kind: str = "", icon: str = "") -> dict[str, Any]:
    """Opens the `{% dialog %}` with that id."""
    return {"text": text, "dialog": dialog, "kind": kind, "icon": icon}


# --- blocks with content -------------------------------------------------------------------------


@register.simple_block_tag
def dialog(content: str, name: str, title: str) -> str:
    """`{% dialog "return-case" _("Return the case") %}…{% enddialog %}`."""
    return render_to_string(
        f"{PARTS}/dialog.html", {"content": content, "name": name, "title": title}
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> str:
    """`{% notice "warning" _("Title") %}…{% endnotice %}`; tones info, success, warning, danger."""
    return render_to_string(
        f"{PARTS}/notice.html", {"content": content, "tone": tone, "title": title}
    )


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", note: str = "", level: int = 2) -> str:
    """`{% card _("Title") url note %}…{% endcard %}`; with a url the whole card is the link."""
    context = {"content": content, "title": title, "url": url, "note": note, "level": level}
    return render_to_string(f"{PARTS}/card.html", context)


@register.simple_block_tag
def cards_table(content: str, caption: str, *heads: str) -> str:
    """`{% cards_table _("Places") _("Unit") _("Score") %}rows{% endcards_table %}`: a table whose rows
    become cards on a phone. Rows give `role` and `data-label` to their cells."""
    context = {"content": content, "caption": caption, "heads": heads}
    return render_to_string(f"{PARTS}/cards_table.html", context)


# --- signs ---------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/badge.html")
def badge(text: str, tone: str = "neutral", icon: str = "") -> dict[str, str]:
    """A state in words with a shape of its own: `{% badge case.get_state_display "active" %}`."""
    return {"text": text, "tone": tone, "icon": icon or tone}


@register.inclusion_tag(f"{PARTS}/clock_badge.html")
def clock_badge(
    due: datetime | None, provisional: bool = False, label: str = "", **state: Any
) -> dict[str, Any]:
    """`{% clock_badge case.due_at case.is_provisional label=_("Reply") paused=… done_at=… %}`."""
    face = times.clock_face(due, state.pop("now", None) or clock.now(), **state)
    return {"face": face, "provisional": provisional and due is not None, "label": label}


# --- figures -------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/stat.html")
def stat(label: str, value: Any, **options: Any) -> dict[str, Any]:
    """`{% stat _("Open") 12 unit=_("cases") note=… tone="warning" url=… %}`; words are set smaller than
    figures, for they are longer."""
    is_words = not any(sign.isdigit() for sign in str(value))
    return {"label": label, "value": value, "is_words": is_words, **options}


@register.inclusion_tag(f"{PARTS}/bars.html")
def bars(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Horizontal bars of (label, value) or (label, value, text to show)."""
    return {"bars": shapes.bars(items), "label": label}


@register.inclusion_tag(f"{PARTS}/sparkline.html")
def sparkline(values: Sequence[shapes.Number], label: str) -> dict[str, Any]:
    """A line of few numbers; `label` says in words what it shows."""
    return {"line": shapes.line(values), "label": label}

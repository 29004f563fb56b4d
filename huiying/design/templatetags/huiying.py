"""`{% load huiying %}`: the components of the design system. All are shown on /design/."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiying.design.choices import Column, Entry, Group, PageView, Theme
from huiying.design.presenters import menus, shapes, times
from huiying.design.templatetags import words
from huiying.lib import clock

register = template.Library()
register.filters.update(words.register.filters)
PARTS = "design/components"


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


# --- lists and tables ----------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/timeline.html")
def timeline(happenings: Iterable[Any]) -> dict[str, Any]:
    """Draws `design.choices.Happening`s, or anything with title, at, who, text, tone, icon."""
    return {"happenings": happenings}


@register.inclusion_tag(f"{PARTS}/facts.html")
def facts(pairs: Iterable[tuple[str, Any]], kind: str = "") -> dict[str, Any]:
    """A description list of (name, value); kind "stacked" puts values below names."""
    return {"pairs": pairs, "kind": kind}


def query_of(context: Context) -> QueryDict:
    request = request_of(context)
    return request.GET if request else QueryDict()


@register.inclusion_tag(f"{PARTS}/table.html", takes_context=True)
def table(
    context: Context, columns: Sequence[Column], rows: Iterable[Sequence[Any]], caption: str = ""
) -> dict[str, Any]:
    """`design.choices.Column`s and rows of cells, the first naming its row; cards on phones."""
    query = query_of(context)
    listed = [[(column, cell) for column, cell in zip(columns, row, strict=True)] for row in rows]
    return {"columns": columns, "rows": listed, "caption": caption, "query": query}


@register.inclusion_tag(f"{PARTS}/sort_header.html", takes_context=True)
def sort_header(
    context: Context, label: str, key: str = "", numeric: bool = False
) -> dict[str, Any]:
    """A <th>; with a key its text is a link that sets ?sort=key or ?sort=-key."""
    query = context.get("query") or query_of(context)
    now, asks = shapes.sort_order(query.get("sort", ""), key)
    url = shapes.with_query(query, sort=asks, page=None) if key else ""
    return {"label": label, "url": url, "sorted": now if key else "", "numeric": numeric}


@register.inclusion_tag(f"{PARTS}/pager.html", takes_context=True)
def pager(context: Context, page: Page, capped: bool = False) -> dict[str, Any]:  # type: ignore[type-arg]  # rows of any kind
    """Older and newer pages of a Django `Page`; `capped` hides how many there are in all."""
    query = query_of(context)
    numbers = [] if capped else shapes.page_numbers(page)
    links = [(n, shapes.with_query(query, page=n) if n else "") for n in numbers]
    before = page.previous_page_number() if page.has_previous() else None
    after = page.next_page_number() if page.has_next() else None
    return {
        "page": page,
        "links": links,
        "before": shapes.with_query(query, page=before) if before else "",
        "after": shapes.with_query(query, page=after) if after else "",
    }


@register.inclusion_tag(f"{PARTS}/tabs.html")
def tabs(entries: Iterable[Entry], label: str) -> dict[str, Any]:
    """Links between views of one list: `{% tabs entries _("Lists") %}` with design.choices.Entry."""
    return {"entries": entries, "label": label}


@register.inclusion_tag(f"{PARTS}/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """`{% breadcrumbs _("Cases") cases_url case.number %}`: label, url, label, url, …, last label."""
    pairs = [(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    return {"pairs": pairs, "here": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag(f"{PARTS}/stepper.html")
def stepper(labels: Sequence[str], current: int) -> dict[str, Any]:
    """`{% stepper labels 2 %}`: where the reader is in a form of several pages; counts from 1."""
    return {"labels": labels, "current": current}


@register.inclusion_tag(f"{PARTS}/empty.html")
def empty(
    title: str, text: str = "", icon: str = "inbox", url: str = "", action: str = ""
) -> dict[str, str]:
    """What stands where a list has nothing to show, and what to do about it."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


# --- forms ---------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/field.html")
def field(bound: forms.BoundField, optional_mark: bool = True) -> dict[str, Any]:
    """`{% field form.name %}`: label, help, errors with suggestions, and any Django widget."""
    return {"face": shapes.field_face(bound, optional_mark)}


@register.inclusion_tag(f"{PARTS}/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of the form in order."""
    return {"form": form}


@register.inclusion_tag(f"{PARTS}/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What must be put right, each line a link to its field. Place it above the form."""
    return {"errors": shapes.summary(form)}


@register.inclusion_tag(f"{PARTS}/search_box.html", takes_context=True)
def search_box(context: Context, label: str, action: str = "", **options: Any) -> dict[str, Any]:
    """A GET form with one box; options name ("q"), placeholder, value, button."""
    name = options.get("name", "q")
    value = query_of(context).get(name, "")
    return {"label": label, "action": action, "name": name, "value": value, **options}


@register.inclusion_tag(f"{PARTS}/picker.html")
def picker(name: str, label: str, url: str, **options: Any) -> dict[str, Any]:
    """Search, then choose one of few: never a list of thousands.

    `url` answers ?name=NAME&NAME_query=… with design/components/picker_results.html (context: name,
    results of (value, label, hint), more). Options: value and chosen (what is picked now), help, error, results, query.
    Without JavaScript the button sends the form with `_search=name`, and the view fills `results`.
    """
    return {"name": name, "label": label, "url": url, **options}


# --- figures -------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/stat.html")
def stat(label: str, value: Any, **options: Any) -> dict[str, Any]:
    """`{% stat _("Open") 12 unit=_("cases") note=… tone="warning" url=… %}`."""
    return {"label": label, "value": value, **options}


@register.inclusion_tag(f"{PARTS}/bars.html")
def bars(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Horizontal bars of (label, value) or (label, value, text to show)."""
    return {"bars": shapes.bars(items), "label": label}


@register.inclusion_tag(f"{PARTS}/sparkline.html")
def sparkline(values: Sequence[shapes.Number], label: str) -> dict[str, Any]:
    """A line of few numbers; `label` says in words what it shows."""
    return {"line": shapes.line(values), "label": label}

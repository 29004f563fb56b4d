"""Components for lists and tables; part of `{% load huiying %}`."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context

from huiying.design.choices import Column, Entry
from huiying.design.presenters import shapes
from huiying.design.templatetags.asked import query_of

register = template.Library()
PARTS = "design/components"


@register.inclusion_tag(f"{PARTS}/timeline.html")
def timeline(happenings: Iterable[Any]) -> dict[str, Any]:
    """Draws `design.choices.Happening`s, or anything with title, at, who, text, tone, icon."""
    return {"happenings": happenings}


@register.inclusion_tag(f"{PARTS}/facts.html")
def facts(pairs: Iterable[tuple[str, Any]], kind: str = "") -> dict[str, Any]:
    """A description list of (name, value); kind "stacked" puts values below names."""
    return {"pairs": pairs, "kind": kind}


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

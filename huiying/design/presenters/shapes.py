"""Form fields, tables and small drawings made ready for their templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Number = int | float | Decimal


@dataclass(frozen=True)
class FieldError:
    """A sentence, and values that may have been meant (ValidationError params["suggestions"])."""

    message: str
    suggestions: Sequence[str] = ()


def missing_text(bound: forms.BoundField) -> str:
    """A sentence for an empty field that names it, instead of Django's "This field is required"."""
    values = {"label": bound.label}
    if isinstance(bound.field, forms.ChoiceField | forms.FileField):
        return _("Please choose: %(label)s") % values
    return _("Please fill in: %(label)s") % values


def too_long_text(error: ValidationError) -> str:
    """How long a text is and may be, plainer than Django says it."""
    values = error.params or {}
    return _(
        "This is %(show_value)d characters long; at most %(limit_value)d fit. Please shorten it."
    ) % {name: values[name] for name in ("show_value", "limit_value")}


def field_errors(bound: forms.BoundField) -> list[FieldError]:
    """The errors of a field, each with its suggestions."""
    found: list[FieldError] = []
    plain = forms.Field.default_error_messages["required"]
    for error in bound.errors.as_data():
        if error.code == "required" and error.message == plain:
            found.append(FieldError(missing_text(bound)))
            continue
        if error.message is MaxLengthValidator.message:
            found.append(FieldError(too_long_text(error)))
            continue
        for message in ValidationError([error]).messages:
            suggestions = (getattr(error, "params", None) or {}).get("suggestions", ())
            found.append(FieldError(str(message), [str(s) for s in suggestions]))
    return found


def field_kind(bound: forms.BoundField) -> str:
    """Which markup the widget needs: hidden, check, choices, group, or plain."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "group" if widget.use_fieldset else "plain"


UNCUT: dict[str, str | bool] = {"maxlength": False}
"""A browser cuts what is pasted at `maxlength` and says nothing; the form says it in a sentence."""


@dataclass(frozen=True)
class FieldFace:
    bound: forms.BoundField
    kind: str
    widget: SafeString
    errors: Sequence[FieldError]
    optional: bool
    max_length: int = 0  # of a text area: the page counts along


def field_face(bound: forms.BoundField, optional_mark: bool) -> FieldFace:
    """A bound field ready to draw; `optional_mark` False leaves out "(optional)"."""
    kind = field_kind(bound)
    widget = bound.field.widget
    counted = isinstance(widget, forms.Textarea) and widget.attrs.get("maxlength")
    return FieldFace(
        bound=bound,
        kind=kind,
        widget=bound.as_widget(attrs=UNCUT if counted else None),
        errors=field_errors(bound),
        optional=optional_mark and not bound.field.required and kind != "check",
        max_length=int(counted) if counted else 0,
    )


def summary(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Every error of the form as (label, sentence, id to jump to).

    The label is "" where the sentence names it already, the id where the error is the whole form's.
    """
    found = [("", str(message), "") for message in form.non_field_errors()]
    for bound in form:
        label = str(bound.label).rstrip("?？")  # a colon follows
        target = bound.id_for_label or f"{bound.auto_id}_0"
        for error in field_errors(bound):
            found.append(("" if label in error.message else label, error.message, target))
    return found


def with_query(query: QueryDict, **values: object) -> str:
    """The page's own query with some values changed; None removes one."""
    changed = query.copy()
    for name, value in values.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def sort_order(current: str, key: str) -> tuple[str, str]:
    """(aria-sort now, the value a press asks for): up, then down, then up again."""
    if current == key:
        return "ascending", f"-{key}"
    if current == f"-{key}":
        return "descending", key
    return "", key


def page_numbers(page: Page) -> list[int]:  # type: ignore[type-arg]  # any rows will do
    """Page numbers around this one; 0 stands for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [int(number) if isinstance(number, int) else 0 for number in elided]


@dataclass(frozen=True)
class Bar:
    label: str
    text: str
    width: float  # per cent of the longest bar


def bars(items: Iterable[tuple[str, Number]] | Iterable[tuple[str, Number, str]]) -> list[Bar]:
    """(label, value) or (label, value, text) as bars against the largest value."""
    rows = [tuple(item) for item in items]
    top = max((float(row[1]) for row in rows), default=0.0) or 1.0
    return [
        Bar(
            label=str(row[0]),
            text=str(row[2] if len(row) > 2 else row[1]),
            width=round(max(0.0, 100 * float(row[1]) / top), 2),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Line:
    points: str
    end: tuple[float, float] = field(default=(0.0, 0.0))


def line(values: Sequence[Number], width: int = 120, height: int = 32, edge: int = 4) -> Line:
    """Points of a sparkline in a box of width × height units, the largest value at the top."""
    numbers = [float(value) for value in values]
    if not numbers:
        return Line("")
    low, span = min(numbers), (max(numbers) - min(numbers)) or 1.0
    step = (width - 2 * edge) / max(1, len(numbers) - 1)
    points = [
        (
            round(edge + i * step, 1),
            round(height - edge - (height - 2 * edge) * (n - low) / span, 1),
        )
        for i, n in enumerate(numbers)
    ]
    return Line(" ".join(f"{x},{y}" for x, y in points), points[-1])

"""Schemes and the rankings asked for with them."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huiying.appraisal.actions.rankings import Period, Whom
from huiying.appraisal.choices.schemes import VersionState
from huiying.appraisal.models import SchemeVersion
from huiying.appraisal.permissions import schemes_for
from huiying.appraisal.queries import load_scheme, shipped
from huiying.appraisal.rules.adding_up import decimal
from huiying.appraisal.rules.editing import edited
from huiying.appraisal.rules.items import Rate
from huiying.appraisal.rules.schemes import Item, Scheme
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

LONG = forms.Textarea(attrs={"rows": 24, "class": "code", "spellcheck": "false"})


class MonthField(forms.DateField):
    """A month, as its first day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        super().__init__(widget=widget, input_formats=["%Y-%m", "%Y-%m-%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        return None if found is None else found.replace(day=1)


class PersonForm(forms.Form):
    """A form that offers what is within somebody's reach."""

    def __init__(self, *args: Any, person: Person, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.on = person, on
        if "area" in self.fields:
            self.fields["area"].queryset = areas_of(person, on)  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def areas_of(person: Person, on: date) -> Any:
    """City, counties and townships a person appraises."""
    reach = scope_of(person, Permission.APPRAISE, on=on)
    found = Area.objects.as_of(on).filter(level__gte=2, level__lte=4)
    return found.within(reach.prefixes).order_by("level", "code")


class NewSchemeForm(PersonForm):
    template = forms.ChoiceField(
        label=_("Begin with"),
        widget=forms.RadioSelect,
        help_text=_("A copy: it can be changed as long as it is a draft."),
    )
    area = forms.ModelChoiceField(label=_("For the units of"), queryset=Area.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(path.stem, load_scheme(path.stem)) for path in shipped()]
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            (name, f"{scheme.title} · {scheme.about}") for name, scheme in choices
        ]


class TextForm(PersonForm):
    text = forms.CharField(
        label=_("Text of the scheme (TOML)"),
        max_length=60_000,
        strip=False,
        widget=LONG,
        help_text=_("Every rule and field is described in the reference of the appraisal."),
    )


class ItemsForm(PersonForm):
    """Points, targets (of each class) and title of each item, written into the scheme's text."""

    def __init__(self, *args: Any, scheme: Scheme, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.scheme = text, scheme
        for number, item in enumerate(scheme.items, 1):
            points = forms.DecimalField(min_value=0, max_digits=8, label=_("Points"))
            title = forms.CharField(max_length=80, label=_("Item"))
            points.initial, title.initial = decimal(item.points), item.title
            self.fields[f"title_{number}"] = title
            self.fields[f"points_{number}"] = points
            for place, (kind, mark) in enumerate(_targets(item)):
                field = forms.DecimalField(
                    min_value=0,
                    max_value=100,
                    max_digits=6,
                    required=False,
                    label=_class_label(kind),
                )
                field.initial = mark
                self.fields[f"target_{number}_{place}"] = field

    def rows(self) -> list[tuple[Item, Any, Any, list[Any]]]:
        return [
            (item, self[f"title_{n}"], self[f"points_{n}"], self._bound(n, item))
            for n, item in enumerate(self.scheme.items, 1)
        ]

    def _bound(self, number: int, item: Item) -> list[Any]:
        return [self[f"target_{number}_{place}"] for place, _mark in enumerate(_targets(item))]

    def inputs(self) -> dict[str, Any]:
        edits: dict[tuple[int, str], str] = {}
        for name in self.changed_data:
            field, number, *_place = name.split("_")
            value = self.cleaned_data.get(name)
            if field == "title":
                plain = str(value).replace("\\", "").replace('"', "”")
                edits[int(number), "title"] = f'"{plain}"'
            elif field == "points":
                edits[int(number), field] = "" if value is None else f"{value.normalize():f}"
            else:
                edits[int(number), "target"] = self._target(int(number))
        return {"text": edited(self.text, edits)}

    def _target(self, number: int) -> str:
        """One number; or a table of classes, those left empty having the common target."""
        item = self.scheme.items[number - 1]
        marks = [
            (kind, self.cleaned_data.get(f"target_{number}_{place}"))
            for place, (kind, _mark) in enumerate(_targets(item))
        ]
        common = marks[0][1]
        if common is None:
            return ""
        named = [(kind, mark) for kind, mark in marks[1:] if mark is not None]
        if not named:
            return f"{common.normalize():f}"
        parts = [f"{_toml_key(kind)} = {mark.normalize():f}" for kind, mark in named]
        return "{ " + ", ".join([f"default = {common.normalize():f}", *parts]) + " }"


def _targets(item: Item) -> list[tuple[str, str]]:
    """(class, target) of a rate, "" standing for the common target; none for other rules."""
    if not isinstance(item.rule, Rate):
        return []
    target = item.rule.target
    if target is None:
        return [("", "")]
    classes = [(kind, decimal(mark)) for kind, mark in target.by_class.items()]
    return [("", decimal(target.default)), *classes]


def _class_label(kind: str) -> Any:
    return format_lazy("{} · {}", _("Full points from"), kind) if kind else _("Full points from")


def _toml_key(kind: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_-]+", kind):
        return kind
    plain = kind.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


class AdoptForm(PersonForm):
    first_month = MonthField(
        label=_("Judges from"),
        help_text=_("The version before judges until then. What it has judged stays."),
    )


class WhomForm(PersonForm):
    """Which units, in which period."""

    area = forms.ModelChoiceField(label=_("Units of"), queryset=Area.objects.none())
    kind = forms.ChoiceField(
        label=_("Like with like: only units of this kind"),
        choices=[(UnitKind.TOWNSHIP, UnitKind.TOWNSHIP.label), (UnitKind.DEPARTMENT, UnitKind.DEPARTMENT.label)]
        + [(k, k.label) for k in UnitKind if k not in (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)],
    )  # fmt: skip
    first = MonthField(label=_("From"))
    last = MonthField(label=_("Until the end of"))

    def whom(self) -> Whom:
        data = self.cleaned_data
        return Whom(data["area"], data["kind"], Period(data["first"], data["last"]))


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} v{obj.number} · {obj.area.name} · {obj.get_state_display()}"


class RankingForm(WhomForm):
    scheme = VersionField(label=_("Scheme"), queryset=SchemeVersion.objects.none())
    field_order = ("scheme", "area", "kind", "first", "last")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adopted = schemes_for(self.person, on=self.on).exclude(state=VersionState.DRAFT)
        rows = adopted.order_by("key", "-number", "pk")
        self.fields["scheme"].queryset = rows  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        return {"scheme": self.cleaned_data["scheme"], "whom": self.whom()}


class TryForm(WhomForm):
    other = VersionField(label=_("Compared with"), queryset=SchemeVersion.objects.none())
    field_order = ("other", "area", "kind", "first", "last")

    def __init__(self, *args: Any, new: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = schemes_for(self.person, on=self.on).exclude(pk=new.pk)
        rows = others.order_by("key", "-number", "pk")
        self.fields["other"].queryset = rows  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        return {"old": self.cleaned_data["other"], "whom": self.whom()}

"""What people fill in on the pages of figures."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeopleForm(forms.Form):
    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "CSV or Excel with the columns code (区划代码) and people (人口). A group of a village has the village's code and two digits more, its number."
        ),
    )
    year = forms.IntegerField(label=_("Counted in the year"), min_value=1990, max_value=2100)


class BulletinForm(forms.Form):
    area = forms.CharField(label=_("Area"), max_length=12)
    month = forms.DateField(
        label=_("Month"), widget=forms.DateInput(attrs={"type": "month"}), input_formats=["%Y-%m"]
    )

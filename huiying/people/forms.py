"""What people type about themselves and others."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.people.actions.accounts import plain_username
from huiying.people.choices import Language, ToldBy

LONGEST_NAME = 40
"""Characters of a user name, as the table of people has them."""


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("User name or password is not right. Capital letters matter."),
        "inactive": _("User name or password is not right. Capital letters matter."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")

    def clean_username(self) -> str:
        name = plain_username(self.cleaned_data["username"])
        if len(name) > LONGEST_NAME:  # Django tells only the browser; nobody has such a name
            raise self.get_invalid_login_error()
        return name


class CodeForm(forms.Form):
    """A code of six digits, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class PasswordForm(PasswordChangeForm):
    """Old and new password; the validators of the settings speak at the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 12 characters; a short sentence is easy to remember and hard to guess. "
            "Not one of your last passwords, not only digits, nothing like your name."
        )
        self.fields["new_password2"].label = _("New password again")
        self.fields["new_password2"].help_text = ""

    def validate_password_for_user(
        self,
        user: Any,
        password_field_name: str = "new_password1",  # noqa: S107 - a field
    ) -> None:
        """Say what is wrong with a password where it was first typed."""
        super().validate_password_for_user(user, "new_password1")


class AboutMeForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=30)
    phone = forms.CharField(label=_("Work telephone"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class MessagesForm(forms.Form):
    told_by = forms.ChoiceField(label=_("Besides the inbox, tell me"), choices=ToldBy.choices)
    email = forms.EmailField(label=_("Work e-mail"), max_length=100, required=False)


class TokenForm(forms.Form):
    label = forms.CharField(label=_("What is it for?"), max_length=60)
    days = forms.TypedChoiceField(
        label=pgettext_lazy("account", "Good for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("one year"))],
        initial=90,
    )


class OpenAccountForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("Small letters, digits, dots, dashes or Chinese characters."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=30)
    phone = forms.CharField(label=_("Work telephone"), max_length=20, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)

"""Forms of accounts that are no actions of a workspace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_otp import match_token

from groundfloor_web.accounts.models import User
from groundfloor_web.core.languages import language_name


class JoinForm(forms.Form):
    """A name and a password for a new account."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters, not a common one. A sentence is good."),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        self.email = email
        super().__init__(*args, **options)

    def clean_password(self) -> str:
        """A password that holds."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class ProfileForm(forms.ModelForm):
    """What a person is called, and the language their pages are in."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[(tag, language_name(tag)) for tag, _name in settings.LANGUAGES]
    )

    class Meta:
        model = User
        fields = ["name", "language"]


class CodeForm(forms.Form):
    """A code of the second factor, or one of the spare codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, user: Any, device: Any = None, **options: Any) -> None:
        self.user, self.device = user, device
        super().__init__(*args, **options)

    def clean_code(self) -> str:
        """A code that one of the person's devices gives now."""
        code: str = self.cleaned_data["code"].replace(" ", "")
        if self.device is None:
            self.device = match_token(self.user, code)
            good = self.device is not None
        else:
            good = self.device.verify_token(code)
        if not good:
            raise ValidationError(
                _("This code does not fit. Codes last half a minute, and each is good once."), code="code"
            )
        return code

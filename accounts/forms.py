"""Forms about people. Rules are in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitations import roles_to_invite
from accounts.models import Membership, User
from accounts.selectors import schoolmentors
from institutions.actors import Actor
from institutions.enums import Role


def _password_rules() -> str:
    return " ".join(password_validators_help_texts())


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy("Naar dit adres gaat de uitnodiging."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Rol"), widget=forms.RadioSelect)
    handles_requests = forms.BooleanField(
        label=gettext_lazy("Behandelt stageaanvragen"),
        required=False,
        help_text=gettext_lazy("Alleen voor een schoolmentor: mag namens de school antwoorden."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_invite(actor)
        role_field = self.fields["role"]
        assert isinstance(role_field, forms.ChoiceField)
        role_field.choices = [(role.value, role.label) for role in roles]
        if Role.SCHOOL_MENTOR not in roles:
            del self.fields["handles_requests"]

    def clean(self) -> dict[str, Any]:
        """Only a schoolmentor handles requests."""
        data = super().clean() or self.cleaned_data
        if data.get("handles_requests") and data.get("role") != Role.SCHOOL_MENTOR:
            self.add_error(
                "handles_requests", _("Alleen een schoolmentor behandelt stageaanvragen.")
            )
        return data


class MembersField(forms.ModelMultipleChoiceField[Membership]):
    """Members by the name of the person."""

    def label_from_instance(self, obj: Any) -> str:
        """The person's name."""
        return str(obj.user)


class HandlersForm(forms.Form):
    """Which schoolmentors handle requests."""

    handlers = MembersField(
        label=gettext_lazy("Deze schoolmentoren behandelen stageaanvragen"),
        help_text=gettext_lazy(
            "Zij aanvaarden of weigeren namens de school en krijgen de mails daarover."
        ),
        queryset=Membership.objects.none(),
        to_field_name="public_id",
        error_messages={
            "required": gettext_lazy("Minstens één schoolmentor moet de stageaanvragen behandelen.")
        },
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["handlers"]
        assert isinstance(field, MembersField)
        field.queryset = schoolmentors(actor)
        field.initial = [row.public_id for row in schoolmentors(actor) if row.handles_requests]


class EndMembershipForm(forms.Form):
    """Why somebody's access ends."""

    reason = forms.CharField(
        label=gettext_lazy("Reden"),
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld: werkt hier niet meer sinds 1 september."),
    )


class NewPersonForm(forms.ModelForm[User]):
    """Name and password of somebody who accepts an invitation without having an account."""

    password1 = forms.CharField(
        label=gettext_lazy("Wachtwoord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(_password_rules, str)(),
    )
    password2 = forms.CharField(
        label=gettext_lazy("Herhaal het wachtwoord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = email
        for name in ("first_name", "last_name"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """The passwords are the same, and strong enough for this person."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("De twee wachtwoorden zijn niet hetzelfde."))
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if password := self.cleaned_data.get("password1"):
            try:
                validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password1", error)


class ProfileForm(forms.ModelForm[User]):
    """One's own name and language."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language"]
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True

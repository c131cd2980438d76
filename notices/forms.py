"""Forms about what is told: what of it to show, and what to mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notices.enums import Rhythm
from notices.kind import Kind
from notices.models import Addressee
from notices.overview import Chosen
from notices.wishes import Wishes

TO_DO = "te-doen"


class ChoiceForm(forms.Form):
    """What of all that was told to show. All of it stands in the address."""

    toon = forms.ChoiceField(
        label=_("Toon"),
        required=False,
        choices=[("", _("Alle berichten")), (TO_DO, _("Wat nog te doen is"))],
    )
    soort = forms.ChoiceField(label=_("Soort"), required=False)

    def __init__(self, kinds: Sequence[Kind], data: QueryDict) -> None:
        super().__init__(data)
        field = self.fields["soort"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Alle soorten")), *((kind.name, kind.label) for kind in kinds)]

    @property
    def chosen(self) -> Chosen:
        """What was chosen; all when it cannot be."""
        if not self.is_valid():
            return Chosen()
        return Chosen(self.cleaned_data["toon"] == TO_DO, self.cleaned_data["soort"])


class KnownChoicesField(forms.MultipleChoiceField):
    """Checkboxes of which a value that was never offered is nothing, not an error."""

    def clean(self, value: Any) -> list[str]:
        """What was offered and chosen."""
        chosen: list[str] = super().clean([each for each in value or [] if self.valid_value(each)])
        return chosen


class MailSettingsForm(forms.Form):
    """How often, in which language, and about what."""

    rhythm = forms.ChoiceField(
        label=_("Hoe vaak wilt u een mail?"),
        choices=Rhythm,
        widget=forms.RadioSelect,
        help_text=_(
            "Meteen: hooguit één mail per kwartier. Per dag: op weekdagen, ’s morgens. Per week: "
            "op maandag; wat niet kan wachten, komt toch de dag zelf."
        ),
    )
    language = forms.ChoiceField(
        label=_("In welke taal?"),
        choices=User._meta.get_field("language").choices,  # type: ignore[arg-type]
        widget=forms.RadioSelect,
        help_text=_("Dit is de taal van uw mails, en van de site als u zich aanmeldt."),
    )
    wanted = KnownChoicesField(
        label=_("Wat mogen we u mailen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wat u uitvinkt, leest u nog op de pagina Berichten."),
    )

    def __init__(
        self, data: QueryDict | None, *, addressee: Addressee, optional: Sequence[Kind]
    ) -> None:
        names = [kind.name for kind in optional if kind.name not in addressee.switched_off]
        now = {"rhythm": addressee.rhythm, "language": addressee.language, "wanted": names}
        super().__init__(data, initial=now)
        field = self.fields["wanted"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind.name, kind.label) for kind in optional]
        if not optional:
            del self.fields["wanted"]

    @property
    def wishes(self) -> Wishes:
        """What was chosen, of a valid form."""
        told = self.cleaned_data
        return Wishes(Rhythm(told["rhythm"]), told["language"], told.get("wanted", []))

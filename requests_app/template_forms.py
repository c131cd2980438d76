"""The forms of a stageaanvraagsjabloon: itself, its copy, and the filters of the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from calendar_cfg.dates import date_range
from calendar_cfg.models import AcademicYear, Trimester
from institutions.actors import Actor
from institutions.models import Programme
from requests_app.demand_models import TRIMESTERS
from requests_app.drafting import WISH_FIELDS
from requests_app.free_text import WRITE_NO_PERSONAL_DATA
from requests_app.models import RequestTemplate
from requests_app.template_selectors import TemplateFilter, supervisors_to_choose
from requests_app.trainee_selectors import programmes_to_choose
from requests_app.wish_forms import WishFields

NAMES = ("name", *WISH_FIELDS)

if TYPE_CHECKING:
    ChoiceOfMembership = forms.ModelChoiceField[Membership]
else:  # generic for the type checker only
    ChoiceOfMembership = forms.ModelChoiceField


class SupervisorField(ChoiceOfMembership):
    """A colleague, by name alone."""

    def label_from_instance(self, obj: Membership) -> str:
        """The name, without role and institution."""
        return str(obj.user)


class TemplateForm(WishFields):
    """A template without its lines (`line_forms`). Dates may wait; the name may not."""

    field_order = (
        "version",
        "name",
        "programme",
        "supervisor",
        "trimester",
        "period_start",
        "period_end",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    name = forms.CharField(
        label=gettext_lazy("Naam van het sjabloon"),
        max_length=120,
        help_text=gettext_lazy("Zo herkent u het, bijvoorbeeld: Actieve stage 2, trimester 2."),
        error_messages={"required": gettext_lazy("Geef het sjabloon een naam.")},
    )
    programme: forms.ModelChoiceField[Programme] = forms.ModelChoiceField(
        label=gettext_lazy("Opleiding"),
        queryset=Programme.objects.none(),
        empty_label=gettext_lazy("Kies een opleiding"),
        error_messages={
            "required": gettext_lazy("Kies voor welke opleiding het sjabloon is."),
            "invalid_choice": gettext_lazy("Kies een opleiding van uw lerarenopleiding."),
        },
    )
    supervisor = SupervisorField(
        label=gettext_lazy("Stagebegeleider"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nog niet gekozen"),
        help_text=gettext_lazy("Wie de stagiairs begeleidt, tenzij u het per aanvraag wijzigt."),
        error_messages={
            "invalid_choice": gettext_lazy("Kies een stagebegeleider van uw opleiding.")
        },
    )
    trimester = forms.TypedChoiceField(
        label=gettext_lazy("Trimester"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een trimester.")},
    )
    period_start = forms.DateField(
        label=gettext_lazy("Eerste dag van de stageperiode"), required=False
    )
    period_end = forms.DateField(
        label=gettext_lazy("Laatste dag van de stageperiode"), required=False
    )
    text_for_school = forms.CharField(
        label=gettext_lazy("Tekst voor de school"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=WRITE_NO_PERSONAL_DATA,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        actor: Actor,
        year: AcademicYear,
        template: RequestTemplate | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        stored = {"version": template.version, **self.stored(template)} if template else None
        super().__init__(data, initial=initial or stored)
        self.template, self.year = template, year
        programme = template.programme if template else None
        supervisor = template.supervisor if template else None
        self.fields["programme"].queryset = programmes_to_choose(actor, programme)  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = supervisors_to_choose(actor, supervisor)  # type: ignore[attr-defined]
        self.fields["trimester"].choices = trimester_choices(year)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The valid data as the services take them."""
        return {name: self.cleaned_data[name] for name in NAMES}

    @staticmethod
    def stored(template: RequestTemplate) -> dict[str, Any]:
        """A template as `cleaned_data` would give it, to fill in or to compare."""
        return {name: getattr(template, name) for name in NAMES}


def trimester_choices(year: AcademicYear) -> list[tuple[int, str]]:
    """The trimesters with their days, so that a period can be chosen inside one."""
    days = {row.number: row for row in Trimester.objects.filter(year=year)}
    return [(number, _trimester_words(label, days.get(number))) for number, label in TRIMESTERS]


def _trimester_words(label: Any, trimester: Trimester | None) -> str:
    if trimester is None:
        unset = _("nog niet ingesteld")
        return f"{label} ({unset})"
    return f"{label}: {date_range(trimester.first_day, trimester.last_day)}"


class CopyForm(forms.Form):
    """To which year, and under which name."""

    year = forms.ChoiceField(
        label=gettext_lazy("Academiejaar van de kopie"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een academiejaar."),
            "invalid_choice": gettext_lazy("Voor dat jaar kan dit vandaag niet."),
        },
    )
    name = forms.CharField(label=gettext_lazy("Naam van de kopie"), max_length=120)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        template: RequestTemplate,
        years: list[AcademicYear],
        wanted: AcademicYear | None,
    ) -> None:
        self.years = {year.name: year for year in years}
        others = [year for year in years if year.pk != template.year_id]
        first = wanted if wanted in others else next(iter(others or years), None)
        same_year = first is not None and first.pk == template.year_id
        name = _("%(name)s (kopie)") % {"name": template.name} if same_year else template.name
        super().__init__(data, initial={"year": first.name if first else "", "name": name[:120]})
        self.fields["year"].choices = [(name, name) for name in self.years]  # type: ignore[attr-defined]

    def chosen_year(self) -> AcademicYear:
        """The year that was chosen in a valid form."""
        return self.years[self.cleaned_data["year"]]


class TemplateFilterForm(forms.Form):
    """What somebody looks for in the list of templates; it stands in the address."""

    zoek = forms.CharField(label=gettext_lazy("Naam"), required=False, max_length=100)
    opleiding = forms.ChoiceField(label=gettext_lazy("Opleiding"), required=False)
    trimester = forms.ChoiceField(
        label=gettext_lazy("Trimester"),
        required=False,
        choices=[("", gettext_lazy("Alle trimesters")), *TRIMESTERS],
    )

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        names = programmes_to_choose(actor).values_list("name", flat=True)
        self.fields["opleiding"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle opleidingen")),
            *((name, name) for name in names),
        ]

    def wanted(self) -> TemplateFilter:
        """What to look for; a filter that makes no sense is left out and shows its error."""
        self.is_valid()
        chosen = self.cleaned_data
        return TemplateFilter(
            text=chosen.get("zoek", ""),
            programme=chosen.get("opleiding", ""),
            trimester=chosen.get("trimester", ""),
        )

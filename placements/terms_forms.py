"""Forms that change what was agreed of a stage: its period, lesuren, and who guides it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import accepted_of, guides_of
from requests_app.agreed import MOST_LESUREN
from requests_app.differences import Difference, differences

NOBODY = ""
CAREFUL = _(
    "De stagiair, de lerarenopleiding en de school lezen dit. "
    "Geen gezondheidsgegevens of andere gevoelige informatie."
)


def reason_field(*, required: bool) -> forms.CharField:
    """Why it changes, in words."""
    return forms.CharField(
        label=_("Waarom?"),
        max_length=300,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=CAREFUL,
        error_messages={"required": _("Geef een reden.")},
    )


class ReasonForm(forms.Form):
    """Why a stage is cancelled."""

    reason = forms.CharField(
        label=_("Waarom annuleert u?"),
        max_length=1000,
        help_text=CAREFUL,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Zeg waarom u annuleert.")},
    )


class TermsForm(forms.Form):
    """What all have: the version that was read, and what changed when it is an old one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    stale = ""
    changes: list[Difference] = []

    def __init__(self, data: QueryDict | None, *, placement: Placement) -> None:
        super().__init__(data)
        self.placement = placement
        self.use_required_attribute = False
        self.build()
        self.initial = {"version": self.version_of(placement), **self.stored(placement)}

    def build(self) -> None:
        """Add the fields that depend on the stage."""

    def version_of(self, placement: Placement) -> int:
        """Of what the form changes: the request, unless told otherwise."""
        return int(placement.request.version)

    def stored(self, placement: Placement) -> dict[str, Any]:
        """What is agreed now, as `cleaned_data` would give it."""
        raise NotImplementedError

    def show_stale(self, message: str, now: Placement) -> None:
        """Keep what was typed, say what differs, and let it be saved over what is there now."""
        self.stale, self.changes = message, differences(self, self.stored(now))
        typed: Any = self.data
        data = typed.copy()
        data["version"] = str(self.version_of(now))
        self.data = data


class PeriodForm(TermsForm):
    """The first and the last day of the stageperiode."""

    period_start = forms.DateField(
        label=_("Eerste dag"), error_messages={"required": _("Geef de eerste dag.")}
    )
    period_end = forms.DateField(
        label=_("Laatste dag"), error_messages={"required": _("Geef de laatste dag.")}
    )
    reason = reason_field(required=True)

    def stored(self, placement: Placement) -> dict[str, Any]:
        """The period as it is."""
        return {"period_start": placement.period_start, "period_end": placement.period_end}

    @property
    def days(self) -> tuple[date, date]:
        """The valid period."""
        return self.cleaned_data["period_start"], self.cleaned_data["period_end"]


class HoursForm(TermsForm):
    """The lesuren of each accepted line."""

    def build(self) -> None:
        """A figure per line, and why."""
        bounds = gettext("Geef een aantal lesuren van 1 tot %(most)d.") % {"most": MOST_LESUREN}
        wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), bounds)
        for line in accepted_of(self.placement):
            self.fields[f"hours-{line.activity_id}"] = forms.IntegerField(
                label=gettext("Lesuren %(line)s") % {"line": line.activity},
                min_value=1,
                max_value=MOST_LESUREN,
                error_messages=wrong,
            )
        self.fields["reason"] = reason_field(required=True)

    def stored(self, placement: Placement) -> dict[str, Any]:
        """The lesuren as they are."""
        lines = accepted_of(placement)
        return {f"hours-{line.activity_id}": line.activity.hours for line in lines}

    @property
    def hours(self) -> Mapping[int, int]:
        """The valid figures, by the id of the line."""
        return {
            line.activity_id: self.cleaned_data[f"hours-{line.activity_id}"]
            for line in accepted_of(self.placement)
        }


class SupervisorForm(TermsForm):
    """Who of the institution guides the stage."""

    def __init__(
        self, data: QueryDict | None, *, placement: Placement, colleagues: Sequence[Membership]
    ) -> None:
        self.colleagues = {str(row.public_id): row for row in colleagues}
        super().__init__(data, placement=placement)

    def build(self) -> None:
        """A choice of colleagues, and why."""
        people = [(pk, _named(row)) for pk, row in self.colleagues.items()]
        self.fields["member"] = forms.ChoiceField(
            label=_("Stagebegeleider"),
            choices=[(NOBODY, _("Nog niemand")), *people],
            required=False,
            help_text=_("Ontbreekt iemand? Nodig de collega uit bij “Collega's”."),
        )
        self.fields["reason"] = reason_field(required=False)

    def version_of(self, placement: Placement) -> int:
        """Who guides is kept with the stage."""
        return int(placement.version)

    def stored(self, placement: Placement) -> dict[str, Any]:
        """Who guides it now."""
        now = [row for row in guides_of(placement) if row.role == GuidanceRole.SUPERVISOR]
        return {"member": str(now[0].member.public_id) if now else NOBODY}

    @property
    def member(self) -> Membership | None:
        """Who was chosen."""
        return self.colleagues.get(self.cleaned_data["member"])


def _named(row: Membership) -> str:
    return f"{row.user} ({str(row.get_role_display()).lower()})"

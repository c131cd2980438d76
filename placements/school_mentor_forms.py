"""Forms in which a school says which vakmentors guide: one stage, or many of a subject at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from calendar_cfg.dates import long_date
from institutions.models import Subject
from placements.models import Guide, Placement
from placements.school_rows import subjects_of
from placements.terms_forms import TermsForm, reason_field


class MentorsForm(TermsForm):
    """Who of the school guides each subject of a stage.

    Arguments:
        people: of the school.
        before: who guided each subject and does not any more, in the order of the subjects.
    """

    def __init__(
        self,
        data: QueryDict | None,
        *,
        placement: Placement,
        people: Sequence[Membership],
        before: Sequence[Sequence[Guide]],
    ) -> None:
        self.people = {str(row.public_id): row for row in people}
        self.before = before
        super().__init__(data, placement=placement)

    def build(self) -> None:
        """Tick boxes for each subject, and why."""
        choices = [(pk, named(row)) for pk, row in self.people.items()]
        for subject, before in zip(subjects_of(self.placement), self.before, strict=True):
            self.fields[_field(subject.slug)] = forms.MultipleChoiceField(
                label=subject.name,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=" ".join(filter(None, [_hours_words(subject.hours), _before(before)])),
                error_messages={"invalid_choice": _("Kies iemand van uw school.")},
            )
        self.fields["reason"] = reason_field(required=False)

    def version_of(self, placement: Placement) -> int:
        """Who guides is kept with the stage."""
        return int(placement.version)

    def stored(self, placement: Placement) -> dict[str, Any]:
        """Who guides each subject now, in the order of the choices."""
        found = {}
        for subject in subjects_of(placement):
            guiding = {str(guide.member.public_id) for guide in subject.guides}
            found[_field(subject.slug)] = [pk for pk in self.people if pk in guiding]
        return found

    @property
    def wanted(self) -> Mapping[Subject | None, list[Membership]]:
        """Who was ticked for each subject."""
        return {
            subject.subject: [self.people[pk] for pk in self.cleaned_data[_field(subject.slug)]]
            for subject in subjects_of(self.placement)
        }


class TogetherForm(forms.Form):
    """Which vakmentor guides a subject, for all the ticked stages that have nobody for it."""

    vak = forms.ChoiceField(label=_("Vak"), error_messages={"required": _("Kies voor welk vak.")})
    mentor = forms.ChoiceField(
        label=_("Vakmentor"), error_messages={"required": _("Kies wie begeleidt.")}
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        subjects: Sequence[tuple[str, str]],
        people: Sequence[Membership],
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.use_required_attribute = False
        self.people = {str(row.public_id): row for row in people}
        _choose(self, "vak", [("", gettext("Kies een vak")), *subjects])
        choices = [(pk, named(row)) for pk, row in self.people.items()]
        _choose(self, "mentor", [("", gettext("Kies een vakmentor")), *choices])

    @property
    def member(self) -> Membership:
        """Who was chosen."""
        return self.people[self.cleaned_data["mentor"]]


def named(row: Membership) -> str:
    """ "Vik Peeters (vakmentor)"."""
    return f"{row.user} ({str(row.get_role_display()).lower()})"


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _field(slug: str) -> str:
    return f"mentors-{slug}"


def _hours_words(hours: int) -> str:
    return ngettext("%(n)d lesuur.", "%(n)d lesuren.", hours) % {"n": hours} if hours else ""


def _before(guides: Sequence[Guide]) -> str:
    told = [
        gettext("Eerder %(name)s, van %(first)s tot %(last)s.")
        % {
            "name": guide.member.user,
            "first": long_date(guide.since),
            "last": long_date(guide.until),
        }
        for guide in guides
    ]
    return " ".join(told)

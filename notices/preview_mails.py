"""Every mail that can leave, as an example: each kind of notice, the mails that gather several of
them, and the letters of accounts and links. What is registered appears here by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.letters import Letter, Rendered, render
from accounts.sample_letters import ADDRESS, example_person, sample_letters
from institutions.enums import Role
from institutions.models import PlacementSchool
from notices import sample_links  # noqa: F401 - registers its examples
from notices.digest import digest_letter
from notices.kind import KINDS, Kind, kinds_for
from notices.models import Addressee

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Preview:
    """One example: its name in addresses, what it is, and who writes it."""

    name: str
    label: str
    make: Callable[[], Letter]

    def rendered(self, language: str) -> Rendered:
        """As it leaves, in a language."""
        with translation.override(language):
            return render(self.make())


@dataclass(frozen=True)
class Shelf:
    """Examples that belong together."""

    title: str
    previews: Sequence[Preview]


def shelves() -> list[Shelf]:
    """All examples, in the language of who asks."""
    return [
        Shelf(_("Eén bericht"), [_of_kind(kind) for kind in _in_order()]),
        Shelf(_("Meer berichten in één mail"), _digests()),
        Shelf(
            _("Uitnodigingen, account en links"),
            [
                Preview(sample.name, str(sample.label) or sample.make().subject, sample.make)
                for sample in sample_letters()
            ],
        ),
    ]


def find_preview(name: str) -> Preview | None:
    """The example of that name; None when there is none such."""
    found = (preview for shelf in shelves() for preview in shelf.previews)
    return next((preview for preview in found if preview.name == name), None)


def _in_order() -> list[Kind]:
    return sorted(KINDS.values(), key=lambda kind: kind.rank)


def _of_kind(kind: Kind) -> Preview:
    return Preview(kind.name, str(kind.label), lambda: _letter([kind], _person()))


def _digests() -> list[Preview]:
    """The mail with everything that a role can be told, and the one to an address of a school."""
    found = [_digest(role) for role in Role if len(kinds_for(role)) > 1]
    to_answer = [kind for kind in kinds_for(Role.SCHOOL_MENTOR) if kind.is_obligation]
    if to_answer:
        label = _("Aan het adres van een school zonder account")
        found.append(Preview("address", label, lambda: _letter(to_answer, _address())))
    return found


def _digest(role: Role) -> Preview:
    label = _("Alles in één mail: %(role)s") % {"role": str(role.label).lower()}
    return Preview(f"digest-{role.value}", label, lambda: _letter(kinds_for(role), _person()))


def _person() -> Addressee:
    return Addressee(user=example_person())


def _address() -> Addressee:
    return Addressee(email=ADDRESS, school=PlacementSchool(name=_("Voorbeeldschool")))


def _letter(kinds: Sequence[Kind], addressee: Addressee) -> Letter:
    told = []
    for kind in kinds:
        notice, facts = kind.sample()
        notice.addressee = addressee
        told.append((kind, notice, facts))
    return digest_letter(addressee, told)

"""What the page of a stage says of its stageovereenkomst, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import AgreementStatus, DocumentKind
from agreements.models import AgreementVersion
from agreements.standing import with_signature_counts
from agreements.versions import may_make
from placements.page_sections import Section, adds_to_placement_page


@dataclass(frozen=True)
class AgreementSection:
    """Where the agreement of a stage stands.

    Arguments:
        version: the one in force; None while there is no agreement.
        may_make: whether the reader can make it.
    """

    version: AgreementVersion | None
    may_make: bool
    is_live: bool

    @property
    def status(self) -> AgreementStatus:
        """Where the version in force stands."""
        if not self.is_live:
            return AgreementStatus.LAPSED
        version: Any = self.version
        return (
            AgreementStatus.SIGNED if version.signed >= version.needed else AgreementStatus.WAITING
        )

    @property
    def words(self) -> str:
        """The same in words, with how many signed."""
        version: Any = self.version
        if self.status == AgreementStatus.WAITING:
            counts = {"signed": version.signed, "needed": version.needed}
            return _("%(signed)d van %(needed)d handtekeningen") % counts
        return str(self.status.label)

    @property
    def title(self) -> str:
        """ "Stageovereenkomst SO-2017-K7QF3T, versie 2"."""
        assert self.version is not None
        return _("%(kind)s %(reference)s, versie %(number)d") % {
            "kind": DocumentKind(self.version.kind).label,
            "reference": self.version.agreement.reference,
            "number": self.version.number,
        }


@adds_to_placement_page(order=10)
def agreement(page: Any) -> Section | None:
    """The stageovereenkomst with where it stands; a cancelled stage without one shows nothing."""
    rows = AgreementVersion.objects.filter(agreement__placement=page.placement, superseded_at=None)
    version = with_signature_counts(rows.defer("content")).select_related("agreement").first()
    is_live = not page.placement.is_cancelled
    if version is None and not is_live:
        return None
    content = AgreementSection(version, may_make(page.actor, page.placement), is_live)
    return Section("agreements/_stage_section.html", content)

"""A trainee answers an invitation, and may do so again until it begins."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from intromoments.enums import Coming
from intromoments.invitations import invited_trainee
from intromoments.models import Attendance, Intromoment


def need_open_for_answers(row: Intromoment) -> None:
    """Refuse an answer to what was called off or has begun.

    Raises:
        DomainError: with a translated sentence.
    """
    if row.is_cancelled:
        raise DomainError(_("Dit intromoment gaat niet door: u hoeft niet te antwoorden."))
    if row.has_begun:
        raise DomainError(_("Dit intromoment is begonnen: u kunt niet meer antwoorden."))


@transaction.atomic
def answer_invitation(
    *, intromoment: Intromoment, coming: Coming, note: str, actor: Actor
) -> Attendance:
    """Say whether the trainee comes, with a word for the school; the last answer counts.

    Effects, in order: locks the intromoment, so that it does not move meanwhile; asks whether the
    trainee is still invited; keeps the answer.

    Raises:
        DomainError: it was called off, it has begun, or the trainee is not invited (any more).
    """
    row: Intromoment = Intromoment.objects.select_for_update().get(pk=intromoment.pk)
    need_open_for_answers(row)
    trainee = invited_trainee(row, actor)
    if trainee is None:
        raise DomainError(_("U bent niet (meer) uitgenodigd: uw stage hier gaat niet door."))
    said = {"coming": coming, "note": note, "answered_at": clock.now()}
    with logged_as(actor):
        answer, _new = Attendance.objects.update_or_create(
            intromoment=row, trainee=trainee, defaults=said
        )
    return answer

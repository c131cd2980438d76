"""Tells of a new version of the Stagecode on the day from which it holds.

Not when it is written: until its day it may still change, and nobody can accept it yet.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Membership
from notices.daily import daily
from notices.kinds.stagecode import CodeToAccept
from notices.recipients import members, of_membership
from notices.telling import Told, tell
from placement_code.models import CodeAcceptance
from placement_code.selectors import code_in_force

CAUGHT_UP = timedelta(days=7)
"""How long a round that did not run is made up for."""


@daily
def to_accept(day: date) -> int:
    """Tell everybody who did not accept the version that begins today; a person once.

    The membership is the one last acted in, else the first: what somebody accepts in person counts
    for all of them.
    """
    code = code_in_force(day)
    if code is None or code.valid_from <= day - CAUGHT_UP:
        return 0
    accepted = CodeAcceptance.objects.filter(code=code, user=OuterRef("user"))
    rows = Membership.objects.filter(~Exists(accepted))
    last = Q(user__last_membership=F("pk"))
    people = {row.user_id: row for row in [*members(rows), *members(rows.filter(last))]}
    return tell(
        CodeToAccept,
        [
            Told(of_membership(row), str(code.pk), data={"number": code.number})
            for row in people.values()
        ],
    )

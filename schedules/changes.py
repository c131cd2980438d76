"""What the apps above hear of plannings, inside the transaction of the change.

`approvals_wait` is sent, with `schedule`, `subjects` and `actor`, when parts of a planning begin to
wait for an approval: the first activity was planned, or the approval that stood fell. A subject of
None is the klasoverstijgende activiteiten.

`approved` is sent, with `approval` and `actor`.

`approval_fell` is sent, with `schedule`, `subject` and `actor`, when an approval that stood became
void.
"""

from __future__ import annotations

from django.dispatch import Signal

approvals_wait = Signal()
approved = Signal()
approval_fell = Signal()

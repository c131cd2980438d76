"""What the apps above hear of stages, inside the transaction of the change.

`agreed_changed` is sent, with `placement`, `actor` and `why` (a translated sentence), when what was
agreed changed: the lesuren of a line, the stageperiode, a vakmentor or the stagebegeleider. What
must be made anew because of it (a version of the stageovereenkomst) is written in the same
transaction; a receiver that fails fails the change.

`placement_ended` is sent, with `placement`, `actor` and `why`, when either side cancelled it.
"""

from __future__ import annotations

from django.dispatch import Signal

agreed_changed = Signal()
placement_ended = Signal()

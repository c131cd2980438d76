"""What the apps above hear of stages, inside the transaction of the change.

`agreed_changed` is sent, with `placement`, `actor` and `why` (a translated sentence), when what was
agreed changed: the lesuren of a line, the stageperiode, a vakmentor or the stagebegeleider. What
must be made anew because of it (a version of the stageovereenkomst) is written in the same
transaction; a receiver that fails fails the change.

`guidance_changed` is sent with `placement`, `actor`, `began` and `ended` (rows of `Guide`, with
`member`), when vakmentors or a stagebegeleider came or went, whatever made it so.

`terms_changed` is sent with `placement`, `actor` and `data`, as the event of the request has it
("from" and "to", or "hours"), when either side moved the stageperiode or changed lesuren;
`agreed_changed` follows it.

`placement_ended` is sent, with `placement`, `actor` and `why`, when either side cancelled it.
"""

from __future__ import annotations

from django.dispatch import Signal

agreed_changed = Signal()
guidance_changed = Signal()
terms_changed = Signal()
placement_ended = Signal()

"""What the apps above hear of answer links, inside the transaction.

`registration_asked` is sent, with `registration`, when a school asks to work with lerarenstage.
`registration_decided` is sent, with `registration` and `actor`, when that was confirmed or
declined. `invitation_wanted` is sent, with `link`, when who holds a link of a school that does
have a schoolmentor wants to be invited by that one.
"""

from __future__ import annotations

from django.dispatch import Signal

registration_asked = Signal()
registration_decided = Signal()
invitation_wanted = Signal()

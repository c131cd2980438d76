"""What the apps above hear of answer links, inside the transaction.

`registration_asked` is sent, with `registration`, when a school asks to work with lerarenstage.
`registration_decided` is sent, with `registration` and `actor`, when that was confirmed or declined.
"""

from __future__ import annotations

from django.dispatch import Signal

registration_asked = Signal()
registration_decided = Signal()

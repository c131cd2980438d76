"""What the apps above hear of intromoments, inside the transaction of the change.

`planned` is sent, with `intromoment`, `actor` and `is_new`, when one was planned (also again, after
it was called off) or changed.

`called_off` is sent, with `intromoment` and `actor`.
"""

from __future__ import annotations

from django.dispatch import Signal

planned = Signal()
called_off = Signal()

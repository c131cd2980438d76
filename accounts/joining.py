"""What the apps above hear of people, inside the transaction of the change.

`joined` is sent, with `membership` and `invitation`, when somebody accepted an invitation. A
receiver that raises a `DomainError` refuses it: nothing is written, and the page says why.
"""

from __future__ import annotations

from django.dispatch import Signal

joined = Signal()

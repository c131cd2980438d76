"""What the apps above hear of agreements, inside the transaction of the change.

`version_written` is sent, with `version` and `actor`, when a version came to be: the first, or one
that takes the place of another.

`signed` is sent, with `version`, `actor` and `standing` as it was read before, and `parties`: the
places under the version that were signed now, here or on paper.
"""

from __future__ import annotations

from django.dispatch import Signal

version_written = Signal()
signed = Signal()

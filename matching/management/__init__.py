"""Management of the matching."""

"""Commands of the matching."""

"""Hears what happens in the apps below, and tells it in the same transaction."""

"""The kinds of things that are told, by subject."""

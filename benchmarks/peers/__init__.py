"""Other ways to match, to measure the engine against; each gives the same kind of answer."""

"""English, with European dates."""

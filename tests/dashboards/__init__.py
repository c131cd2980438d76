"""What "Waar staan we nu?" says to each role, over a year and over many requests."""

"""Dutch as Flemish schools write it."""

"""Matching of demand and supply. Pure data in, data out."""

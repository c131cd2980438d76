"""Measurements of the product on made-up but realistic years; nothing here is shipped."""

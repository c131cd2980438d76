"""Date and number formats of the interface (FORMAT_MODULE_PATH)."""

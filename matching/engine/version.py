"""The version of the engine, kept with each run: another version may give another answer."""

ENGINE_VERSION = "1.0"

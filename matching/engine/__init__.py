"""The matching engine: an instance in, an outcome out.

Pure: no Django, no clock, no global state, nothing read from outside the arguments. The problem
stands in `docs/matching.md`; `instance.py` and `outcome.py` are its two ends.
"""

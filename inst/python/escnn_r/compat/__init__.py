"""All that changes, replaces or works around something upstream.

``README.md`` lists each change: what, why, for how long.
"""

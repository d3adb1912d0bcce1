"""The door's other side: a call in, an outcome out; errors for users; arrays.

Nothing here knows escnn. ``files`` reads what other people wrote, ``limits`` refuses what is
too large.
"""

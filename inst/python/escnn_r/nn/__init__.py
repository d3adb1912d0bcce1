"""Modules: ``layers`` has the classes, ``checks`` what must hold before one is built, ``expansion``
turns weights into filters; the files here build, edit, count and switch modules.
"""

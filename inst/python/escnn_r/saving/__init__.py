"""Keeping models: recipes as plain data, raw weights, and files of both."""

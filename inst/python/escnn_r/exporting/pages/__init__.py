"""Models and their pictures as plain data, from which a page in a browser computes features."""

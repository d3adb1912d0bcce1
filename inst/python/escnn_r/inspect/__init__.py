"""What is here: the names of escnn, their documentation, and whether this Python works."""

"""Which layer has which plain form; each file registers those of its layers."""

"""How equivariant a module is, measured on inputs that are given or drawn."""

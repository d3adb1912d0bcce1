"""What must hold before a layer is built, and advice where it works but is poor."""

"""Files of other people, read with limits and checked before they are believed."""

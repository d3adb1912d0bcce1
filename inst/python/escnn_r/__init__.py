"""The numerics behind the R package escnn; works without R.

``prepare()`` arranges for ``import escnn`` to be quiet, to keep its cache in the user's cache
folder and to need no compiled extras; ``load()`` does that and imports it. Importing this
package is cheap: torch and escnn are imported when first needed.
"""

from escnn_r.compat import EscnnImportError, cache_dir, load, prepare

__version__ = "0.1.0"

__all__ = ["EscnnImportError", "__version__", "cache_dir", "load", "prepare"]

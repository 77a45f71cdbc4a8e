"""The window's translations, and the templates of errors that are translated with them."""

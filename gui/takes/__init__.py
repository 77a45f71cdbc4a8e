"""Takes of the library: their list, the open take, its view and its edits."""

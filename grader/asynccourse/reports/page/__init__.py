"""Results as parts of a page: for the board and for a class's report."""

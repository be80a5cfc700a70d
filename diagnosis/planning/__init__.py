"""The plan of a firm: tried out on a page, agreed, and followed up."""

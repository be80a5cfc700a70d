"""Lists of firms that do not move, for a regulator who wants to do something about it."""

"""What an issue wants to see at full size: the laws of scoring (`make laws`), and saving."""

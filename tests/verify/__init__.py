"""The laws of scoring at full size; `make laws`."""

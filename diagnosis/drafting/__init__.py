"""Frameworks in the making: their files as trees, and every way to bring them in and out."""

"""Zweiklang: the digital Lernort-Kooperation for Hesse."""

__version__ = "0.1.0"

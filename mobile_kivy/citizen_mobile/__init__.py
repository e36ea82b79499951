"""DAKNONG-C, the citizen app: see mobile_kivy/README.md for what lives where."""

__version__ = "0.1.0"

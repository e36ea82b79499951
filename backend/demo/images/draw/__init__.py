"""Draws the demo illustrations. Ours from the first line on, so there is no licence to ask about."""

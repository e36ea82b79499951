"""Every screen in every look: drawn, checked along its whole scroll, and compared with the pictures that were kept."""

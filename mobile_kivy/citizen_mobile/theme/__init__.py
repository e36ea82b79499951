"""The design system: tokens (colour, type, spacing, shape), icons, and the widgets made of them."""

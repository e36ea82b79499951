"""Government bodies: their tree, their offices and hours, what they answer for, and who works where."""

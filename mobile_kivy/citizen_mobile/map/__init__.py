"""A map that is moved by a finger: tiles when there are some, names and a grid on paper when there are none."""

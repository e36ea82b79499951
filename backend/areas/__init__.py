"""Administrative units, versioned, and the way from a point or an old name to the unit of today."""

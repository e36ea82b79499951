"""What changed in the API since its last release: breaks are found and judged, the changelog is written."""

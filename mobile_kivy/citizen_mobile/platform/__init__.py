"""What differs between a desktop and a phone, behind interfaces; README.md lists them. Start at `choose.get()`."""
